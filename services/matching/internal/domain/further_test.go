package domain

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Whoever has an opening is found, however many better ones have none; and it is said when nobody is asked any more.
func TestRankManyFindsTheLastWhoIsOpen(t *testing.T) {
	t.Parallel()
	const many = 3 * askedAtOnce
	s, calendar := network(many), &openDays{busy: map[string]bool{}}
	m := New(s, calendar, clock.NewFake(testNow()), Rules{Zone: testZone})
	seen, err := m.roster.look(t.Context(), testNow())
	require.NoError(t, err)
	best, _ := m.best(seen, "inquiry", new(couple()), many)
	for _, therapist := range best[:many-2] {
		calendar.busy[therapist] = true
	}
	need := couple()
	need.Conflicts = []Conflict{{Therapist: best[many-1]}}
	r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Len(t, r.Candidates, 1)
	require.Equal(t, best[many-2], r.Candidates[0].Therapist)
	require.NoError(t, Replay(&r.Decision))
	require.LessOrEqual(t, len(r.Decision.Input.Therapists), 2*firstShortlist, "who had none is counted only")
	i := slices.IndexFunc(r.Decision.Output.Rules, func(c RuleCount) bool { return c.Rule == NoOpening })
	require.Equal(t, RuleCount{NoOpening, many - 2, many - 2}, r.Decision.Output.Rules[i])
	require.Equal(t, "Of 3000 therapists 3000 fit; openings were looked for with the best 3000.", r.Decision.Output.Notes[len(r.Decision.Output.Notes)-1].Text)
	c, err := m.Compare(t.Context(), r.Decision.ID, best[many-3], "")
	require.NoError(t, err)
	require.Contains(t, c.Summary, "had no opening")

	calendar.busy[best[many-2]] = true
	r, err = m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Empty(t, r.Candidates)
}

// hasty is a calendar in which whoever has an opening has none any more a moment later.
type hasty struct{ openDays }

func (c *hasty) FindOpenings(ctx context.Context, q OpeningQuery) (map[string][]Opening, error) {
	if q.PerTherapist != 1 {
		return map[string][]Opening{}, nil
	}
	return c.openDays.FindOpenings(ctx, q)
}

// Nobody is asked or judged twice, whom the client must not meet among them: openings that are gone again lead further down.
func TestRankManyAsksEachOnce(t *testing.T) {
	t.Parallel()
	const many = 2 * wholeRoster
	calendar := &hasty{}
	m := New(network(many), calendar, clock.NewFake(testNow()), Rules{Zone: testZone})
	seen, err := m.roster.look(t.Context(), testNow())
	require.NoError(t, err)
	best, _ := m.best(seen, "inquiry", new(couple()), many)
	need := couple()
	need.Conflicts = []Conflict{{Therapist: best[50]}, {Therapist: best[51]}, {Therapist: best[200]}}
	r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Empty(t, r.Candidates)
	judged := map[string]bool{}
	for _, one := range r.Decision.Input.Therapists {
		require.False(t, judged[one.ID], "judged twice")
		judged[one.ID] = true
	}
	require.Len(t, judged, many-len(need.Conflicts))
	require.Equal(t, many, r.Decision.Input.Pool.Asked)
}
