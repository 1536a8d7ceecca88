package domain

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// diary is a calendar in which every therapist has the same starts, as far as nobody asks for less.
type diary struct {
	Calendar
	starts []time.Time
	// most is how many were asked of one therapist at most.
	most int
}

func (d *diary) FindOpenings(_ context.Context, q OpeningQuery) (map[string][]Opening, error) {
	d.most = max(d.most, q.PerTherapist)
	out := map[string][]Opening{}
	for _, t := range q.Therapists {
		for _, at := range d.starts[:min(len(d.starts), q.PerTherapist)] {
			out[t] = append(out[t], Opening{Slot: fmt.Sprint(t, at.Unix()), Start: at, End: at.Add(50 * time.Minute), Mode: Video})
		}
	}
	return out, nil
}

// TestEveryPlaceIsOfUse: as many clients get a place as there are, if there are as many openings.
func TestEveryPlaceIsOfUse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		therapist := fitting("one")
		therapist.TargetCaseload = therapist.ActiveClients + rapid.Int32Range(1, 60).Draw(t, "places")
		d := &diary{}
		for day := range rapid.IntRange(1, 80).Draw(t, "openings") {
			d.starts = append(d.starts, testNow().Add(time.Duration(24*(day+1))*time.Hour))
		}
		w := &waitlist{therapists: []Therapist{therapist}, weights: DefaultWeights(), zone: testZone, now: testNow()}
		for i := range rapid.IntRange(1, 60).Draw(t, "clients") {
			w.clients = append(w.clients, planned{entry: &Waiting{Inquiry: fmt.Sprint(i), Since: testNow().Add(time.Duration(i) * time.Second), Need: couple()}})
		}
		p, err := w.plan(context.Background(), d)
		require.NoError(t, err)
		require.Len(t, p.Assignments, min(len(w.clients), int(therapist.places()), len(d.starts), mostOpenings))
		require.LessOrEqual(t, d.most, min(len(w.clients), int(therapist.places()))+spareOpenings, "no more than of use")
		require.True(t, slices.IsSortedFunc(p.Assignments, func(a, b Assignment) int { return a.Opening.Start.Compare(b.Opening.Start) }),
			"who has waited longest begins first")
	})
}

// TestPlannedScoreIsTheRankings: what an opening is worth in a plan is the sum of the terms that a ranking says of it alone.
func TestPlannedScoreIsTheRankings(t *testing.T) {
	t.Parallel()
	in := inputFor(couple(), fitting("one"), fitting("other"))
	require.Equal(t, 6, plannedAsRanked(t, &in), "each therapist's three openings")
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		plannedAsRanked(t, &in)
	})
}

// plannedAsRanked compares each opening that suits with a ranking of it alone, and returns how many there are.
func plannedAsRanked(t require.TestingT, in *Input) int {
	in.Weights.NearTie = 0
	w := &waitlist{
		therapists: in.Therapists, weights: in.Weights, zone: in.Zone, now: in.Now,
		clients: []planned{{entry: &Waiting{Inquiry: in.Inquiry, Need: in.Need}}},
	}
	require.NoError(t, w.prepare())
	c := &w.clients[0]
	w.openings[c.demand.query.Key] = in.Openings[KeyBase]
	for j := range in.Therapists {
		if c.view.fits(c.asked, j) {
			c.therapists = append(c.therapists, int32(j))
		}
	}
	w.count()
	c.weigh(w)
	for _, o := range c.choices {
		therapist := in.Therapists[o.therapist].ID
		in.Openings[KeyBase] = map[string][]Opening{therapist: {o.opening}}
		out, err := Rank(in)
		require.NoError(t, err)
		require.Len(t, out.Ranked, 1)
		require.Equal(t, therapist, out.Ranked[0].Therapist)
		require.Equal(t, out.Ranked[0].Score, o.score)
		var sum Micro
		for _, term := range out.Ranked[0].Terms {
			sum += term.Points
		}
		require.Equal(t, sum, o.score)
	}
	return len(c.choices)
}

// TestNobodyWouldExchange: no two clients of a plan would be better off in all with each other's openings, and where it is all the same
// the more pressing one begins first, or who has waited longest.
func TestNobodyWouldExchange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := genWaitlist(t)
		if rapid.Bool().Draw(t, "alike") { // so that it is often all the same
			for i := range w.clients {
				w.clients[i].entry.Need.Tier = ""
				for k := range w.clients[i].choices {
					w.clients[i].choices[k].score = 0
				}
			}
		}
		p, err := w.solve(t.Context(), nil)
		require.NoError(t, err)
		own := func(inquiry, therapist string, o Opening) (choice, bool) {
			c := w.clients[slices.IndexFunc(w.clients, func(c planned) bool { return c.entry.Inquiry == inquiry })]
			at := slices.IndexFunc(c.choices, func(x choice) bool {
				return w.therapists[x.therapist].ID == therapist && x.opening.Start.Equal(o.Start)
			})
			if at < 0 {
				return choice{}, false
			}
			return c.choices[at], true
		}
		for i := range p.Assignments {
			for k := i + 1; k < len(p.Assignments); k++ {
				a, b := &p.Assignments[i], &p.Assignments[k]
				first, canFirst := own(a.Inquiry, b.Therapist, b.Opening)
				second, canSecond := own(b.Inquiry, a.Therapist, a.Opening)
				if !canFirst || !canSecond || a.Therapist != b.Therapist {
					continue
				}
				gain := first.score + second.score - a.Score - b.Score
				var given []Opening
				for n := range p.Assignments {
					given = append(given, p.Assignments[n].Opening)
				}
				if given[i], given[k] = first.opening, second.opening; !housed(given, nil) {
					continue // for whom the rooms are others
				}
				require.LessOrEqual(t, gain, Micro(0))
				if gain == 0 {
					require.False(t, b.Opening.Start.Before(a.Opening.Start), "the first of the order begins first")
				}
			}
		}
	})
}

// TestSearchEnds: where limits are many the search stops, keeps them all, and says how far from the best it may be.
func TestSearchEnds(t *testing.T) {
	t.Parallel()
	w := &waitlist{weights: DefaultWeights(), zone: "UTC", now: planTime}
	therapist := fitting("one")
	therapist.TargetCaseload = 60
	w.therapists = []Therapist{therapist}
	for i := range 60 {
		c := planned{entry: &Waiting{Inquiry: fmt.Sprint(i), Since: planTime.Add(-time.Duration(i) * time.Minute)}}
		for half := range 40 {
			at := planTime.Add(24*time.Hour + time.Duration(half)*30*time.Minute)
			c.choices = append(c.choices, choice{0, Opening{Start: at, End: at.Add(50 * time.Minute)}, Micro(1000 * ((i*7 + half*3) % 11))})
		}
		w.clients = append(w.clients, c)
	}
	p, err := w.solve(t.Context(), nil)
	require.NoError(t, err)
	requireLimits(t, w, &p)
	require.Positive(t, p.Gap)
	require.Equal(t, p.Dual, p.Primal+p.Gap)
	require.Len(t, p.Assignments, 20, "every other half hour")
	g := w.graph(time.UTC)
	s, err := assign.Solve(t.Context(), &g.Instance, assign.Options{})
	require.NoError(t, err)
	require.LessOrEqual(t, p.Dual, s.Dual)
}
