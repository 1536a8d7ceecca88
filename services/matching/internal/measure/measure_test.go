package measure_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// answers makes so many items that sum to the total.
func answers(items, total int) []int32 {
	out := make([]int32, items)
	for i := range out {
		out[i] = int32(min(3, total))
		total -= int(out[i])
	}
	return out
}

func TestBands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		instrument measure.Instrument
		items      int
		bands      map[measure.Band][2]int
	}{
		{measure.PHQ9, 9, map[measure.Band][2]int{
			measure.Minimal: {0, 4}, measure.Mild: {5, 9}, measure.Moderate: {10, 14}, measure.ModeratelySevere: {15, 19}, measure.Severe: {20, 27},
		}},
		{measure.GAD7, 7, map[measure.Band][2]int{
			measure.Minimal: {0, 4}, measure.Mild: {5, 9}, measure.Moderate: {10, 14}, measure.Severe: {15, 21},
		}},
		{measure.PHQ2, 2, map[measure.Band][2]int{measure.Negative: {0, 2}, measure.Positive: {3, 6}}},
		{measure.GAD2, 2, map[measure.Band][2]int{measure.Negative: {0, 2}, measure.Positive: {3, 6}}},
		{measure.PHQ4, 4, map[measure.Band][2]int{
			measure.Minimal: {0, 2}, measure.Mild: {3, 5}, measure.Moderate: {6, 8}, measure.Severe: {9, 12},
		}},
	} {
		seen := 0
		for band, limits := range tt.bands {
			for total := limits[0]; total <= limits[1]; total++ {
				s, faults := measure.Of(tt.instrument, -1, answers(tt.items, total))
				require.Empty(t, faults)
				require.Equal(t, total, s.Total)
				require.Equal(t, band, s.Band, "%s %d", tt.instrument, total)
				seen++
			}
		}
		require.Equal(t, 3*tt.items+1, seen, "every total of %s", tt.instrument)
	}
}

// TestTheNinthItem asks for a human whatever the total is, and never without it.
func TestTheNinthItem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.SliceOfN(rapid.Int32Range(0, 3), 9, 9).Draw(t, "answers")
		s, faults := measure.Of(measure.PHQ9, -1, given)
		require.Empty(t, faults)
		require.Equal(t, given[8] > 0, s.NeedsHuman)
	})
	s, _ := measure.Of(measure.GAD7, -1, []int32{3, 3, 3, 3, 3, 3, 3})
	require.False(t, s.NeedsHuman)
}

func TestDomains(t *testing.T) {
	t.Parallel()
	s, _ := measure.Of(measure.PHQ9, -1, answers(9, 16))
	require.Equal(t, []measure.Part{{Domain: 0, Total: 16, Severity: 1_000_000}}, s.Parts)
	s, _ = measure.Of(measure.GAD7, -1, answers(7, 5))
	require.Equal(t, []measure.Part{{Domain: 1, Total: 5, Severity: -1_000_000}}, s.Parts)
	s, _ = measure.Of(measure.PHQ4, -1, []int32{3, 3, 0, 0})
	require.Equal(t, []measure.Part{{Domain: 1, Total: 6, Severity: 1_666_667}, {Domain: 0, Total: 0, Severity: -1_666_667}}, s.Parts)
	require.Equal(t, measure.Moderate, s.Band)
	for domain := range 12 {
		s, faults := measure.Of(measure.Domain, domain, []int32{9})
		require.Empty(t, faults)
		require.Equal(t, []measure.Part{{Domain: domain, Total: 9, Severity: 2_000_000}}, s.Parts)
		require.Equal(t, measure.Positive, s.Band)
	}
}

// TestWorseAnswersNeverScoreLower raises one answer.
func TestWorseAnswersNeverScoreLower(t *testing.T) {
	t.Parallel()
	sizes := map[measure.Instrument]int{measure.PHQ2: 2, measure.PHQ4: 4, measure.PHQ9: 9, measure.GAD2: 2, measure.GAD7: 7}
	rapid.Check(t, func(t *rapid.T) {
		instrument := rapid.SampledFrom([]measure.Instrument{measure.PHQ2, measure.PHQ4, measure.PHQ9, measure.GAD2, measure.GAD7}).Draw(t, "instrument")
		given := rapid.SliceOfN(rapid.Int32Range(0, 2), sizes[instrument], sizes[instrument]).Draw(t, "answers")
		before, _ := measure.Of(instrument, -1, given)
		given[rapid.IntRange(0, len(given)-1).Draw(t, "item")]++
		after, _ := measure.Of(instrument, -1, given)
		require.Equal(t, before.Total+1, after.Total)
		for i := range before.Parts {
			require.GreaterOrEqual(t, after.Parts[i].Severity, before.Parts[i].Severity)
		}
	})
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		instrument measure.Instrument
		domain     int
		answers    []int32
		want       []measure.Fault
	}{
		"unknown":       {"MMPI", 0, nil, []measure.Fault{{Item: -1, Problem: "must be an instrument this version scores"}}},
		"too few":       {measure.PHQ9, 0, make([]int32, 8), []measure.Fault{{Item: -1, Problem: "must have 9 answers"}}},
		"none":          {measure.GAD2, 0, nil, []measure.Fault{{Item: -1, Problem: "must have 2 answers"}}},
		"out of range":  {measure.PHQ4, 0, []int32{0, 4, -1, 3}, []measure.Fault{{Item: 1, Problem: "must be from 0 to 3"}, {Item: 2, Problem: "must be from 0 to 3"}}},
		"no domain":     {measure.Domain, 12, []int32{11}, []measure.Fault{{Item: -1, Problem: "must name an outcome domain"}, {Item: 0, Problem: "must be from 0 to 10"}}},
		"domain absent": {measure.Domain, -1, []int32{10}, []measure.Fault{{Item: -1, Problem: "must name an outcome domain"}}},
	} {
		s, faults := measure.Of(tt.instrument, tt.domain, tt.answers)
		require.Equal(t, tt.want, faults, name)
		require.Zero(t, s, name)
	}
}
