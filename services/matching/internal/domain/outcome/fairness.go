package outcome

import (
	"context"
	"slices"
	"time"

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
	// them. Everything else below is hidden by itself for the same reason, counting those it tells of.
	Suppressed bool
	Clients    int
	// WaitDays are the mean and the median from the first ranking to the first session.
	WaitDays, MedianWaitDays float64
	// Benefit is the mean score of whom the clients were paired with, Regret the mean of what the best of the ranking had
	// more; both over those for whom the therapist was one who fit. Scored says that they are told.
	Scored          bool
	Benefit, Regret domain.Micro
	// CheckIns counts check-ins, LowFit the share of them that were low; zero where too few clients answered. LowFitHidden: too few felt
	// so, or too few did not.
	CheckIns     int
	LowFit       float64
	LowFitHidden bool
	// Ranked counts who was ranked for the first time in the period, paired or not; zero where they are too few.
	// LikelyWaitDays is the median wait of those, see [medianWait]; negative when it is not known.
	Ranked         int
	LikelyWaitDays float64
}

// Fairness groups the pairings whose first session lies in the quarter, and those who were ranked for the first time in it, by
// everything there is to group by; over all of them it says what exploration did. A check-in counts when it was answered in it, too:
// a report that grew would tell what the newest answer was.
func (o *Outcomes) Fairness(ctx context.Context, from, to time.Time) ([]Cell, Exploration, error) {
	if err := o.quarter(from, to); err != nil {
		return nil, Exploration{}, err
	}
	cases, err := o.store.Cases(ctx, from, to)
	if err != nil {
		return nil, Exploration{}, err
	}
	checks, err := o.store.CheckIns(ctx, from, to)
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
	grouped := grouping(cases, checks, waits)
	hideAll(grouped)
	var out []Cell
	for k, d := range Dimensions() {
		for _, g := range grouped[k] {
			out = append(out, g.cell(d))
		}
	}
	return out
}

// notSaid is the group of those who said nothing.
const notSaid = "NOT_SAID"

// groups are those a case belongs to; by wish it may be several, or none.
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
		return out
	}
	if one == "" {
		one = notSaid
	}
	return []string{one}
}

// cell is what a report says of the group.
func (g *group) cell(d Dimension) Cell {
	out := Cell{Dimension: d, Group: g.name, Suppressed: g.hidden[ofClients], LikelyWaitDays: unknownWait}
	if !g.hidden[ofRanked] {
		out.Ranked, out.LikelyWaitDays = len(g.waits), medianWait(g.waits)
	}
	if out.Suppressed {
		return out
	}
	out.Clients = len(g.cases)
	var waits []float64
	for _, c := range g.cases {
		waits = append(waits, max(0, c.FirstSession.Sub(c.Since).Hours()/24))
		out.WaitDays += waits[len(waits)-1] / float64(len(g.cases))
	}
	slices.Sort(waits)
	out.MedianWaitDays = waits[len(waits)/2]
	if scored := g.scored(); !g.hidden[ofScored] {
		out.Scored = true
		for _, c := range scored {
			out.Benefit += c.Facts.Score
			out.Regret += c.Facts.Best - c.Facts.Score
		}
		out.Benefit /= domain.Micro(len(scored))
		out.Regret /= domain.Micro(len(scored))
	}
	if !g.hidden[ofCheckIns] {
		low := 0
		for _, check := range g.checks {
			if check.Low() {
				low++
			}
		}
		out.CheckIns, out.LowFitHidden = len(g.checks), g.hidden[ofLow] || g.hidden[ofWell]
		if !out.LowFitHidden {
			out.LowFit = float64(low) / float64(len(g.checks))
		}
	}
	return out
}
