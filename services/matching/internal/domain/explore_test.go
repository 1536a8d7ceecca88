package domain

import (
	"slices"
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
		require.Equal(t, "As good as the best within 0.02. Who of these is shown first was drawn, so that it becomes known whom they help.",
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

// TestDrawsOfAnybody: whatever is asked of whomever, likelihoods sum to one, nobody is drawn who scores too little, and all else is as
// it is without a draw.
func TestDrawsOfAnybody(t *testing.T) {
	t.Parallel()
	d := newDice(14)
	drawn := 0
	for range 1000 {
		need := couple()
		need.Severity, need.Tier, need.Risk = pick[Severity](d, "", "MODERATE", "SEVERE"), pick[Tier](d, "", "ROUTINE", "URGENT"), pick(d, "", "", RiskElevated)
		need.Preferences, need.Style = d.need(nil).Preferences, d.need(nil).Style
		in := inputFor(need, append(d.nearTie(), d.therapist(1), d.therapist(2))...)
		for i := range in.Therapists {
			in.Therapists[i].RiskCompetent = d.one(2)
		}
		in.Seed = strconv.Itoa(d.IntN(1000))
		in.Recent = Recent{Clients: 20, Learning: int64(d.IntN(4))}
		in.Weights.NearTie = 0
		was, err := Rank(&in)
		require.NoError(t, err)
		in.Weights.NearTie = int64(d.IntN(300_000)) + 1
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, was.Excluded, out.Excluded)
		var sum Micro
		for i := range out.Ranked {
			r := &out.Ranked[i]
			sum += r.Propensity
			at := slices.IndexFunc(was.Ranked, func(w Ranked) bool { return w.Therapist == r.Therapist })
			if cost := r.Explored(); cost > 0 {
				drawn++
				require.Zero(t, i)
				require.LessOrEqual(t, cost, in.Weights.NearTie)
				continue
			}
			require.Equal(t, was.Ranked[at].Score, r.Score)
		}
		routine := tiers[in.Need.Tier] == 0 && !in.Need.Severe() && in.Need.Risk != RiskElevated
		require.True(t, sum == 0 || sum == Unit && routine)
	}
	require.Greater(t, drawn, 100)
}

// TestWhoIsDrawn: with a tie of one nobody is; among many the ten best are, known or not.
func TestWhoIsDrawn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		therapists []Therapist
		drawn      int
	}{
		"both are well known":       {[]Therapist{measured("a", 80, 30_000), measured("b", 80, 20_000)}, 2},
		"neither is":                {[]Therapist{measured("a", 1, 30_000), measured("b", 0, 20_000)}, 2},
		"not nearly as good":        {[]Therapist{measured("a", 80, 30_000), measured("b", 3, 9_000)}, 0},
		"exactly as near as may be": {[]Therapist{measured("a", 80, 30_000), measured("b", 3, 10_000)}, 2},
		"nobody else":               {[]Therapist{measured("a", 80, 30_000)}, 0},
		"nobody is measured":        {[]Therapist{measured("a", 0, 30_000), measured("b", 0, 20_000)}, 0},
		"twelve": {[]Therapist{
			measured("a", 9, 1), measured("b", 9, 2), measured("c", 9, 3), measured("d", 9, 4), measured("e", 9, 5), measured("f", 9, 6),
			measured("g", 9, 7), measured("h", 9, 8), measured("i", 9, 9), measured("j", 9, 10), measured("k", 9, 11), measured("l", 9, 12),
		}, 10},
	} {
		in := inputFor(couple(), c.therapists...)
		seeds(t, 20, in, func(out *Output) {
			drawn := 0
			for _, r := range out.Ranked {
				if r.Propensity > 0 {
					drawn++
					require.GreaterOrEqual(t, r.Propensity, in.Weights.EvenShare/10, "no decision weighs more than a hundred times")
				}
			}
			require.Equal(t, c.drawn, drawn, name)
		})
	}
}

func TestWhenNotToExplore(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(n *Need, a, b *Therapist){
		"moderately severe": func(n *Need, _, _ *Therapist) { n.Severity = "MODERATELY_SEVERE" },
		"severe":            func(n *Need, _, _ *Therapist) { n.Severity = "SEVERE" },
		"priority":          func(n *Need, _, _ *Therapist) { n.Tier = "PRIORITY" },
		"urgent":            func(n *Need, _, _ *Therapist) { n.Tier = "URGENT" },
		"at risk":           func(n *Need, a, b *Therapist) { n.Risk, a.RiskCompetent, b.RiskCompetent = RiskElevated, true, true },
	} {
		need, a, b := couple(), measured("a", 80, 30_000), measured("b", 3, 15_000)
		change(&need, &a, &b)
		seeds(t, 100, inputFor(need, a, b), func(out *Output) {
			require.Len(t, out.Ranked, 2, name)
			for _, r := range out.Ranked {
				require.Zero(t, r.Propensity, name)
			}
		})
	}
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
	in.Need.Concerns = nil
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Equal(t, "NO_CONCERN", out.Notes[0].Code)
	in = inputFor(couple(), measured("a", 1, 0))
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Empty(t, out.Notes)
}
