package index

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// checkGains counts whom other conditions let through and these do not, one therapist at a time, and looks for the dearest of those
// who do not meet the first condition, which is taken to be about fees.
func checkGains(t *testing.T, s *Search, x *Index, entries []Entry, q *Query, others ...*Query) {
	t.Helper()
	const fees = "FEES"
	asked := slices.Clone(q.Conditions)
	for i := range asked {
		if asked[i].Rule = "OTHER"; i == 0 {
			asked[i].Rule = fees
		}
	}
	met := func(conditions []score.Condition, row *score.Row) bool {
		return !slices.ContainsFunc(conditions, func(c score.Condition) bool { return !c.Met(row) })
	}
	relaxed, want := make([][]score.Condition, len(others)), make([]Gain, len(others))
	for v, o := range others {
		// Some of what is asked, in another order, and something else.
		relaxed[v] = slices.Concat(o.Conditions, asked[min(v, len(asked)):])
	}
	for v := range relaxed {
		for i := range entries {
			row := &entries[i].Row
			if !met(relaxed[v], row) || met(asked, row) {
				continue
			}
			want[v].Therapists++
			if !asked[0].Met(row) {
				want[v].FeeCents = max(want[v].FeeCents, row.LowestFee())
			}
		}
	}
	require.Equal(t, want, s.Gains(x, asked, relaxed, fees))
}

// BenchmarkGains counts whom four steps of a higher fee bring among a hundred thousand, and what they ask.
func BenchmarkGains(b *testing.B) {
	n := theNetwork()
	var s Search
	for _, f := range filters(n.index) {
		limit := func(cents int64) []score.Condition {
			return append(slices.Clone(f.conditions), score.Condition{Rule: "FEES", Asks: true, HasMax: true, MaxCents: cents})
		}
		relaxed := [][]score.Condition{limit(14_000), limit(16_000), limit(18_000), limit(20_000)}
		b.Run(f.name, func(b *testing.B) {
			b.ReportAllocs()
			asked := limit(12_000)
			for b.Loop() {
				s.Gains(n.index, asked, relaxed, "FEES")
			}
		})
	}
}
