package domain

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

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
		routine := tiers[in.Need.Tier] == 0 && !in.Need.Severe() && !in.Need.atRisk()
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
		"flagged by staff":  func(n *Need, _, _ *Therapist) { n.RiskFlag = true },
		"nobody asked":      func(n *Need, a, b *Therapist) { speaksOfHarm(n, a, b) },
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

// speaksOfHarm makes it a need that does, of people trained for it.
func speaksOfHarm(n *Need, all ...*Therapist) {
	n.Concerns = append(n.Concerns, "SUICIDALITY")
	for _, t := range all {
		t.Expertise = append(t.Expertise, Expertise{Concern: "SUICIDALITY", Level: Trained})
	}
}

// TestTheSafetyQuestions: a concern that speaks of harm says that they are to be asked until it is recorded what came of it, before all
// else that is worth saying, and it moves no rank.
func TestTheSafetyQuestions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		concern Concern
		risk    Risk
		asks    bool
	}{
		{"SUICIDALITY", "", true}, {"SELF_HARM", "", true}, {"SUICIDALITY", "NONE", false}, {"SELF_HARM", RiskElevated, false}, {"GRIEF", "", false},
	} {
		need, best, second := couple(), fitting("a"), fitting("b")
		for _, t := range []*Therapist{&best, &second} {
			t.RiskCompetent = true
			t.Expertise = append(t.Expertise, Expertise{Concern: c.concern, Level: Trained})
		}
		need.Concerns, need.Risk, need.LocationState = append(need.Concerns, c.concern), c.risk, ""
		in := inputFor(need, best, second)
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, c.asks, out.Notes[0].Code == "SAFETY_NOT_ASKED", c)
		in.Need.Risk = "NONE"
		calm, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, calm.Ranked, out.Ranked, "%v moves no rank", c)
	}
}
