package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// term returns the points of the term with the code, and whether there is one.
func term(terms []Term, code string) (Term, bool) {
	for _, t := range terms {
		if t.Code == code {
			return t, true
		}
	}
	return Term{}, false
}

func TestTerms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		need   func(*Need)
		change func(*Therapist)
		code   string
		points Micro
		text   string
		absent bool
	}{
		{
			name: "base", code: "MEETS_ALL", points: 400_000,
			text: "Meets every requirement: licensed in New York, sees couples, speaks English.",
		},
		{name: "first of two concerns, certified", code: "CONCERN_CERTIFIED", points: 62_500, text: "Certified for work with betrayal and trust."},
		{name: "second concern is not named", code: "CONCERN_NOT_LISTED", text: "Does not name conflict in couples as a focus."},
		{
			name: "the only concern, trained", need: func(n *Need) { n.Concerns = n.Concerns[:1] },
			change: func(t *Therapist) { t.Expertise[0].Level = Trained }, code: "CONCERN_TRAINED", points: 50_000,
		},
		{
			name: "level not said is listed", need: func(n *Need) { n.Concerns = n.Concerns[:1] },
			change: func(t *Therapist) { t.Expertise[0].Level = "" }, code: "CONCERN_LISTED", points: 25_000,
		},
		{
			name: "a wish that is met takes its share of 0.28",
			need: func(n *Need) {
				n.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Strong}, {Kind: WishFaith, Value: "JEWISH", Strength: Mild}}
			},
			code: "PREFERENCE_GENDER", points: 186_666, text: "Is a woman, as the client wishes.",
		},
		{
			name:   "a wish that is not met is said and costs its share",
			need:   func(n *Need) { n.Preferences = []Preference{{Kind: WishFaith, Value: "JEWISH", Strength: Mild}} },
			change: func(t *Therapist) { t.Identity.Faiths = []string{"HINDU"} },
			code:   "PREFERENCE_FAITH", text: "Is not of Jewish faith; the client would rather see someone of Jewish faith.",
		},
		{
			name: "an approach that is only listed counts half",
			need: func(n *Need) { n.Preferences = []Preference{{Kind: WishApproach, Value: "EFT", Strength: Mild}} },
			change: func(t *Therapist) {
				t.Approaches = []Approach{{Approach: "EFT", Level: Listed}}
			},
			code: "PREFERENCE_APPROACH", points: 140_000, text: "Works with EFT, without stating a training in it.",
		},
		{
			name: "style counts only clear wishes", need: func(n *Need) { n.Style = &Style{Directiveness: 3, Warmth: 1} },
			change: func(t *Therapist) { t.Style = &Style{Directiveness: 0, Warmth: -3} }, code: "STYLE", points: 25_000,
		},
		{
			name: "no clear wish, no style", need: func(n *Need) { n.Style = &Style{Warmth: 1} },
			change: func(t *Therapist) { t.Style = &Style{} }, code: "STYLE", absent: true,
		},
		{
			name: "one of three openings at a strong time, of the strongest wish",
			need: func(n *Need) { n.Times = []TimeWish{{Window{"TUESDAY", "10:00", "10:50"}, Strong}} },
			code: "TIME_FIT", points: 33_333, text: "Has some openings at the wished times.",
		},
		{
			name: "no opening at the wished time",
			need: func(n *Need) { n.Times = []TimeWish{{Window{"TUESDAY", "10:00", "10:49"}, Strong}} },
			code: "TIME_FIT", text: "Has no opening at the wished times.",
		},
		{name: "a day is six sevenths under a week", code: "SOON", points: 18_571, text: "Can begin within a week, on Tuesday, November 24."},
		{
			name: "fee at the limit", need: func(n *Need) { n.Payment.SelfPayMaxCents = cents(18_000) },
			code: "FEE", points: -40_000, text: "At $180 a session close to the client's limit.",
		},
		{
			name: "fee well below", need: func(n *Need) { n.Payment.SelfPayMaxCents = cents(25_000) },
			code: "FEE", text: "At $180 a session well within the client's limit.",
		},
		{
			name: "sliding fee", need: func(n *Need) { n.Payment.SelfPayMaxCents = cents(15_000) },
			change: func(t *Therapist) { t.SlidingFeeCents = 12_000 },
			code:   "FEE_SLIDING", points: -40_000, text: "Asks $180; $150 needs the sliding scale.",
		},
		{name: "caseload", code: "CASELOAD", points: 7_200, text: "Has 10 free places of 10."},
		{
			name: "last place", change: func(t *Therapist) { t.ActiveClients = 9 },
			code: "LAST_PLACE", points: -22_500, text: "This would be the last free place.",
		},
		{name: "location unknown", need: func(n *Need) { n.LocationState = "" }, code: "ASK_LOCATION"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			need, therapist := couple(), fitting("one")
			if tt.need != nil {
				tt.need(&need)
			}
			if tt.change != nil {
				tt.change(&therapist)
			}
			in := inputFor(need, therapist)
			out, err := Rank(&in)
			require.NoError(t, err)
			require.Len(t, out.Ranked, 1, "%v", out.Excluded)
			got, ok := term(out.Ranked[0].Terms, tt.code)
			require.Equal(t, !tt.absent, ok)
			require.Equal(t, tt.points, got.Points)
			if tt.text != "" {
				require.Equal(t, tt.text, got.Text)
			}
		})
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	for weeks, want := range map[int]struct {
		points Micro
		text   string
	}{
		0: {20_000, "Can begin within a week, on Monday, November 23."},
		1: {10_000, "Can begin in a little more than a week, on Monday, November 30."},
		3: {-10_000, "Can begin in 3 weeks, on Monday, December 14."},
		9: {-60_000, "Can begin in 9 weeks, on Monday, January 25."},
	} {
		start := testNow().Add(time.Duration(weeks) * 7 * 24 * time.Hour)
		w := DefaultWeights()
		f := fit{need: &Need{}, now: testNow(), loc: time.UTC, weights: &w, openings: []Opening{{Start: start.Add(time.Hour * 100)}, {Start: start}}}
		require.Equal(t, want.points, f.wait().Points, weeks)
		require.Equal(t, want.text, f.wait().Text)
	}
}

func TestLicenseAtTheSession(t *testing.T) {
	t.Parallel()
	therapist := fitting("one")
	therapist.Licenses[0].ExpireDate = "2026-11-24" // the day of the first opening

	in := inputFor(couple(), therapist)
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Len(t, out.Ranked[0].Openings, 1, "later openings are not offered")

	in.Therapists[0].Licenses[0].ExpireDate = "2026-11-23"
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Empty(t, out.Ranked)
	require.Equal(t, []Reason{{RuleLicense, "The license for New York ends on November 23, 2026, before the first opening."}}, out.Excluded[0].Reasons)
}

func TestTiesAreBrokenPerInquiry(t *testing.T) {
	t.Parallel()
	first := map[string]bool{}
	for _, inquiry := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		in := inputFor(couple(), fitting("one"), fitting("two"))
		in.Inquiry = inquiry
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, out.Ranked[0].Score, out.Ranked[1].Score)
		first[out.Ranked[0].Therapist] = true
	}
	require.Len(t, first, 2, "no therapist always comes first")
}

func TestReplayFindsADifference(t *testing.T) {
	t.Parallel()
	in := inputFor(couple(), fitting("one"), fitting("two"))
	out, err := Rank(&in)
	require.NoError(t, err)
	d := Decision{ID: "d", Engine: EngineVersion, Input: in, Output: out}
	require.NoError(t, Replay(&d))

	d.Output.Ranked[0], d.Output.Ranked[1] = d.Output.Ranked[1], d.Output.Ranked[0]
	require.ErrorContains(t, Replay(&d), "not reproduced")
	d.Engine = "1999.1"
	require.ErrorContains(t, Replay(&d), "engine 1999.1")
}
