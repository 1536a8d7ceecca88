package domain

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// measured is a therapist of whom n courses were measured in relationships, with an effect of theta.
func measured(slug string, n, theta int32) Therapist {
	t := fitting(slug)
	t.Expertise = nil
	t.Track.N[7], t.Track.Theta[7], t.Track.SD[7] = n, theta, 100_000
	return t
}

func TestExploration(t *testing.T) {
	t.Parallel()
	best, close, far := measured("best", 80, 30_000), measured("close", 3, 15_000), measured("far", 3, -60_000)
	need := couple()
	first := map[string]int{}
	const rankings = 2000
	for i := range rankings {
		in := inputFor(need, best, close, far)
		in.Seed = strconv.Itoa(i)
		out, err := Rank(&in)
		require.NoError(t, err)
		first[out.Ranked[0].Therapist]++
		var propensities, sum Micro
		for _, r := range out.Ranked {
			propensities += r.Propensity
		}
		require.Equal(t, Unit, propensities, "who might come first is written down, with what likelihood")
		require.Equal(t, far.ID, out.Ranked[2].Therapist)
		if out.Ranked[0].Therapist != close.ID {
			continue
		}
		require.Equal(t, in.Weights.LearnShare, out.Ranked[0].Propensity)
		explored, ok := term(out.Ranked[0].Terms, "EXPLORED")
		require.True(t, ok)
		require.LessOrEqual(t, explored.Points, in.Weights.NearTie+1, "the most it may cost a client")
		for _, term := range out.Ranked[0].Terms {
			sum += term.Points
		}
		require.Equal(t, out.Ranked[0].Score, sum)
		again, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, out, again, "the same inquiry and decision explore alike")
	}
	require.InDelta(t, rankings/10, first[close.ID], 60, "a tenth")
	require.Equal(t, rankings, first[best.ID]+first[close.ID])
}

func TestWhenNotToExplore(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(n *Need, a, b *Therapist){
		"severe":                  func(n *Need, _, _ *Therapist) { n.Severity = "SEVERE" },
		"urgent":                  func(n *Need, _, _ *Therapist) { n.Tier = "URGENT" },
		"at risk":                 func(n *Need, a, b *Therapist) { n.Risk, a.RiskCompetent, b.RiskCompetent = RiskElevated, true, true },
		"nobody is measured":      func(_ *Need, a, b *Therapist) { a.Track.N[7], b.Track.N[7] = 0, 0 },
		"both are well known":     func(_ *Need, _, b *Therapist) { b.Track.N[7] = 30 },
		"not nearly as good":      func(_ *Need, _, b *Therapist) { b.Track.Theta[7] = 9_000 },
		"who is first is unknown": func(_ *Need, a, _ *Therapist) { a.Track.N[7] = 29 },
	} {
		need, a, b := couple(), measured("a", 80, 30_000), measured("b", 3, 15_000)
		change(&need, &a, &b)
		for i := range 100 {
			in := inputFor(need, a, b)
			in.Seed = strconv.Itoa(i)
			out, err := Rank(&in)
			require.NoError(t, err)
			require.Len(t, out.Ranked, 2, name)
			for _, r := range out.Ranked {
				require.Zero(t, r.Propensity, name)
			}
		}
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	in := inputFor(couple(), fitting("a"))
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Equal(t, "NOT_MEASURED", out.Notes[0].Code)
	in.Need.Concerns = nil
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Equal(t, "NO_CONCERN", out.Notes[0].Code)
	in = inputFor(couple(), measured("a", 1, 0))
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Empty(t, out.Notes)
}
