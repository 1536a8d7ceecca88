package index

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// checkFunnel counts what the rules exclude one therapist at a time. The i-th condition is of rule i/2.
func checkFunnel(t *testing.T, s *Search, x *Index, entries []Entry, q *Query) {
	t.Helper()
	var want []RuleCount
	for i := range q.Conditions {
		q.Conditions[i].Rule = string(rune('A' + i/2))
		if i%2 == 0 {
			want = append(want, RuleCount{Rule: q.Conditions[i].Rule})
		}
	}
	for i := range entries {
		failed := map[int]bool{}
		for c := range q.Conditions {
			if !q.Conditions[c].Met(&entries[i].Row) {
				failed[c/2] = true
			}
		}
		for rule := range failed {
			want[rule].Excluded++
			if len(failed) == 1 {
				want[rule].Alone++
			}
		}
	}
	got, fit := s.Funnel(x, q.Conditions, nil)
	require.Equal(t, want, got)
	require.Equal(t, len(slow(entries, q)), fit)
}

// checkGains counts whom other conditions let through and these do not, one therapist at a time.
func checkGains(t *testing.T, s *Search, x *Index, entries []Entry, q *Query, others ...*Query) {
	t.Helper()
	met := func(conditions []score.Condition, row *score.Row) bool {
		return !slices.ContainsFunc(conditions, func(c score.Condition) bool { return !c.Met(row) })
	}
	relaxed, want := make([][]score.Condition, len(others)), make([]int, len(others))
	for v, o := range others {
		// Some of what is asked, in another order, and something else.
		relaxed[v] = slices.Concat(o.Conditions, q.Conditions[min(v, len(q.Conditions)):])
		for i := range entries {
			if row := &entries[i].Row; met(relaxed[v], row) && !met(q.Conditions, row) {
				want[v]++
			}
		}
	}
	require.Equal(t, want, s.Gains(x, q.Conditions, relaxed))
}
