// Package domain holds matching's rules: who may see a client, who fits best and why, what would open more options,
// and how capacity is set aside. It knows no transport and no database.
package domain

import "slices"

// Enumerations carry the bare names of firstcall.type.v1, so that a stored decision reads like the API.
type (
	// Concern is a reason to seek therapy, such as BETRAYAL_TRUST.
	Concern string
	// Format is who takes part, such as COUPLE.
	Format string
	// AgeGroup is how old the client is, such as ADULT.
	AgeGroup string
	// Mode is how a session is held.
	Mode string
	// Strength is how much a wish weighs.
	Strength string
	// PreferenceKind is what a wish about the therapist is about.
	PreferenceKind string
	// Severity is how badly the client is; the empty one is read as moderate.
	Severity string
	// Tier is how soon they must be seen; the empty one is read as routine.
	Tier string
	// Risk is what a safety screening said.
	Risk string
	// LegalMatter is what the law asks about first.
	LegalMatter string
	// Access is what makes a session possible.
	Access string
)

// The levels of risk that change what may be done; see [Need.RiskFlag] for the flag that only routes.
const (
	RiskElevated Risk = "ELEVATED"
	RiskAcute    Risk = "ACUTE"
)

// The legal matters.
const (
	ConsentMissing LegalMatter = "CONSENT_MISSING"
	ConsentGiven   LegalMatter = "CONSENT_GIVEN"
	Custody        LegalMatter = "CUSTODY"
	Court          LegalMatter = "COURT"
)

// severities and tiers index the weights that depend on them: by definition of these.
var (
	severities = map[Severity]int{"": 0, "MINIMAL": 1, "MILD": 2, "MODERATE": 3, "MODERATELY_SEVERE": 4, "SEVERE": 5}
	tiers      = map[Tier]int{"": 0, "ROUTINE": 0, "PRIORITY": 1, "URGENT": 2}
)

// severe is the first of the severities of which a therapist may take a limited number. Policy:
// moderately severe, 15 points or more of the PHQ-9.
const severe = 4

// The ways of meeting.
const (
	InPerson Mode = "IN_PERSON"
	Video    Mode = "VIDEO"
	Phone    Mode = "PHONE"
)

// The strengths; the empty one is read as Mild.
const (
	Mild     Strength = "MILD"
	Strong   Strength = "STRONG"
	Required Strength = "REQUIRED"
)

// The kinds of wishes about the therapist.
const (
	WishGender     PreferenceKind = "GENDER"
	WishApproach   PreferenceKind = "APPROACH"
	WishCulture    PreferenceKind = "CULTURE"
	WishFaith      PreferenceKind = "FAITH"
	WishLGBTQ      PreferenceKind = "LGBTQ_AFFIRMING"
	WishExperience PreferenceKind = "EXPERIENCE"
)

// weight is the strength on the scale 1 to 3 of the reference's P_ij.
func (s Strength) weight() int64 {
	switch s {
	case Required:
		return 3
	case Strong:
		return 2
	default:
		return 1
	}
}

// Need is what a client is looking for, free of identity.
type Need struct {
	Concerns      []Concern `json:"concerns,omitempty"`
	Format        Format    `json:"format,omitempty"`
	AgeGroup      AgeGroup  `json:"ageGroup,omitempty"`
	Modes         []Mode    `json:"modes,omitempty"`
	LocationState string    `json:"locationState,omitempty"`
	// PracticeState is where the practice is, and with it sessions in person, where that is not LocationState. The service knows it,
	// see [Matching.locate]; no client says it.
	PracticeState string       `json:"practiceState,omitempty"`
	Languages     []string     `json:"languages,omitempty"`
	Payment       Payment      `json:"payment,omitzero"`
	Times         []TimeWish   `json:"times,omitempty"`
	Preferences   []Preference `json:"therapistPreferences,omitempty"`
	Style         *Style       `json:"style,omitempty"`
	// RiskFlag routes to a human first; no rule and no term reads it, and nobody is drawn for who is flagged.
	RiskFlag  bool          `json:"riskFlag,omitempty"`
	Severity  Severity      `json:"severity,omitempty"`
	Tier      Tier          `json:"tier,omitempty"`
	Risk      Risk          `json:"risk,omitempty"`
	Legal     []LegalMatter `json:"legal,omitempty"`
	Conflicts []Conflict    `json:"conflicts,omitempty"`
	Access    []Access      `json:"access,omitempty"`
	// Sites are those the client can get to for sessions in person, by id; none means any.
	Sites []string `json:"sites,omitempty"`
	// Persons is how many come to a session; 0 leaves it to the format.
	Persons int32 `json:"persons,omitempty"`
}

// Severe reports whether the client takes one of the places a therapist has for those who are badly off.
func (n *Need) Severe() bool { return severities[n.Severity] >= severe }

// harming are the concerns that speak of harming oneself, after which the safety questions are asked in any case. Policy.
var harming = []Concern{"SELF_HARM", "SUICIDALITY"}

// unasked reports whether a concern asks for the safety questions and it is not recorded what they brought.
func (n *Need) unasked() bool {
	return n.Risk == "" && slices.ContainsFunc(n.Concerns, func(c Concern) bool { return slices.Contains(harming, c) })
}

// atRisk reports whether the client may be: by a screening, because staff flagged them, or because a concern speaks of harm and nobody asked.
func (n *Need) atRisk() bool { return n.RiskFlag || n.Risk == RiskElevated || n.unasked() }

// Conflict is a therapist who must not see this client, by id.
type Conflict struct {
	Therapist string `json:"therapist"`
	Kind      string `json:"kind,omitempty"`
}

// Payment is how sessions are paid; none of both means it was not discussed.
type Payment struct {
	// SelfPayMaxCents is the most per session; nil when an insurer pays or nothing was said.
	SelfPayMaxCents *int64 `json:"selfPayMaxCents,omitempty"`
	Insurer         string `json:"insurer,omitempty"`
	// Network is that of the client's plan; empty: not known.
	Network string `json:"network,omitempty"`
	// OutOfNetworkMaxCents is the most a client with an insurer pays outside its network; zero: only in network.
	OutOfNetworkMaxCents int64 `json:"outOfNetworkMaxCents,omitempty"`
}

// TimeWish is a weekly window in the client's local time with its strength.
type TimeWish struct {
	Window   Window   `json:"window"`
	Strength Strength `json:"strength,omitempty"`
}

// Preference is a wish about the therapist, stated by the client and never inferred.
type Preference struct {
	Kind     PreferenceKind `json:"kind"`
	Value    string         `json:"value"`
	Strength Strength       `json:"strength,omitempty"`
	// Avoid turns the wish round: for someone else than this.
	Avoid bool `json:"avoid,omitempty"`
}

// Style is a position on four scales, each from -3 to 3.
type Style struct {
	Directiveness   int32 `json:"directiveness,omitempty"   yaml:"directiveness"`
	Intensity       int32 `json:"intensity,omitempty"       yaml:"intensity"`
	PastOrientation int32 `json:"pastOrientation,omitempty" yaml:"pastOrientation"`
	Warmth          int32 `json:"warmth,omitempty"          yaml:"warmth"`
}

func (s Style) axes() [4]int8 {
	return [4]int8{int8(s.Directiveness), int8(s.Intensity), int8(s.PastOrientation), int8(s.Warmth)} //nolint:gosec // -3 to 3
}
