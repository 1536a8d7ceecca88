package domain

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/index"
)

// hours is a calendar in which every therapist has openings of their own, some weeks ahead.
type hours struct{ Calendar }

func (h *hours) FindOpenings(_ context.Context, q OpeningQuery) (map[string][]Opening, error) {
	out := map[string][]Opening{}
	for _, t := range q.Therapists {
		r := rand.New(rand.NewPCG(index.Seed(t), 1))
		for day := 1 + r.IntN(3); len(out[t]) < q.PerTherapist && day < 40; day += 1 + r.IntN(4) {
			at := testNow().Truncate(24 * time.Hour).Add(time.Duration(24*day+14+r.IntN(6)) * time.Hour)
			o := Opening{Slot: fmt.Sprint(t, at.Unix()), Start: at, End: at.Add(50 * time.Minute), Mode: Video}
			if q.Within == 0 || at.Before(testNow().Add(q.Within)) {
				out[t] = append(out[t], o)
			}
		}
	}
	return out, nil
}

// manyWait is a network with so many clients, of whom half look for what few therapists have.
func manyWait(therapists, clients int) *waitlist {
	r := rand.New(rand.NewPCG(11, uint64(therapists)))
	of := func(words ...string) string { return words[r.IntN(len(words))] }
	w := &waitlist{weights: DefaultWeights(), zone: testZone, now: testNow()}
	for i := range therapists {
		t := fitting(fmt.Sprint(i))
		t.FeeCents, t.TargetCaseload = int64(10_000+100*r.IntN(120)), int32(2+r.IntN(4))
		t.ActiveClients = int32(r.IntN(int(t.TargetCaseload)))
		t.Identity.Gender, t.Languages = of("WOMAN", "MAN"), []string{"en", of("es", "fr", "zh", "ru", "ko", "ar")}
		t.Expertise = []Expertise{{Concern: Concern(of("BETRAYAL_TRUST", "GRIEF", "ANXIETY")), Level: Level(of("LISTED", "TRAINED", "CERTIFIED"))}}
		for k := range t.Track.Theta {
			t.Track.N[k], t.Track.Theta[k], t.Track.SD[k] = int32(r.IntN(40)), int32(r.NormFloat64()*80_000), 100_000
		}
		w.therapists = append(w.therapists, t)
	}
	for i := range clients {
		n := couple()
		n.Concerns = []Concern{Concern(of("BETRAYAL_TRUST", "GRIEF", "ANXIETY"))}
		n.Tier = Tier(of("ROUTINE", "ROUTINE", "ROUTINE", "PRIORITY", "URGENT"))
		n.Languages = []string{of("es", "fr", "zh", "ru")}
		if i%2 == 0 {
			n.Languages = []string{"ko"}
			n.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}
		}
		if r.IntN(3) == 0 {
			n.Times = []TimeWish{{Window{of("MONDAY", "TUESDAY", "WEDNESDAY"), "09:00", "13:00"}, Strong}}
		}
		w.clients = append(w.clients, planned{entry: &Waiting{Inquiry: fmt.Sprint("c", i), Need: n, Since: testNow().Add(-time.Duration(r.IntN(60*24)) * time.Hour)}})
	}
	return w
}

// TestSparsePlanIsTheFullOne: looking at some therapists first, and at others as far as they could be worth more, finds what
// looking at everybody finds, and proves it of everybody.
func TestSparsePlanIsTheFullOne(t *testing.T) {
	t.Parallel()
	for _, clients := range []int{20, 200} {
		full := manyWait(1000, clients)
		require.NoError(t, full.prepare())
		for i := range full.clients {
			full.clients[i].everyone()
		}
		require.NoError(t, full.look(t.Context(), &hours{}))
		want, err := full.solve(t.Context(), &hours{})
		require.NoError(t, err)
		require.Zero(t, want.Gap)

		some := manyWait(1000, clients)
		require.NoError(t, some.prepare())
		require.NoError(t, some.thin())
		some.sparse.days = 0
		require.NoError(t, some.look(t.Context(), &hours{}))
		got, err := some.solve(t.Context(), &hours{})
		require.NoError(t, err)
		require.Equal(t, want.Primal, got.Primal)
		require.Zero(t, got.Gap)
		require.False(t, got.CandidatesOnly)
		pairs, looked := 0, 0
		for i := range some.clients {
			pairs, looked = pairs+len(full.clients[i].therapists), looked+len(some.clients[i].therapists)
		}
		require.Less(t, looked, pairs*3/4, "not at everybody")

		// As it is done, what could be gained by little is not looked for: it is in the gap.
		quick, err := manyWait(1000, clients).plan(t.Context(), &hours{})
		require.NoError(t, err)
		require.False(t, quick.CandidatesOnly)
		most := Micro(0)
		for i := range some.clients {
			most += some.weights.WaitWeek * some.weights.Tiers[tiers[some.clients[i].entry.Need.Tier]] * worthAsking / 7
		}
		require.LessOrEqual(t, quick.Gap, most)
		require.LessOrEqual(t, quick.Primal, want.Primal)
		require.GreaterOrEqual(t, quick.Dual, want.Primal, "the bound holds for everybody")
		require.Len(t, quick.Assignments, len(want.Assignments))
	}
}

// TestSparsePlanFindsWhoIsLeft: clients who all look for the same get a place with someone further down when the best are full, and where
// too many fit to be looked at the plan says so.
func TestSparsePlanFindsWhoIsLeft(t *testing.T) {
	t.Parallel()
	w := &waitlist{weights: DefaultWeights(), zone: testZone, now: testNow()}
	for i := range 900 {
		one := fitting(fmt.Sprint(i))
		one.FeeCents, one.TargetCaseload, one.ActiveClients = int64(10_000+i), 5, 4
		w.therapists = append(w.therapists, one)
	}
	for i := range 150 {
		w.clients = append(w.clients, planned{entry: &Waiting{Inquiry: fmt.Sprint("c", i), Need: couple(), Since: testNow().Add(time.Duration(-i) * time.Hour)}})
	}
	p, err := w.plan(t.Context(), &hours{})
	require.NoError(t, err)
	require.Len(t, p.Assignments, 150)

	w = &waitlist{weights: DefaultWeights(), zone: testZone, now: testNow(), therapists: w.therapists}
	w.clients = []planned{{entry: &Waiting{Inquiry: "c", Need: couple(), Since: testNow()}}}
	p, err = w.plan(t.Context(), &diary{}) // nobody has an opening
	require.NoError(t, err)
	require.Empty(t, p.Assignments)
	require.True(t, p.CandidatesOnly)
	require.LessOrEqual(t, len(w.clients[0].therapists), 2*longestLook)
}

// onlyOpen is a calendar in which few have openings; asked counts whom it was asked about.
type onlyOpen struct {
	hours

	open  map[string]bool
	asked atomic.Int64
}

func (o *onlyOpen) FindOpenings(ctx context.Context, q OpeningQuery) (map[string][]Opening, error) {
	o.asked.Add(int64(len(q.Therapists)))
	q.Therapists = slices.DeleteFunc(slices.Clone(q.Therapists), func(t string) bool { return !o.open[t] })
	return o.hours.FindOpenings(ctx, q)
}

// TestSparsePlanFindsWhoIsOpen: where the best have no openings, those further down who have are found, and all clients who ask for the
// same ask once.
func TestSparsePlanFindsWhoIsOpen(t *testing.T) {
	t.Parallel()
	w := &waitlist{weights: DefaultWeights(), zone: testZone, now: testNow()}
	calendar := &onlyOpen{open: map[string]bool{}}
	const many, clients = 2500, 6
	for i := range many {
		one := fitting(fmt.Sprint(i))
		one.FeeCents, one.TargetCaseload = int64(10_000+i), 5
		if i >= many-clients {
			one.ActiveClients, calendar.open[one.ID] = 4, true // one place each, and last in everybody's order
		}
		w.therapists = append(w.therapists, one)
	}
	for i := range clients + 1 {
		w.clients = append(w.clients, planned{entry: &Waiting{Inquiry: fmt.Sprint("c", i), Need: couple(), Since: testNow()}})
	}
	p, err := w.plan(t.Context(), calendar)
	require.NoError(t, err)
	require.Len(t, p.Assignments, clients)
	for _, a := range p.Assignments {
		require.True(t, calendar.open[a.Therapist])
	}
	require.LessOrEqual(t, calendar.asked.Load(), int64(2*many))
}
