package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func cents(c int64) *int64 { return &c }

func TestExclude(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		need   func(*Need)
		change func(*Therapist)
		rule   string
		text   string
	}{
		{name: "fits"},
		{
			name: "licence of another state", change: func(t *Therapist) { t.Licenses[0].State = "NJ" },
			rule: RuleLicense, text: "Not licensed in New York, where the client will be.",
		},
		{name: "licence lapsed", change: func(t *Therapist) { t.Licenses[0].ExpireDate = "2026-11-22" }, rule: RuleLicense},
		{name: "licence on its last day", change: func(t *Therapist) { t.Licenses[0].ExpireDate = "2026-11-23" }},
		{name: "location not said", need: func(n *Need) { n.LocationState = "" }, change: func(t *Therapist) { t.Licenses[0].State = "NJ" }},
		{
			name: "location not said and no licence", need: func(n *Need) { n.LocationState = "" },
			change: func(t *Therapist) { t.Licenses = nil }, rule: RuleLicense, text: "Has no licence that is in force.",
		},
		{name: "format", change: func(t *Therapist) { t.Formats = []Format{"INDIVIDUAL"} }, rule: RuleFormat, text: "Does not see couples."},
		{name: "format not said", need: func(n *Need) { n.Format = "" }, change: func(t *Therapist) { t.Formats = nil }},
		{name: "mode", change: func(t *Therapist) { t.Modes = []Mode{Phone} }, rule: RuleMode, text: "Does not meet in person or by video."},
		{name: "no mode at all", need: func(n *Need) { n.Modes = nil }, change: func(t *Therapist) { t.Modes = nil }, rule: RuleMode},
		{name: "any mode", need: func(n *Need) { n.Modes = nil }, change: func(t *Therapist) { t.Modes = []Mode{Phone} }},
		{
			name: "language", need: func(n *Need) { n.Languages = []string{"es", "pt-BR"} },
			rule: RuleLanguage, text: "Does not hold sessions in Spanish or Brazilian Portuguese.",
		},
		{name: "one language is enough", need: func(n *Need) { n.Languages = []string{"es", "EN-gb"} }},
		{name: "age", need: func(n *Need) { n.AgeGroup = "TEEN" }, rule: RuleAge, text: "Does not see teenagers."},
		{
			name: "concern not taken", change: func(t *Therapist) { t.ExcludedConcerns = []Concern{"COUPLE_CONFLICT"} },
			rule: RuleConcern, text: "Does not take clients for conflict in couples.",
		},
		{
			name: "too dear", need: func(n *Need) { n.Payment.SelfPayMaxCents = cents(15_000) },
			rule: RulePayment, text: "Costs $180 a session at least; the client can pay $150.",
		},
		{
			name: "sliding fee too dear", need: func(n *Need) { n.Payment.SelfPayMaxCents = cents(15_000) },
			change: func(t *Therapist) { t.SlidingFeeCents = 15_050 },
			rule:   RulePayment, text: "Costs $150.50 a session at least; the client can pay $150.",
		},
		{
			name: "sliding fee", need: func(n *Need) { n.Payment.SelfPayMaxCents = cents(15_000) },
			change: func(t *Therapist) { t.SlidingFeeCents = 15_000 },
		},
		{
			name: "insurer", need: func(n *Need) { n.Payment.Insurer = "BLUE_CROSS" },
			rule: RulePayment, text: "Not in the network of Blue Cross.",
		},
		{
			name: "in network", need: func(n *Need) { n.Payment.Insurer = "AETNA" },
			change: func(t *Therapist) { t.Insurers = []string{"CIGNA", "AETNA"} },
		},
		{name: "not accepting", change: func(t *Therapist) { t.Accepting = false }, rule: RuleNotAccepting},
		{name: "full", change: func(t *Therapist) { t.ActiveClients, t.Reserved = 8, 2 }, rule: RuleCapacity},
		{name: "one place", change: func(t *Therapist) { t.ActiveClients, t.Reserved = 8, 1 }},
		{
			name: "required wish", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishGender, Value: "MAN", Strength: Required}} },
			rule: RulePreference, text: "The client asks for a man.",
		},
		{name: "strong wish does not exclude", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishGender, Value: "MAN", Strength: Strong}} }},
		{
			name: "required approach is only listed", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishApproach, Value: "EFT", Strength: Required}} },
			change: func(t *Therapist) { t.Approaches = []Approach{{Approach: "EFT", Level: Listed}} },
			rule:   RulePreference, text: "The client asks for someone trained in EFT.",
		},
		{
			name: "required approach is trained", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishApproach, Value: "EFT", Strength: Required}} },
			change: func(t *Therapist) { t.Approaches = []Approach{{Approach: "EFT", Level: Trained}} },
		},
		{
			name: "experience", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishExperience, Value: "10", Strength: Required}} },
			change: func(t *Therapist) { t.PractisingSince = 2017 },
			rule:   RulePreference, text: "The client asks for someone with at least 10 years of practice.",
		},
		{
			name: "enough experience", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishExperience, Value: "10", Strength: Required}} },
			change: func(t *Therapist) { t.PractisingSince = 2016 },
		},
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
			got := excluded(t, &need, &therapist)
			if tt.rule == "" {
				require.Empty(t, got)
				return
			}
			require.Len(t, got, 1)
			require.Equal(t, tt.rule, got[0].Code)
			require.NotEmpty(t, got[0].Text)
			if tt.text != "" {
				require.Equal(t, tt.text, got[0].Text)
			}
		})
	}
}

func TestOverridable(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]bool{
		RuleMode: true, RulePayment: true, RulePreference: true, NoOpening: true,
		RuleLicense: false, RuleFormat: false, RuleLanguage: false, RuleAge: false, RuleConcern: false,
		RuleNotAccepting: false, RuleCapacity: false, "": false,
	} {
		require.Equal(t, want, Overridable(rule), rule)
	}
}
