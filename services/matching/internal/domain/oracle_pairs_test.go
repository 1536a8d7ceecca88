package domain

import (
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPairsAgainstTheOracle compares the engine with the oracle on a hundred thousand pairs, ten million with LONG=1: who
// is excluded and by which rules, which openings are left, that the terms sum to the score, and the score itself.
func TestPairsAgainstTheOracle(t *testing.T) {
	t.Parallel()
	const therapists = 200
	needs, parts := 500, 1
	if os.Getenv("LONG") != "" {
		needs, parts = 5_000, 10
	}
	for part := range parts {
		t.Run(strconv.Itoa(part), func(t *testing.T) {
			t.Parallel()
			d := newDice(uint64(part))
			fits, worst := 0, 0.0
			met := map[string]int{}
			var all []Therapist
			for i := range needs {
				if i%50 == 0 {
					all = nil
					for k := range therapists {
						all = append(all, d.therapist(k))
					}
				}
				in := d.fuzzed(all)
				n, apart := comparePairs(t, &in, met)
				fits, worst = fits+n, max(worst, apart)
			}
			t.Logf("%d pairs, %d fit; the score is within %.7f of the oracle's", needs*therapists, fits, worst)
			require.Positive(t, fits)
			for _, r := range Rulebook() {
				require.Positive(t, met[r.ID], "%s was never met", r.ID)
			}
		})
	}
}

// comparePairs compares one need with all therapists; it returns how many fit and how far the scores are apart at most.
func comparePairs(t *testing.T, in *Input, met map[string]int) (fits int, worst float64) {
	t.Helper()
	out, err := Rank(in)
	require.NoError(t, err)
	ranked, excluded := map[string]*Ranked{}, map[string]*Excluded{}
	for i := range out.Ranked {
		ranked[out.Ranked[i].Therapist] = &out.Ranked[i]
	}
	for i := range out.Excluded {
		excluded[out.Excluded[i].Therapist] = &out.Excluded[i]
	}
	for i := range in.Therapists {
		th := &in.Therapists[i]
		broken := oracleRules(&in.Need, th, "2026-11-23")
		var suits []Opening
		for _, o := range in.Openings[KeyBase][th.ID] {
			if oracleOpening(&in.Need, th, o) {
				suits = append(suits, o)
			}
		}
		r, e := ranked[th.ID], excluded[th.ID]
		if len(broken) == 0 && len(suits) > 0 {
			if r == nil {
				t.Fatalf("%+v fits %+v and is excluded by %v", th, in.Need, e.Reasons)
			}
			fits++
			worst = max(worst, scoreApart(t, in, th, r, suits))
			continue
		}
		if e == nil {
			t.Fatalf("%+v breaks %v of %+v and is ranked", th, broken, in.Need)
		}
		got := map[string]bool{}
		for _, reason := range e.Reasons {
			got[reason.Code] = true
			met[reason.Code]++
		}
		if len(broken) > 0 {
			require.Equal(t, broken, got, "%+v\n%+v", th, in.Need)
		} else {
			require.Len(t, got, 1)
			require.True(t, got[NoOpening] || got[RuleLicense] || got[RuleTravel], "%v", got)
			anywhere := in.Need
			anywhere.Sites = nil
			there := 0
			for _, o := range in.Openings[KeyAnySite][th.ID] {
				if oracleOpening(&anywhere, th, o) {
					there++
				}
			}
			if got[RuleTravel] && (there == 0 || len(in.Need.Sites) == 0) {
				t.Fatalf("%+v has nothing elsewhere for %+v", th, in.Need)
			}
		}
	}
	return fits, worst
}

func scoreApart(t *testing.T, in *Input, th *Therapist, r *Ranked, suits []Opening) float64 {
	t.Helper()
	require.Equal(t, suits, r.Openings)
	var sum, explored Micro
	for i := range r.Terms {
		sum += r.Terms[i].Points
		if r.Terms[i].Code == "EXPLORED" {
			explored = r.Terms[i].Points
		}
	}
	if sum != r.Score {
		t.Fatalf("the terms %v sum to %d, not %d", r.Terms, sum, r.Score)
	}
	if explored > in.Weights.NearTie+1 {
		t.Fatalf("exploration cost %d", explored)
	}
	apart := math.Abs(oracleScore(in, th, suits) - unit(r.Score-explored))
	// Every term is cut to a whole millionth by itself, some of them twice.
	if apart > 30e-6 {
		t.Fatalf("%f is %f apart from the oracle's %f: %+v\n%+v\n%+v", unit(r.Score), apart, oracleScore(in, th, suits), r.Terms, in.Need, th)
	}
	return apart
}
