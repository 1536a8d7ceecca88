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

// tied are three therapists, two of them a near-tie.
func tied() (best, close, far Therapist) {
	return measured("best", 80, 30_000), measured("close", 3, 15_000), measured("far", 3, -60_000)
}

// nearTie are six therapists of whom more or less is measured, and who are nearly as good.
func (d dice) nearTie() (out []Therapist) {
	for i := range 6 {
		out = append(out, measured("near"+strconv.Itoa(i), int32(d.IntN(60)), int32(d.IntN(30_000))))
	}
	return out
}

// seeds ranks the same need once for each of the first n seeds.
func seeds(t *testing.T, n int, in Input, with func(out *Output)) {
	t.Helper()
	for i := range n {
		in.Seed = strconv.Itoa(i)
		out, err := Rank(&in)
		require.NoError(t, err)
		with(&out)
	}
}

// TestPropensitiesComeTrue: how often each comes first over many seeds is what every ranking says, by Pearson's chi-square.
func TestPropensitiesComeTrue(t *testing.T) {
	t.Parallel()
	const rankings = 4000
	for name, c := range map[string]struct {
		recent Recent
		also   []Therapist
	}{
		"two":                      {},
		"lean":                     {recent: Recent{Clients: 50, Learning: 4}},
		"six, known and not":       {also: []Therapist{measured("a", 60, 29_000), measured("b", 60, 28_000), measured("c", 0, 20_000), measured("d", 12, 25_000)}},
		"six, known and not, lean": {recent: Recent{Clients: 1}, also: []Therapist{measured("a", 60, 29_000), measured("b", 60, 28_000), measured("c", 0, 20_000), measured("d", 12, 25_000)}},
	} {
		best, close, far := tied()
		in := inputFor(couple(), append(c.also, best, close, far)...)
		in.Recent = c.recent
		first, likely := map[string]float64{}, map[string]Micro{}
		seeds(t, rankings, in, func(out *Output) {
			var sum Micro
			for _, r := range out.Ranked {
				sum += r.Propensity
				if was, seen := likely[r.Therapist]; seen {
					require.Equal(t, was, r.Propensity, "it does not depend on who is drawn")
				}
				likely[r.Therapist] = r.Propensity
			}
			require.Equal(t, Unit, sum)
			first[out.Ranked[0].Therapist]++
		})
		require.Zero(t, likely[far.ID], name)
		chi, drawn := 0.0, 0
		for therapist, p := range likely {
			if p == 0 {
				require.Zero(t, first[therapist])
				continue
			}
			drawn++
			want := float64(p) / float64(Unit) * rankings
			chi += (first[therapist] - want) * (first[therapist] - want) / want
		}
		require.Equal(t, 2+len(c.also), drawn, name)
		// The 99.9 % quantiles of chi-square with one and five degrees of freedom.
		require.Less(t, chi, map[int]float64{2: 10.83, 6: 20.52}[drawn], name)
		if c.recent.Clients > 0 {
			require.LessOrEqual(t, likely[best.ID], in.Weights.EvenShare/2+1, "nothing but the even part")
		}
	}
}

// TestExploration: whoever is drawn comes first, at the cost of the near-tie at most, and everything else stays.
func TestExploration(t *testing.T) {
	t.Parallel()
	best, close, far := tied()
	in := inputFor(couple(), best, close, far)
	off := in
	off.Weights.NearTie = 0
	was, err := Rank(&off)
	require.NoError(t, err)
	explored := 0
	seeds(t, 300, in, func(out *Output) {
		require.Equal(t, was.Excluded, out.Excluded)
		require.Equal(t, was.Rules, out.Rules)
		require.Equal(t, far.ID, out.Ranked[2].Therapist)
		if out.Ranked[0].Therapist == best.ID {
			require.Zero(t, out.Ranked[0].Explored())
			return
		}
		explored++
		first, stood := &out.Ranked[0], &was.Ranked[1]
		require.Equal(t, was.Ranked[0].Score-stood.Score, first.Explored(), "what it costs is what the best had more")
		require.LessOrEqual(t, first.Explored(), in.Weights.NearTie)
		require.Equal(t, stood.Terms, first.Terms[:len(first.Terms)-1])
		require.Equal(t, "About as good as the best. Who of these is shown first was drawn, so that it becomes known whom they help.",
			first.Terms[len(first.Terms)-1].Text)
		var sum Micro
		for _, term := range first.Terms {
			sum += term.Points
		}
		require.Equal(t, first.Score, sum)
	})
	require.Greater(t, explored, 60)
	seeds(t, 50, off, func(out *Output) { require.Equal(t, was, *out, "switched off, the seed changes nothing") })
}

// TestDoubt: who has no track record is as uncertain as therapists differ.
func TestDoubt(t *testing.T) {
	t.Parallel()
	w := DefaultWeights()
	track := Track{}
	track.SD[0], track.Common[0] = 90_000, 40_000
	sd, common := track.doubt(&w)
	require.Equal(t, [2]int32{90_000, 40_000}, [2]int32{sd[0], common[0]})
	require.Equal(t, [2]int32{223_607, 122_474}, [2]int32{sd[1], common[1]})
}

func TestNotes(t *testing.T) {
	t.Parallel()
	in := inputFor(couple(), fitting("a"))
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Equal(t, "NOT_MEASURED", out.Notes[0].Code)
	require.NotContains(t, out.Notes[0].Text, "in other concerns")
	in = inputFor(couple(), measured("a", 0, 90_000))
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Contains(t, out.Notes[0].Text, "ranked by what was measured in other concerns, what therapists state")
	in.Need.Concerns = nil
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Equal(t, "NO_CONCERN", out.Notes[0].Code)
	in = inputFor(couple(), measured("a", 1, 0))
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Empty(t, out.Notes)
}
