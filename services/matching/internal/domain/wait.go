package domain

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/mathext"
)

// WaitEstimate says how long a client is likely to wait for an offer, as things are or with one wish less.
type WaitEstimate struct {
	// Change is the wish given up, as in a ranking's counterfactuals; "" for the need as it is.
	Change string
	// Text is for reading aloud.
	Text string
	// Therapists is how many could see the client, if they had a place.
	Therapists int
	// Low, Median and High are weeks: four of five such waits lie between Low and High. All zero: there is a place now. All
	// infinite: nobody could see the client, or has clients whose places are known to become free.
	Low, Median, High float64
	// brought: no place will become free but of clients brought along, once the practice says so.
	brought bool
}

// Care says how fast places become free.
type Care struct {
	// Ended is how many pairings have ended, Weeks how long all pairings have lasted, in weeks.
	Ended int64
	Weeks float64
}

// The rate at which a place becomes free before anything is known: a course of fifteen weekly sessions is assumed, weighing
// as much as four courses that were seen to end. The mean length is the one of the review of the evidence, the weight policy.
const (
	courseWeeks = 15
	priorEnds   = 4
)

// longestTold is how many weeks are named at most. Policy: a year, beyond which the pace of today says little.
const longestTold = 52

// rate is how likely the care of a client is to end in a week: the mean of what is known of it.
func (c Care) rate() float64 {
	return (priorEnds + float64(c.Ended)) / (priorEnds*courseWeeks + c.Weeks)
}

// EstimateWait estimates the wait of a client on the waitlist, and what it would be with each single wish given up,
// the shortest first after the need as it is. ErrNotWaiting for a client who does not wait.
func (m *Matching) EstimateWait(ctx context.Context, inquiry string) ([]WaitEstimate, error) {
	now := m.now()
	entries, err := m.store.ListWaiting(ctx, time.Time{}, "", 0)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		m.locate(&entries[i].Need)
	}
	care, err := m.store.Care(ctx, now)
	if err != nil {
		return nil, err
	}
	seen, err := m.roster.look(ctx, now)
	if err != nil {
		return nil, err
	}
	q, err := m.newQueue(entries, seen, inquiry, now)
	if err != nil {
		return nil, err
	}
	defer m.roster.searches.Put(q.search)
	return q.estimates(ctx, care)
}

func (q *queue) estimates(ctx context.Context, care Care) ([]WaitEstimate, error) {
	c, err := q.crowd(ctx, &q.client.Need)
	if err != nil {
		return nil, err
	}
	base := q.estimate(&c, care)
	base.Text = "As it is: " + cmp.Or(first(&q.client.Need), base.words(requiredTimes(&q.client.Need)))
	out := []WaitEstimate{base}
	for _, v := range q.changes() {
		if c, err = q.crowd(ctx, &v.need); err != nil {
			return nil, err
		}
		e := q.estimate(&c, care)
		last := &out[len(out)-1]
		if e.Therapists <= base.Therapists && e.Median >= base.Median || v.change == last.Change && e.Therapists == last.Therapists {
			continue
		}
		e.Change, e.Text = v.change, v.what+": "+e.words(requiredTimes(&v.need))
		out = append(out, e)
	}
	slices.SortStableFunc(out[1:], func(a, b WaitEstimate) int {
		return cmp.Or(cmp.Compare(a.Median, b.Median), cmp.Compare(a.Change, b.Change))
	})
	return out, nil
}

// estimate is the wait of the client, whom some therapists could see. Those ahead take a share of the places
// these therapists have or get: as much as is theirs of all they could see. The client then waits for the k-th place to
// become free; with n clients in care, each ending at a rate r, and r known from what was seen as a gamma distribution of
// shape a and scale b, the time is (b/n)·X/(1-X), X being beta distributed with parameters k and a.
func (q *queue) estimate(c *crowd, care Care) WaitEstimate {
	out := WaitEstimate{Therapists: int(math.Round(c.n))}
	k := 1.0
	for i := range q.ahead {
		k += c.share * q.count(q.ahead[i].conditions, c.conditions) / q.ahead[i].n
	}
	if k -= c.free; k <= 0 && c.n > 0 {
		return out
	}
	if c.clients == 0 {
		out.Low, out.Median, out.High, out.brought = math.Inf(1), math.Inf(1), math.Inf(1), c.brought
		return out
	}
	shape, scale := priorEnds+float64(care.Ended), priorEnds*courseWeeks+care.Weeks
	after := func(p float64) float64 {
		x := mathext.InvRegIncBeta(k, shape, p)
		return scale / c.clients * x / (1 - x)
	}
	out.Low, out.Median, out.High = after(0.1), after(0.5), after(0.9)
	return out
}

// words says an estimate as a person would; timed: of a client who needs certain times.
func (e *WaitEstimate) words(timed bool) string {
	switch {
	case e.Therapists == 0 && timed:
		return "nobody who could see this client has an opening at the times they need."
	case e.Therapists == 0:
		return "nobody here could see this client."
	case e.brought:
		return "nobody can say yet when a place becomes free."
	case math.IsInf(e.Median, 1):
		return "no place is likely to become free."
	case e.Median == 0:
		return "there is a place now."
	}
	if e.Median > longestTold {
		return "longer than a year at the present pace."
	}
	low, high := math.Floor(e.Low), math.Ceil(e.High)
	if high <= 1 {
		return "likely within a week."
	}
	if high > longestTold && low < 1 {
		return fmt.Sprintf("anything up to a year and more, likely about %.0f weeks.", max(1, math.Round(e.Median)))
	}
	if high > longestTold {
		return fmt.Sprintf("likely between %.0f weeks and more than a year, about %.0f weeks.", low, max(1, math.Round(e.Median)))
	}
	return fmt.Sprintf("likely %.0f to %.0f weeks, about %.0f.", low, high, max(1, math.Round(e.Median)))
}
