package domain

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"

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
	// infinite: nobody who could see the client has clients whose places will become free.
	Low, Median, High float64
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

// rate is how likely the care of a client is to end in a week: the mean of what is known of it.
func (c Care) rate() float64 {
	return (priorEnds + float64(c.Ended)) / (priorEnds*courseWeeks + c.Weeks)
}

// EstimateWait estimates the wait of a client on the waitlist, and what it would be with each single wish given up,
// the shortest first after the need as it is. ErrNotFound for a client who does not wait.
func (m *Matching) EstimateWait(ctx context.Context, inquiry string) ([]WaitEstimate, error) {
	now := m.now()
	entries, err := m.store.ListWaiting(ctx, time.Time{}, "", 0)
	if err != nil {
		return nil, err
	}
	therapists, err := m.store.ListTherapists(ctx, now, "", "", 0, false)
	if err != nil {
		return nil, err
	}
	care, err := m.store.Care(ctx, now)
	if err != nil {
		return nil, err
	}
	q, err := newQueue(entries, therapists, m.rules.Zone, now)
	if err != nil {
		return nil, err
	}
	return q.estimates(inquiry, care)
}

// queue is who waits, in the order in which they are served, with whom each could see if there were places.
type queue struct {
	w    *waitlist
	view *view
	in   *Input
	// could are the therapists by number each client could see.
	could [][]int
}

func newQueue(entries []Waiting, therapists []Therapist, zone string, now time.Time) (*queue, error) {
	loc, err := clock.Zone(zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	w := &waitlist{therapists: therapists, weights: DefaultWeights(), zone: zone, now: now}
	for i := range entries {
		if entries[i].State == EntryWaiting {
			w.clients = append(w.clients, planned{entry: &entries[i]})
		}
	}
	w.order(loc)
	in := &Input{Zone: zone, Now: now, Weights: w.weights, Therapists: slices.Clone(therapists)}
	for i := range in.Therapists {
		in.Therapists[i].lift()
	}
	q := &queue{w: w, in: in, could: make([][]int, len(w.clients))}
	if q.view, err = newView(in); err != nil {
		return nil, err
	}
	for i := range w.clients {
		q.could[i] = q.who(&w.clients[i].entry.Need)
	}
	return q, nil
}

// lift gives the therapist a place, to see who would fit if there were one.
func (t *Therapist) lift() {
	t.TargetCaseload = max(t.TargetCaseload, t.ActiveClients+t.Reserved+1)
	t.NewClientsPerWeek, t.SevereClientsMax = 0, 0
}

// who could see a client with the need.
func (q *queue) who(n *Need) []int {
	var out []int
	a := q.view.ask(n)
	for i := range q.in.Therapists {
		if q.view.fits(a, i) {
			out = append(out, i)
		}
	}
	return out
}

func (q *queue) estimates(inquiry string, care Care) ([]WaitEstimate, error) {
	at := slices.IndexFunc(q.w.clients, func(c planned) bool { return c.entry.Inquiry == inquiry })
	if at < 0 {
		return nil, ErrNotFound
	}
	need := &q.w.clients[at].entry.Need
	base := q.estimate(at, q.could[at], care)
	base.Text = "As it is: " + base.words()
	out := []WaitEstimate{base}
	for _, v := range variants(need, &q.w.weights) {
		e := q.estimate(at, union(q.could[at], q.who(&v.need)), care)
		if last := &out[len(out)-1]; e.Therapists == base.Therapists || v.change == last.Change && e.Therapists == last.Therapists {
			continue
		}
		e.Change, e.Text = v.change, v.what+": "+e.words()
		out = append(out, e)
	}
	slices.SortStableFunc(out[1:], func(a, b WaitEstimate) int {
		return cmp.Or(cmp.Compare(a.Median, b.Median), cmp.Compare(a.Change, b.Change))
	})
	return out, nil
}

// estimate is the wait of the client at a position, who could see some therapists. Those ahead take a share of the places
// these therapists have or get: as much as is theirs of all they could see. The client then waits for the k-th place to
// become free; with n clients in care, each ending at a rate r, and r known from what was seen as a gamma distribution of
// shape a and scale b, the time is (b/n)·X/(1-X), X being beta distributed with parameters k and a.
func (q *queue) estimate(at int, could []int, care Care) WaitEstimate {
	out := WaitEstimate{Therapists: len(could)}
	free, clients := 0.0, 0.0
	for _, j := range could {
		t := &q.w.therapists[j]
		free += float64(t.places())
		if t.Accepting {
			clients += float64(min(t.ActiveClients, t.TargetCaseload))
		}
	}
	k := 1.0
	for i := range at {
		if n := len(q.could[i]); n > 0 {
			k += float64(shared(q.could[i], could)) / float64(n)
		}
	}
	if k -= free; k <= 0 {
		return out
	}
	if clients == 0 {
		out.Low, out.Median, out.High = math.Inf(1), math.Inf(1), math.Inf(1)
		return out
	}
	shape, scale := priorEnds+float64(care.Ended), priorEnds*courseWeeks+care.Weeks
	after := func(p float64) float64 {
		x := mathext.InvRegIncBeta(k, shape, p)
		return scale / clients * x / (1 - x)
	}
	out.Low, out.Median, out.High = after(0.1), after(0.5), after(0.9)
	return out
}

// words says an estimate as a person would.
func (e *WaitEstimate) words() string {
	switch {
	case e.Therapists == 0:
		return "nobody here could see this client."
	case math.IsInf(e.Median, 1):
		return "no place is likely to become free."
	case e.Median == 0:
		return "there is a place now."
	}
	low, high := math.Floor(e.Low), math.Ceil(e.High)
	if high <= 1 {
		return "likely within a week."
	}
	return fmt.Sprintf("likely %.0f to %.0f weeks, about %.0f.", low, high, max(1, math.Round(e.Median)))
}

// shared counts what two ascending lists have in common.
func shared(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// union is what is in either of two ascending lists.
func union(a, b []int) []int {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
