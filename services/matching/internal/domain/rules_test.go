package domain

import (
	"fmt"
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
			name: "license of another state", change: func(t *Therapist) { t.Licenses[0].State = "NJ" },
			rule: RuleLicense, text: "Not licensed in New York, where the client will be.",
		},
		{name: "license lapsed", change: func(t *Therapist) { t.Licenses[0].ExpireDate = "2026-11-22" }, rule: RuleLicense, text: "The license for New York ended on November 22, 2026."},
		{name: "license on its last day", change: func(t *Therapist) { t.Licenses[0].ExpireDate = "2026-11-23" }},
		{
			name: "limited permit alone", change: func(t *Therapist) { t.Licenses[0].Title = "LIMITED_PERMIT" },
			rule: RuleLicense, text: "Is a holder of a limited permit in New York, who sees clients under supervision only; none is recorded.",
		},
		{
			name: "of several licenses the one that is mended most easily", change: func(t *Therapist) {
				t.Licenses = []License{
					{State: "NY", Title: "LCSW", ExpireDate: "2030-01-01", Status: "SUSPENDED"}, {State: "NY", Title: "LMSW", ExpireDate: "2024-02-29", Supervised: true},
					{State: "NY", Title: "LCSW", ExpireDate: "2026-10-01"}, {State: "NJ", Title: "LMSW", ExpireDate: "2030-01-01"},
				}
			},
			rule: RuleLicense, text: "The license for New York ended on October 1, 2026.",
		},
		{
			name: "location not said, a license suspended", need: func(n *Need) { n.LocationState = "" },
			change: func(t *Therapist) { t.Licenses[0].State, t.Licenses[0].Status = "NJ", "SUSPENDED" },
			rule:   RuleLicense, text: "The license for New Jersey is suspended or revoked.",
		},
		{name: "location not said", need: func(n *Need) { n.LocationState = "" }, change: func(t *Therapist) { t.Licenses[0].State = "NJ" }},
		{
			name: "location not said and no license", need: func(n *Need) { n.LocationState = "" },
			change: func(t *Therapist) { t.Licenses = nil }, rule: RuleLicense, text: "Has no license that is in force.",
		},
		{name: "format", change: func(t *Therapist) { t.Formats = []Format{"INDIVIDUAL"} }, rule: RuleFormat, text: "Does not see couples."},
		{name: "format not said", need: func(n *Need) { n.Format = "" }, change: func(t *Therapist) { t.Formats = nil }},
		{name: "mode", change: func(t *Therapist) { t.Modes = []Mode{Phone} }, rule: RuleMode, text: "Does not meet in person or by video."},
		{name: "no mode at all", need: func(n *Need) { n.Modes = nil }, change: func(t *Therapist) { t.Modes = nil }, rule: RuleMode},
		{name: "any mode", need: func(n *Need) { n.Modes = nil }, change: func(t *Therapist) { t.Modes = []Mode{Phone} }},
		{
			name: "language", need: func(n *Need) { n.Languages = []string{"es", "pt-BR"} },
			rule: RuleLanguage, text: "Does not hold sessions in Spanish or Portuguese.",
		},
		{name: "one language is enough", need: func(n *Need) { n.Languages = []string{"es", "EN-gb"} }},
		{name: "age", need: func(n *Need) { n.AgeGroup, n.Legal = "TEEN", []LegalMatter{ConsentGiven} }, rule: RuleAge, text: "Does not see teenagers."},
		{
			name: "concern not taken", change: func(t *Therapist) { t.ExcludedConcerns = []Concern{"COUPLE_CONFLICT"} },
			rule: RuleConcern, text: "Does not work with conflict in couples.",
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
			name: "acute risk", need: func(n *Need) { n.Risk = RiskAcute },
			rule: RuleSafetyHold, text: "A clinician speaks with the client first.",
		},
		{name: "license suspended", change: func(t *Therapist) { t.Licenses[0].Status = "SUSPENDED" }, rule: RuleLicense, text: "The license for New York is suspended or revoked."},
		{name: "license inactive", change: func(t *Therapist) { t.Licenses[0].Status = "INACTIVE" }, rule: RuleLicense, text: "The license for New York is not registered at present."},
		{name: "master social worker alone", change: func(t *Therapist) { t.Licenses[0].Title = "LMSW" }, rule: RuleLicense, text: "Is a master social worker in New York, who sees clients under supervision only; none is recorded."},
		{name: "a title that is not known", change: func(t *Therapist) { t.Licenses[0].Title, t.Licenses[0].Supervised = "LMSWW", true }, rule: RuleLicense, text: "The title of the license for New York is not one that is known."},
		{name: "a title that is not known where a diagnosis is asked for", need: insured, change: func(t *Therapist) { t.Licenses[0].Title = "LMSWW" }, rule: RuleLicense},
		{name: "master social worker supervised", change: func(t *Therapist) { t.Licenses[0].Title, t.Licenses[0].Supervised = "LMSW", true }},
		{
			name: "no privilege to diagnose", need: insured, change: func(t *Therapist) { t.Licenses[0].DiagnosisPrivilege = "NOT_HELD" },
			rule: RuleDiagnosis, text: "May not make the diagnosis an insurer asks for in New York.",
		},
		{name: "privilege not recorded", need: insured},
		{name: "no privilege, supervised", need: insured, change: func(t *Therapist) { t.Licenses[0].DiagnosisPrivilege, t.Licenses[0].Supervised = "NOT_HELD", true }},
		{name: "no privilege, self-pay", change: func(t *Therapist) { t.Licenses[0].DiagnosisPrivilege = "NOT_HELD" }},
		{name: "diagnoses by scope", need: insured, change: func(t *Therapist) { t.Licenses[0].Title, t.Licenses[0].DiagnosisPrivilege = "LCSW", "NOT_HELD" }},
		{
			name: "access", need: func(n *Need) { n.Modes, n.Access = []Mode{InPerson}, []Access{"STEP_FREE"} },
			rule: RuleAccess, text: "Cannot offer a way in without steps.",
		},
		{
			name: "access of the room, and no other way of meeting", need: func(n *Need) { n.Access = []Access{"PET_FREE"} },
			change: func(t *Therapist) { t.Modes = []Mode{InPerson} },
			rule:   RuleAccess, text: "Cannot offer a room without animals, and does not meet by video.",
		},
		{name: "access of the room, and video", need: func(n *Need) { n.Access = []Access{"WHEELCHAIR", "STEP_FREE", "PET_FREE"} }},
		{name: "access of the room, and any way of meeting", need: func(n *Need) { n.Modes, n.Access = nil, []Access{"WHEELCHAIR"} }},
		{
			name: "access of the session", need: func(n *Need) { n.Modes, n.Access = []Mode{Video}, []Access{"ASL"} },
			rule: RuleAccess, text: "Cannot offer an interpreter for sign language.",
		},
		{name: "young adults are adults", need: func(n *Need) { n.AgeGroup = "YOUNG_ADULT" }},
		{
			name: "small children are not any children", need: func(n *Need) { n.AgeGroup, n.Legal = "SMALL_CHILD", []LegalMatter{ConsentGiven} },
			change: func(t *Therapist) { t.AgeGroups = []AgeGroup{"CHILD"} },
			rule:   RuleAge, text: "Does not see small children.",
		},
		{name: "one network, the client's", need: plan("PPO"), change: inNetwork("AETNA:PPO")},
		{name: "one network, the client's not known", need: plan(""), change: inNetwork("AETNA:PPO")},
		{name: "all networks", need: plan("PPO"), change: inNetwork("AETNA")},
		{
			name: "another network", need: plan("HMO"), change: inNetwork("AETNA:PPO"),
			rule: RulePayment, text: "Not in the network of Aetna HMO.",
		},
		{name: "outside the network", need: func(n *Need) { n.Payment = Payment{Insurer: "CIGNA", OutOfNetworkMaxCents: 18_000} }},
		{
			name: "outside the network too dear", need: func(n *Need) { n.Payment = Payment{Insurer: "CIGNA", OutOfNetworkMaxCents: 17_900} },
			rule: RulePayment, text: "Not in the network of Cigna, and costs $180 a session at least; the client can pay $179.",
		},
		{
			name: "enough new clients", change: func(t *Therapist) { t.NewClientsPerWeek, t.NewClients = 2, 2 },
			rule: RuleNewClients, text: "Takes no more new clients this week.",
		},
		{name: "one more new client", change: func(t *Therapist) { t.NewClientsPerWeek, t.NewClients = 2, 1 }},
		{
			name: "enough who are badly off", need: func(n *Need) { n.Severity = "MODERATELY_SEVERE" },
			change: func(t *Therapist) { t.SevereClientsMax, t.SevereClients = 1, 1 },
			rule:   RuleSevereClients, text: "Has no place at present for a client who needs more care.",
		},
		{name: "the others still have a place", change: func(t *Therapist) { t.SevereClientsMax, t.SevereClients = 1, 1 }},
		{
			name: "not trained where it takes a training", need: func(n *Need) { n.Concerns = append(n.Concerns, "EATING_DISORDER") },
			change: func(t *Therapist) { t.Expertise = []Expertise{{Concern: "EATING_DISORDER", Level: Listed}} },
			rule:   RuleCompetence, text: "Is not trained for work with eating disorders.",
		},
		{
			name: "certificate expired", need: func(n *Need) { n.Concerns = append(n.Concerns, "EATING_DISORDER") },
			change: func(t *Therapist) {
				t.Expertise = []Expertise{{Concern: "EATING_DISORDER", Level: Certified, ExpireDate: "2026-11-22"}}
			},
			rule: RuleCompetence,
		},
		{
			name: "certificate holds today", need: func(n *Need) { n.Concerns = append(n.Concerns, "EATING_DISORDER") },
			change: func(t *Therapist) {
				t.Expertise = []Expertise{{Concern: "EATING_DISORDER", Level: Certified, ExpireDate: "2026-11-23"}}
			},
		},
		{
			name: "not together", need: func(n *Need) { n.Concerns = []Concern{"PARTNER_VIOLENCE"} },
			change: func(t *Therapist) { t.Expertise = []Expertise{{Concern: "PARTNER_VIOLENCE", Level: Trained}} },
			rule:   RuleContraindicated, text: "Where there is violence between partners, sessions together may do harm; each is seen alone.",
		},
		{
			name: "elevated risk", need: func(n *Need) { n.Risk = RiskElevated },
			rule: RuleRisk, text: "Is not trained for clients at elevated risk.",
		},
		{name: "elevated risk, competent", need: func(n *Need) { n.Risk = RiskElevated }, change: func(t *Therapist) { t.RiskCompetent = true }},
		{
			name: "someone to avoid", need: func(n *Need) {
				n.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required, Avoid: true}}
			},
			rule: RulePreference, text: "The client asks for someone other than a woman.",
		},
		{
			name: "an approach to avoid is not even listed", need: func(n *Need) {
				n.Preferences = []Preference{{Kind: WishApproach, Value: "EMDR", Strength: Required, Avoid: true}}
			},
			change: func(t *Therapist) { t.Approaches = []Approach{{Approach: "EMDR", Level: Listed}} }, rule: RulePreference,
		},
		{
			name: "the whole programme", need: func(n *Need) { n.Preferences = []Preference{{Kind: WishApproach, Value: "DBT", Strength: Required}} },
			change: func(t *Therapist) { t.Approaches = []Approach{{Approach: "DBT_INFORMED", Level: Certified}} },
			rule:   RulePreference, text: "The client asks for someone trained in DBT.",
		},
		{
			name: "the client's list", need: func(n *Need) { n.Conflicts = []Conflict{{Therapist: fitting("one").ID, Kind: "RELATIVE"}} },
			rule: RuleConflict, text: "Client and therapist are not to meet in therapy.",
		},
		{
			name: "no consent", need: func(n *Need) { n.Legal = []LegalMatter{ConsentMissing} },
			rule: RuleLegal, text: "No consent of a parent or guardian is recorded: ask for it, and record it with the call.",
		},
		{
			name: "consent both ways", need: func(n *Need) { n.Legal = []LegalMatter{ConsentMissing, ConsentGiven} },
			rule: RuleLegal, text: "No consent of a parent or guardian is recorded: ask for it, and record it with the call.",
		},
		{name: "a teenager of whom nothing is recorded", need: ofAge("TEEN"), change: seesMinors, rule: RuleLegal},
		{name: "a child of whom nothing is recorded", need: ofAge("CHILD"), change: seesMinors, rule: RuleLegal},
		{name: "a small child of whom nothing is recorded", need: ofAge("SMALL_CHILD"), change: seesMinors, rule: RuleLegal},
		{name: "a minor with consent", need: ofAge("TEEN", ConsentGiven), change: seesMinors},
		{name: "a minor with consent that was taken back", need: ofAge("TEEN", ConsentGiven, ConsentMissing), change: seesMinors, rule: RuleLegal},
		{
			name: "custody", need: func(n *Need) { n.Legal = []LegalMatter{Custody} },
			rule: RuleLegal, text: "Takes no clients with a custody dispute or a court order.",
		},
		{name: "custody, court work", need: func(n *Need) { n.Legal = []LegalMatter{Custody} }, change: func(t *Therapist) { t.CourtWork = true }},
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

func ofAge(age AgeGroup, legal ...LegalMatter) func(*Need) {
	return func(n *Need) { n.AgeGroup, n.Legal = age, legal }
}

func seesMinors(t *Therapist) { t.AgeGroups = []AgeGroup{"SMALL_CHILD", "CHILD", "TEEN"} }

// TestTheRules: every rule is written down once, with a number of the review, words, evidence and a source; what the
// client can give up may be relaxed and overridden, law, competence and safety never.
func TestTheRules(t *testing.T) {
	t.Parallel()
	numbers, ids, relaxed := map[string]bool{}, map[string]bool{}, map[int]string{}
	for _, r := range Rulebook() {
		require.False(t, ids[r.ID], r.ID)
		ids[r.ID], numbers[r.Number] = true, true
		require.NotEmpty(t, r.Asks, r.ID)
		require.NotEmpty(t, r.Evidence, r.ID)
		require.NotEmpty(t, r.From, r.ID)
		require.Equal(t, r.Relax > 0, r.Override, "%s: what may be relaxed may be overridden", r.ID)
		if r.Relax > 0 {
			require.Empty(t, relaxed[r.Relax])
			relaxed[r.Relax] = r.ID
		}
	}
	for i := range 16 {
		require.True(t, numbers[fmt.Sprintf("H%d", i+1)], "H%d", i+1)
	}
	require.Equal(t, map[int]string{1: RuleMode, 2: RuleTravel, 3: NoOpening, 4: RulePreference, 5: RulePayment}, relaxed)
	require.False(t, Overridable(RuleLicense))
	require.False(t, Overridable(""))
	require.True(t, Overridable(RulePayment))
}
