package domain

import "github.com/firstcall-health/firstcall/services/matching/internal/score"

// Reason is one argument, with words a front desk can read aloud.
type Reason struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Rule is a hard constraint: every candidate meets all of them.
type Rule struct {
	// ID is stable; Number is the one of the product's review of the evidence.
	ID, Number string
	// Asks is what it asks, in words.
	Asks string
	// Evidence is the kind of reason it stands on, From the source.
	Evidence score.Evidence
	From     string
	// Relax is the order in which it may be relaxed when few fit, the client agreeing; zero: never.
	Relax int
	// Override: staff may pair against it when they say why.
	Override bool
}

// The rules that exclude.
const (
	RuleSafetyHold      = "RULE_SAFETY_HOLD"
	RuleLicense         = "RULE_LICENSE"
	RuleDiagnosis       = "RULE_DIAGNOSIS"
	RuleFormat          = "RULE_FORMAT"
	RuleMode            = "RULE_MODE"
	RuleTravel          = "RULE_TRAVEL"
	RuleAccess          = "RULE_ACCESS"
	RuleLanguage        = "RULE_LANGUAGE"
	RuleAge             = "RULE_AGE"
	RulePayment         = "RULE_PAYMENT"
	NoOpening           = "NO_OPENING"
	RuleNotAccepting    = "RULE_NOT_ACCEPTING"
	RuleCapacity        = "RULE_CAPACITY"
	RuleNewClients      = "RULE_NEW_CLIENTS"
	RuleSevereClients   = "RULE_SEVERE_CLIENTS"
	RuleConcern         = "RULE_CONCERN"
	RuleCompetence      = "RULE_COMPETENCE"
	RuleContraindicated = "RULE_CONTRAINDICATED"
	RuleRisk            = "RULE_RISK"
	RulePreference      = "RULE_PREFERENCE"
	RuleConflict        = "RULE_CONFLICT"
	RuleHarm            = "RULE_HARM"
	RuleLegal           = "RULE_LEGAL"
)

// Rulebook is every rule, in the order in which reasons are given; it is not to be written to.
func Rulebook() []Rule { return rulebook }

// Each names its own evidence; in which order they are relaxed is policy.
var rulebook = []Rule{
	{ID: RuleSafetyHold, Number: "H1", Asks: "Nobody is matched while an acute risk stands; a human speaks with them first.", Evidence: score.Policy, From: "Zero Suicide principles; a positive acute screen hands over to a clinician."},
	{ID: RuleLicense, Number: "H2", Asks: "A license in force where the session is, on its day: where the client is, and in person where the practice is.", Evidence: score.Policy, From: "State law; New York asks for its own license even through telepractice."},
	{ID: RuleDiagnosis, Number: "H3", Asks: "The right to make the diagnosis an insurer asks for.", Evidence: score.Policy, From: "New York, chapter 230 of 2022, in force since 24 June 2024."},
	{ID: RuleFormat, Number: "H4", Asks: "Sees who takes part: one person, a couple, a family, a group.", Evidence: score.Policy, From: "Competence."},
	{ID: RuleMode, Number: "H5", Asks: "Meets in a way the client accepts.", Evidence: score.MetaAnalysis, From: "Outcomes by video and in person do not differ (g = 0.04, Lin et al. 2022), so that the client may choose.", Relax: 1, Override: true},
	{ID: RuleTravel, Number: "H5", Asks: "Meets where the client can get to, when in person.", Evidence: score.Policy, From: "The client's limit: which of the practice's sites they can reach.", Relax: 2, Override: true},
	{ID: RuleAccess, Number: "H5", Asks: "The client can get into the room, when in person, and take part in the session.", Evidence: score.Policy, From: "Americans with Disabilities Act."},
	{ID: RuleLanguage, Number: "H6", Asks: "Holds sessions in a language of the client.", Evidence: score.MetaAnalysis, From: "Griner and Smith 2006: sessions in the client's own language had twice the effect."},
	{ID: RuleAge, Number: "H7", Asks: "Sees clients of this age.", Evidence: score.Policy, From: "Competence."},
	{ID: RulePayment, Number: "H8", Asks: "The client can pay: in the insurer's network, or within the limit.", Evidence: score.Policy, From: "The client's limit.", Relax: 5, Override: true},
	{ID: NoOpening, Number: "H9", Asks: "At least one opening that suits, as soon as the client must be seen.", Evidence: score.Observational, From: "Each week of waiting lowers the odds of attending by 5 % (1 587 referrals).", Relax: 3, Override: true},
	{ID: RuleNotAccepting, Number: "H10", Asks: "Takes new clients.", Evidence: score.Policy, From: "The therapist's own limit."},
	{ID: RuleCapacity, Number: "H10", Asks: "Has a free place, offers in the air counted.", Evidence: score.Policy, From: "The therapist's own limit."},
	{ID: RuleNewClients, Number: "H10", Asks: "Begins with no more new clients in seven days than agreed.", Evidence: score.Policy, From: "The therapist's own limit."},
	{ID: RuleSevereClients, Number: "H10", Asks: "Has no more clients who are badly off than agreed.", Evidence: score.Policy, From: "The therapist's own limit."},
	{ID: RuleConcern, Number: "H11", Asks: "Takes clients for these concerns.", Evidence: score.Policy, From: "The therapist's own limit."},
	{ID: RuleCompetence, Number: "H11", Asks: "Trained in a concern that asks for it.", Evidence: score.Policy, From: "Competence."},
	{ID: RuleContraindicated, Number: "H11", Asks: "No sessions together where there is violence between those who would take part.", Evidence: score.Policy, From: "Clinical practice: sessions together are contraindicated."},
	{ID: RuleRisk, Number: "H12", Asks: "Competent for clients at elevated risk.", Evidence: score.Policy, From: "Zero Suicide principles."},
	{ID: RulePreference, Number: "H13", Asks: "Meets what the client will not do without.", Evidence: score.MetaAnalysis, From: "Swift, Callahan, Cooper, Parkin 2018: dropout OR 1.79 where preferences are not met.", Relax: 4, Override: true},
	{ID: RuleConflict, Number: "H14", Asks: "No other relationship with the client, and neither refuses the other.", Evidence: score.Policy, From: "Professional ethics."},
	{ID: RuleHarm, Number: "H15", Asks: "The data do not say that the therapist does harm in the client's first domain.", Evidence: score.Observational, From: "Kraus et al. 2011: effects from harmful to excellent within one therapist."},
	{ID: RuleLegal, Number: "H16", Asks: "What the law asks about first is settled: consent for a minor, custody, a court.", Evidence: score.Policy, From: "State law. New York: under 18 a parent or guardian consents, but for what a clinician finds (Mental Hygiene Law 33.21, Public Health Law 2504)."},
}

// RuleOf looks a rule up.
func RuleOf(id string) (Rule, bool) {
	for i := range rulebook {
		if rulebook[i].ID == id {
			return rulebook[i], true
		}
	}
	return Rule{}, false
}

// Overridable reports whether staff may pair against the rule when they say why: what the client can give up on the
// telephone. Law, competence and the therapist's own limits are nobody's to waive.
func Overridable(rule string) bool {
	r, _ := RuleOf(rule)
	return r.Override
}
