package domain

import "time"

// Level says how an expertise is known; the empty one is read as Listed.
type Level string

// The levels, lowest first.
const (
	Listed    Level = "LISTED"
	Trained   Level = "TRAINED"
	Certified Level = "CERTIFIED"
)

// License is a right to practise in a US state, up to and including ExpireDate (YYYY-MM-DD).
type License struct {
	State      string `json:"state"      yaml:"state"`
	Title      string `json:"title"      yaml:"title"`
	ExpireDate string `json:"expireDate" yaml:"expireDate"`
}

// Expertise is a concern the therapist works with.
type Expertise struct {
	Concern Concern `json:"concern"         yaml:"concern"`
	Level   Level   `json:"level,omitempty" yaml:"level"`
}

// Approach is a way of working.
type Approach struct {
	Approach string `json:"approach"        yaml:"approach"`
	Level    Level  `json:"level,omitempty" yaml:"level"`
}

// Identity is what the therapist chose to state; it is read only for a wish a client stated.
type Identity struct {
	Gender         string   `json:"gender,omitempty"         yaml:"gender"`
	Cultures       []string `json:"cultures,omitempty"       yaml:"cultures"`
	Faiths         []string `json:"faiths,omitempty"         yaml:"faiths"`
	LGBTQAffirming bool     `json:"lgbtqAffirming,omitempty" yaml:"lgbtqAffirming"`
}

// Profile is what a therapist offers, and how many clients they take.
type Profile struct {
	DisplayName      string      `json:"displayName"                yaml:"displayName"`
	Licenses         []License   `json:"licenses,omitempty"         yaml:"licenses"`
	Formats          []Format    `json:"formats,omitempty"          yaml:"formats"`
	Modes            []Mode      `json:"modes,omitempty"            yaml:"modes"`
	Languages        []string    `json:"languages,omitempty"        yaml:"languages"`
	AgeGroups        []AgeGroup  `json:"ageGroups,omitempty"        yaml:"ageGroups"`
	Expertise        []Expertise `json:"expertise,omitempty"        yaml:"expertise"`
	ExcludedConcerns []Concern   `json:"excludedConcerns,omitempty" yaml:"excludedConcerns"`
	FeeCents         int64       `json:"feeCents,omitempty"         yaml:"feeCents"`
	SlidingFeeCents  int64       `json:"slidingFeeCents,omitempty"  yaml:"slidingFeeCents"`
	Insurers         []string    `json:"insurers,omitempty"         yaml:"insurers"`
	Approaches       []Approach  `json:"approaches,omitempty"       yaml:"approaches"`
	Identity         Identity    `json:"identity,omitzero"          yaml:"identity"`
	Style            *Style      `json:"style,omitempty"            yaml:"style"`
	PractisingSince  int32       `json:"practisingSince,omitempty"  yaml:"practisingSince"`
	TargetCaseload   int32       `json:"targetCaseload,omitempty"   yaml:"targetCaseload"`
	Accepting        bool        `json:"accepting,omitempty"        yaml:"accepting"`
	// InitialHours become the provider's hours when it is made in scheduling, and only then.
	InitialHours []Window `json:"initialHours,omitempty" yaml:"initialHours"`
}

// Therapist is a profile with what the store knows about it.
type Therapist struct {
	ID string `json:"id"`
	Profile
	// ActiveClients counts the clients brought along and the confirmed pairings.
	ActiveClients int32 `json:"activeClients,omitempty"`
	// Reserved counts the places that open proposals and pairings under way set aside.
	Reserved int32 `json:"reserved,omitempty"`
	// Version rises with every change of the profile.
	Version    int64     `json:"version,omitempty"`
	CreateTime time.Time `json:"createTime,omitzero"`
	UpdateTime time.Time `json:"updateTime,omitzero"`
	// DeleteTime is zero unless the therapist was deleted.
	DeleteTime time.Time `json:"deleteTime,omitzero"`
}

// Deleted reports whether the therapist is matched with nobody new.
func (t *Therapist) Deleted() bool { return !t.DeleteTime.IsZero() }

// Takes reports whether there is a place for one more client.
func (t *Therapist) Takes() bool { return t.Accepting && !t.Deleted() && t.Residual() > 0 }

// Residual is how many more clients the therapist can take; never negative.
func (t *Therapist) Residual() int32 {
	return max(0, t.TargetCaseload-t.ActiveClients-t.Reserved)
}

// welcome makes the therapist free for a client who has one of the places already: for good when it is agreed, else set
// aside for now.
func (t *Therapist) welcome(agreed bool) {
	t.Accepting = true
	if agreed {
		t.ActiveClients--
	} else {
		t.Reserved--
	}
}

// Seed is a therapist the practice starts with.
type Seed struct {
	// ID is the therapist's and the provider's id.
	ID      string `yaml:"id"`
	Profile `yaml:",inline"`
	// ActiveClients is how many clients the therapist brings along.
	ActiveClients int32 `yaml:"activeClients"`
}
