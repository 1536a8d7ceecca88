package domain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCaseloadWords: what is left is told as it is; that it is more than half full where that takes points; that it is nearly full from
// four fifths on.
func TestCaseloadWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		active, target int32
		text           string
		against        bool
	}{
		{4, 24, "Has 20 free places of 24.", false},
		{11, 24, "Has 13 free places of 24.", false},
		{12, 24, "More than half full with this client: 12 free places of 24.", true},
		{15, 20, "More than half full with this client: 5 free places of 20.", true},
		{16, 20, "Nearly full: 4 free places of 20.", true},
		{18, 20, "Nearly full: 2 free places of 20.", true},
		{19, 20, "This would be the last free place.", true},
	} {
		therapist := fitting("a")
		therapist.ActiveClients, therapist.TargetCaseload = test.active, test.target
		terms := scored(t, couple(), therapist).Terms
		got, ok := term(terms, "CASELOAD")
		if !ok {
			got, _ = term(terms, "LAST_PLACE")
		}
		require.Equal(t, test.text, got.Text)
		require.Equal(t, test.against, got.Against, got.Text)
	}
}

// TestLargestParts: of two parts that weigh the same neither is called the largest.
func TestLargestParts(t *testing.T) {
	t.Parallel()
	a, b := fitting("a"), fitting("b")
	a.Approaches = []Approach{{Approach: "EFT", Level: Certified}}
	b.Identity.Gender = "MAN"
	need := couple()
	need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Mild}, {Kind: WishApproach, Value: "EFT", Strength: Mild}}
	d := decided(t, inputFor(need, a, b))
	for _, pair := range [][2]string{{a.ID, b.ID}, {b.ID, a.ID}} {
		c, err := Compare(&d, pair[0], pair[1])
		require.NoError(t, err)
		require.Equal(t, "Dr. a ranks before Dr. b. The largest parts, which weigh the same: "+
			"Dr. a: Is a woman, as the client wishes. Dr. b: Is not a woman; the client would rather see a woman. "+
			"Dr. a: Is trained in EFT, as the client wishes. Dr. b: Is not trained in EFT; the client would rather see someone trained in EFT.", c.Summary)
	}
}

// TestFeeThatIsEnough: of a higher fee the least is named that brings as many, in rankings and in why not.
func TestFeeThatIsEnough(t *testing.T) {
	t.Parallel()
	near, far := fitting("near"), fitting("far")
	near.FeeCents, far.FeeCents = 14_000, 22_000
	need := couple()
	need.Payment.SelfPayMaxCents = cents(13_900)
	in := inputFor(need, near, far)
	in.Openings = map[string]map[string][]Opening{
		"FEE_UP_16400": openingsFor(InPerson, 1, near), "FEE_UP_23900": openingsFor(InPerson, 1, near, far),
	}
	d := decided(t, in)
	var said []string
	for _, c := range d.Output.Counterfactuals {
		said = append(said, c.Text)
	}
	require.Equal(t, []string{"Paying up to $220 a session adds 2 therapists.", "Paying up to $140 a session adds one therapist."}, said)
	got, err := changes(&d, near.ID, "")
	require.NoError(t, err)
	require.Equal(t, []string{"Paying up to $140 a session would bring Dr. near in."}, got)
}

func TestWordsOfOne(t *testing.T) {
	t.Parallel()
	require.Equal(t, "someone with at least a year of practice", wishWords(Preference{Kind: WishExperience, Value: "1"}))
	require.Equal(t, "someone with at least 2 years of practice", wishWords(Preference{Kind: WishExperience, Value: "2"}))
	for want, p := range map[string]Preference{
		"someone who is nonbinary": {Kind: WishGender, Value: "NONBINARY"}, "someone who is not nonbinary": {Kind: WishGender, Value: "NONBINARY", Avoid: true},
		"someone other than a man": {Kind: WishGender, Value: "MAN", Avoid: true}, "someone not trained in EMDR": {Kind: WishApproach, Value: "EMDR", Avoid: true},
		"a therapist who is not LGBTQ+ affirming":   {Kind: WishLGBTQ, Value: "YES", Avoid: true},
		"someone not of Jewish faith":               {Kind: WishFaith, Value: "JEWISH", Avoid: true},
		"someone with less than a year of practice": {Kind: WishExperience, Value: "1", Avoid: true},
	} {
		require.Equal(t, want, wishWords(p))
	}
	d := Decision{Output: Output{Excluded: []Excluded{{Therapist: "x", DisplayName: "Dr. X", Reasons: []Reason{{NotListed, "Fits, but is not among the best 32 of the 900 who do."}}}}}}
	c, err := Compare(&d, "x", "")
	require.NoError(t, err)
	require.Equal(t, "Dr. X fits, but is not among the best 32 of the 900 who do.", c.Summary)
}

// TestWordsReadAloud looks through everything rankings say of therapists and needs made at random for what nobody would say: codes, dates
// in figures, one of several, and numbers that are none.
func TestWordsReadAloud(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for seed := range 300 {
		d := newDice(uint64(seed))
		var all []Therapist
		for i := range 12 {
			all = append(all, d.therapist(i))
		}
		in := d.fuzzed(all)
		out, err := Rank(&in)
		require.NoError(t, err)
		decision := Decision{Engine: EngineVersion, Input: in, Output: out}
		for i := range out.Ranked {
			for k := range out.Ranked[i].Terms {
				term := &out.Ranked[i].Terms[k]
				said[term.Text] = true
				require.True(t, term.Points == 0 || term.Against == (term.Points < 0), "what takes points speaks against: %s", term.Text)
			}
		}
		for i := range out.Excluded {
			for _, r := range out.Excluded[i].Reasons {
				said[r.Text] = true
			}
			c, err := Compare(&decision, out.Excluded[i].Therapist, decision.bestBeside(out.Excluded[i].Therapist))
			require.NoError(t, err)
			said[c.Summary] = true
		}
		for i := range out.Ranked {
			if i > 0 {
				c, err := Compare(&decision, out.Ranked[i].Therapist, out.Ranked[0].Therapist)
				require.NoError(t, err)
				said[c.Summary] = true
			}
		}
		for _, c := range out.Counterfactuals {
			said[c.Text] = true
		}
		for _, n := range out.Notes {
			said[n.Text] = true
		}
	}
	require.Greater(t, len(said), 500)
	for text := range said {
		t.Log(text)
		require.NotRegexp(t, `[A-Z]+_[A-Z]|[0-9]{4}-[0-9]{2}-|\b1 (years|courses|places|weeks|days|therapists)\b|NaN|Inf|%!|  |\.\.|\b0 measured|over 0 |in 0 measured|at least 0 |Fits, but|[Ll]icence|[Pp]ractis|standard deviation|% sure|someone other than an|Is (not )?someone |\bby [0-9.]+\.`, text)
		require.True(t, strings.HasSuffix(text, "."), text)
	}
}
