package index

import (
	"testing"

	"github.com/stretchr/testify/require"
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
