package outcome

import (
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// Dimension is what the clients of a report are grouped by.
type Dimension string

// The dimensions. All are things the client or staff said; nothing is inferred of anybody.
const (
	ByAge      Dimension = "AGE_GROUP"
	ByFormat   Dimension = "FORMAT"
	ByLanguage Dimension = "LANGUAGE"
	ByPayment  Dimension = "PAYMENT"
	ByState    Dimension = "LOCATION_STATE"
	BySeverity Dimension = "SEVERITY"
	ByRisk     Dimension = "RISK"
	ByWish     Dimension = "WISH"
)

// Dimensions are all of them.
func Dimensions() []Dimension {
	return []Dimension{ByAge, ByFormat, ByLanguage, ByPayment, ByState, BySeverity, ByRisk, ByWish}
}

// Cell is one group of a fairness report.
type Cell struct {
	Dimension Dimension
	Group     string
	// Suppressed cells say nothing of those who were paired: too few clients, or few enough elsewhere that these would tell of
	// them.
	Suppressed bool
	Clients    int
	// WaitDays are the mean and the median from the first ranking to the first session.
	WaitDays, MedianWaitDays float64
	// Benefit is the mean score of whom the clients were paired with, Regret the mean of what the first of the ranking had
	// more; both over those for whom the therapist was one who fit.
	Benefit, Regret domain.Micro
	// CheckIns counts check-ins, LowFit the share of them that were low; zero while there are too few.
	CheckIns int
	LowFit   float64
	// Ranked counts who was ranked for the first time in the period, paired or not; zero where they are too few, as above.
	// LikelyWaitDays is the median wait of those, see [medianWait]; negative when it is not known.
	Ranked         int
	LikelyWaitDays float64
}

// smallest is the least number of clients a cell may tell of. Policy: 11, as the statistics of public health care do.
const smallest = 11

// Fairness groups the pairings whose first session lies between the times, and those who were ranked for the first time between
// them, by everything there is to group by; over all of them it says what exploration did.
func (o *Outcomes) Fairness(ctx context.Context, from, to time.Time) ([]Cell, Exploration, error) {
	if !from.Before(to) {
		return nil, Exploration{}, errs.Invalid(errs.Field("endTime", "must be after startTime"))
	}
	cases, err := o.store.Cases(ctx, from, to)
	if err != nil {
		return nil, Exploration{}, err
	}
	// Check-ins come after the first session, so also after the period.
	_, ever := always()
	checks, err := o.store.CheckIns(ctx, from, ever)
	if err != nil {
		return nil, Exploration{}, err
	}
	waits, err := o.store.Waits(ctx, from, to, o.now())
	if err != nil {
		return nil, Exploration{}, err
	}
	return Cells(cases, checks, waits), Explored(cases), nil
}

// Cells computes the report.
func Cells(cases []Case, checks []CheckIn, waits []Wait) []Cell {
	felt := map[string][]CheckIn{}
	for _, c := range checks {
		felt[c.Inquiry] = append(felt[c.Inquiry], c)
	}
	var out []Cell
	for _, d := range Dimensions() {
		groups, waiting := map[string][]*Case{}, map[string][]*Wait{}
		for i := range cases {
			for _, g := range d.groups(&cases[i].Facts) {
				groups[g] = append(groups[g], &cases[i])
			}
		}
		for i := range waits {
			for _, g := range d.groups(&waits[i].Facts) {
				waiting[g] = append(waiting[g], &waits[i])
				groups[g] = append(groups[g], nil...) // a group of nobody who was paired is one all the same
			}
		}
		var cells []Cell
		for _, g := range sortedKeys(groups) {
			c := cellOf(d, g, groups[g], felt)
			c.Ranked, c.LikelyWaitDays = len(waiting[g]), medianWait(waiting[g])
			cells = append(cells, c)
		}
		out = append(out, suppress(cells)...)
	}
	return out
}

// notSaid is the group of those who said nothing.
const notSaid = "NOT_SAID"

// groups are those a case belongs to; by wish it may be several.
func (d Dimension) groups(f *Facts) []string {
	one := ""
	switch d {
	case ByAge:
		one = string(f.AgeGroup)
	case ByFormat:
		one = string(f.Format)
	case ByLanguage:
		one = f.Language
	case ByPayment:
		one = f.Payment
	case ByState:
		one = f.State
	case BySeverity:
		one = string(f.Severity)
	case ByRisk:
		one = "NOT_FLAGGED"
		if f.Risk {
			one = "FLAGGED"
		}
	case ByWish:
		var out []string
		for _, w := range f.Wishes {
			out = append(out, string(w))
		}
		if len(out) > 0 {
			return out
		}
		one = "NONE"
	}
	if one == "" {
		one = notSaid
	}
	return []string{one}
}

func cellOf(d Dimension, group string, cases []*Case, felt map[string][]CheckIn) Cell {
	out := Cell{Dimension: d, Group: group, Clients: len(cases)}
	var waits []float64
	var ranked, low int
	for _, c := range cases {
		days := max(0, c.FirstSession.Sub(c.Since).Hours()/24)
		waits = append(waits, days)
		out.WaitDays += days / float64(len(cases))
		if c.Facts.Ranked {
			ranked++
			out.Benefit += c.Facts.Score
			out.Regret += c.Facts.Best - c.Facts.Score
		}
		for _, check := range felt[c.Inquiry] {
			if check.Therapist != c.Therapist {
				continue
			}
			out.CheckIns++
			if check.Low() {
				low++
			}
		}
	}
	if len(waits) > 0 {
		slices.Sort(waits)
		out.MedianWaitDays = waits[len(waits)/2]
	}
	if ranked > 0 {
		out.Benefit /= domain.Micro(ranked)
		out.Regret /= domain.Micro(ranked)
	}
	if out.CheckIns < smallest {
		out.CheckIns = 0
	} else {
		out.LowFit = float64(low) / float64(out.CheckIns)
	}
	return out
}

// suppress empties what cells of a dimension say of too few.
func suppress(cells []Cell) []Cell {
	for _, i := range small(cells, func(c *Cell) int { return c.Clients }) {
		c := &cells[i]
		*c = Cell{Dimension: c.Dimension, Group: c.Group, Suppressed: true, Ranked: c.Ranked, LikelyWaitDays: c.LikelyWaitDays}
	}
	for _, i := range small(cells, func(c *Cell) int { return c.Ranked }) {
		cells[i].Ranked, cells[i].LikelyWaitDays = 0, unknownWait
	}
	return cells
}

// small are the cells that count too few. A single one could be found by taking the others off the whole, so the next smallest
// goes with it.
func small(cells []Cell, count func(*Cell) int) []int {
	var hidden []int
	next := -1
	for i := range cells {
		switch n := count(&cells[i]); {
		case n < smallest:
			hidden = append(hidden, i)
		case next < 0 || n < count(&cells[next]):
			next = i
		}
	}
	if len(hidden) == 1 && next >= 0 {
		hidden = append(hidden, next)
	}
	return hidden
}
