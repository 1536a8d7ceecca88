package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
)

func TestPlacesAhead(t *testing.T) {
	t.Parallel()
	care := Care{Ended: 6, Weeks: 90} // ten courses in 150 weeks
	date := testNow().Format(time.DateOnly)
	for _, c := range []struct {
		name   string
		change func(th *Therapist)
		want   int32
	}{
		{"free ones, and those that become free", func(*Therapist) {}, 10 + 9},
		{"some are on offer", func(th *Therapist) { th.Reserved = 4 }, 6 + 9},
		{"full", func(th *Therapist) { th.ActiveClients = 20 }, 17},
		{"over full", func(th *Therapist) { th.ActiveClients = 30 }, 16},
		{"far over full", func(th *Therapist) { th.TargetCaseload = 1 }, 0},
		{"nobody sees the care of those brought along end", func(th *Therapist) { th.BroughtClients = 10 }, 10},
		{"full, most of them brought along", func(th *Therapist) { th.ActiveClients, th.BroughtClients = 20, 15 }, 4},
		{"one a week", func(th *Therapist) { th.NewClientsPerWeek = 1 }, 13},
		{"takes nobody", func(th *Therapist) { th.Accepting = false }, 0},
		{"is gone", func(th *Therapist) { th.DeleteTime = testNow() }, 0},
		{"is away for two weeks", func(th *Therapist) { th.Leave = []Leave{{"2026-11-20", "2026-12-04"}} }, 19},
		{"is away all the time", func(th *Therapist) { th.Leave = []Leave{{"2026-11-20", "2027-05-31"}} }, 0},
	} {
		th := staff()[1]
		c.change(&th)
		require.Equal(t, c.want, th.placesAhead(care, date), c.name)
	}
}

// TestForecastReadsWholeStretches: when there are more needs than are read, a stretch that is read in part is left out.
func TestForecastReadsWholeStretches(t *testing.T) {
	t.Parallel()
	practice := func(n, weeks int) *practiceOf {
		s, step := &practiceOf{}, time.Duration(weeks)*7*24*time.Hour/time.Duration(n)
		for i := range n {
			s.past = append(s.past, PastNeed{testNow().Add(-time.Duration(i) * step), couple()})
		}
		s.past = append(s.past, PastNeed{testNow().AddDate(0, 0, -7*weeks), couple()})
		return s
	}
	for _, c := range []struct{ n, weeks, ways int }{{2 * needsMost, 39, 1}, {5 * needsMost / 2, 26, 0}, {needsMost / 2, 39, 3}} {
		s := practice(c.n, c.weeks)
		ways, err := New(s, nil, clock.NewFake(testNow()), Rules{Zone: testZone}).pastWays(t.Context(), testNow())
		require.NoError(t, err)
		require.Len(t, ways, c.ways)
		for _, way := range ways {
			require.InDelta(t, c.n*forecast.Weeks/c.weeks, len(way), 2)
		}
	}
}

// TestOutlookFitsAsRulesDo compares who is bid for with the rules, one therapist at a time, places aside.
func TestOutlookFitsAsRulesDo(t *testing.T) {
	t.Parallel()
	all := staff()
	all[1].ActiveClients = 20 // full today
	need := couple()
	need.Conflicts = []Conflict{{Therapist: all[2].ID}}
	o, err := newOutlook(all, Care{}, testNow().Format(time.DateOnly))
	require.NoError(t, err)
	b := o.bids([]Need{need}, []Need{inSpanish()})
	require.Equal(t, 2, b.Clients())
	require.ElementsMatch(t, []int32{0, 1}, b.Place[:b.First[1]], "not whom the client must not meet")
	require.Equal(t, []int32{0}, b.Place[b.First[1]:])
	in := inputFor(need, all...)
	v, err := newView(&in)
	require.NoError(t, err)
	require.False(t, v.fits(v.ask(&need), 1), "only today")
}
