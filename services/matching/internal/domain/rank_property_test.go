package domain

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// ranked draws an input and ranks it.
func ranked(t *rapid.T) (Input, Output) {
	in := genInput(t)
	out, err := Rank(&in)
	require.NoError(t, err)
	return in, out
}

func TestRankProperties(t *testing.T) {
	t.Parallel()

	t.Run("everyone is ranked or excluded, once", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in, out := ranked(t)
			seen := map[string]int{}
			for _, r := range out.Ranked {
				seen[r.Therapist]++
				require.NotEmpty(t, r.Openings)
			}
			for _, e := range out.Excluded {
				seen[e.Therapist]++
				require.NotEmpty(t, e.Reasons, "an exclusion has a reason")
				for _, r := range e.Reasons {
					require.NotEmpty(t, r.Code)
					require.NotEmpty(t, r.Text)
				}
			}
			require.Len(t, seen, len(in.Therapists))
			for _, n := range seen {
				require.Equal(t, 1, n)
			}
		})
	})

	t.Run("terms sum exactly to the score, which falls and stays between 0 and 1", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			_, out := ranked(t)
			last := Unit
			for _, r := range out.Ranked {
				var sum Micro
				for _, term := range r.Terms {
					sum += term.Points
					require.NotEmpty(t, term.Text)
					require.False(t, term.Against && term.Points > 0, "%s speaks against and adds", term.Code)
				}
				require.Equal(t, r.Score, sum)
				require.LessOrEqual(t, r.Score, last)
				require.Positive(t, r.Score)
				last = r.Score
			}
		})
	})

	t.Run("the order of the therapists does not matter", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in, out := ranked(t)
			in.Therapists = rapid.Permutation(in.Therapists).Draw(t, "order")
			again, err := Rank(&in)
			require.NoError(t, err)
			require.Equal(t, out, again)
		})
	})

	t.Run("risk ranks nobody down", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in, out := ranked(t)
			in.Need.RiskFlag = !in.Need.RiskFlag
			again, err := Rank(&in)
			require.NoError(t, err)
			require.Equal(t, out, again)
		})
	})

	t.Run("a stored decision is reproduced", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in, out := ranked(t)
			encoded, err := json.Marshal(Decision{ID: "d", Engine: EngineVersion, Input: in, Output: out})
			require.NoError(t, err)
			var stored Decision
			require.NoError(t, json.Unmarshal(encoded, &stored))
			require.NoError(t, Replay(&stored))
		})
	})

	t.Run("what is asked of scheduling covers whoever may fit", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in := genInput(t)
			full, err := Rank(&in)
			require.NoError(t, err)
			require.NoError(t, onlyAsk(&in))
			onlyAsked, err := Rank(&in)
			require.NoError(t, err)
			require.Equal(t, full, onlyAsked)
		})
	})
}
