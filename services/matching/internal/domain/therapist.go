package domain

import (
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

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
	// Number is the one in the state's register.
	Number string `json:"number,omitempty" yaml:"number"`
	// Status is empty or ACTIVE for one in force, else INACTIVE or SUSPENDED.
	Status string `json:"status,omitempty" yaml:"status"`
	// Supervised: works under a supervisor in a setting that permits it.
	Supervised bool `json:"supervised,omitempty" yaml:"supervised"`
	// DiagnosisPrivilege is HELD or NOT_HELD; empty where nobody recorded it.
	DiagnosisPrivilege string `json:"diagnosisPrivilege,omitempty" yaml:"diagnosisPrivilege"`
}

// Expertise is a concern the therapist works with.
type Expertise struct {
	Concern Concern `json:"concern"         yaml:"concern"`
	Level   Level   `json:"level,omitempty" yaml:"level"`
	// Verifier is who says so; after ExpireDate, where there is one, the level counts as listed.
	Verifier   string `json:"verifier,omitempty"   yaml:"verifier"`
	ExpireDate string `json:"expireDate,omitempty" yaml:"expireDate"`
}

// Approach is a way of working.
type Approach struct {
	Approach   string `json:"approach"             yaml:"approach"`
	Level      Level  `json:"level,omitempty"      yaml:"level"`
	Verifier   string `json:"verifier,omitempty"   yaml:"verifier"`
	ExpireDate string `json:"expireDate,omitempty" yaml:"expireDate"`
}

// at is the level on a day: a certificate that has expired is worth what the therapist says.
func (l Level) at(expires, date string) Level {
	if expires != "" && expires < date {
		return Listed
	}
	return l
}

// Leave is time the therapist will be away, first to last day (YYYY-MM-DD).
type Leave struct {
	StartDate string `json:"startDate" yaml:"startDate"`
	EndDate   string `json:"endDate"   yaml:"endDate"`
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
	// NewClientsPerWeek and SevereClientsMax bound new clients in seven days and those who are badly off; zero: no limit.
	NewClientsPerWeek int32    `json:"newClientsPerWeek,omitempty" yaml:"newClientsPerWeek"`
	SevereClientsMax  int32    `json:"severeClientsMax,omitempty"  yaml:"severeClientsMax"`
	Leave             []Leave  `json:"leave,omitempty"             yaml:"leave"`
	RiskCompetent     bool     `json:"riskCompetent,omitempty"     yaml:"riskCompetent"`
	CourtWork         bool     `json:"courtWork,omitempty"         yaml:"courtWork"`
	Access            []Access `json:"access,omitempty"            yaml:"access"`
	TaxonomyCodes     []string `json:"taxonomyCodes,omitempty"     yaml:"taxonomyCodes"`
	// InitialHours become the provider's hours when it is made in scheduling, and only then.
	InitialHours []Window `json:"initialHours,omitempty" yaml:"initialHours"`
}

// Therapist is a profile with what the store knows about it.
type Therapist struct {
	ID string `json:"id"`
	Profile
	// ActiveClients counts the clients brought along and the confirmed pairings, BroughtClients the former alone: the practice says when
	// their care has ended, the service cannot see it.
	ActiveClients  int32 `json:"activeClients,omitempty"`
	BroughtClients int32 `json:"-"`
	// Reserved counts the places that open proposals and pairings under way set aside.
	Reserved int32 `json:"reserved,omitempty"`
	// NewClients counts the places taken in the last seven days, offers in the air included, SevereClients those of
	// clients who were badly off.
	NewClients    int32 `json:"newClients,omitempty"`
	SevereClients int32 `json:"severeClients,omitempty"`
	// Track is what was measured of the therapist's clients.
	Track Track `json:"track,omitzero"`
	// Price is what a place is worth to others, PriceSource to whom, and PriceTime since when.
	Price       Micro       `json:"price,omitempty"`
	PriceSource PriceSource `json:"priceSource,omitempty"`
	PriceTime   time.Time   `json:"-"`
	// Version rises with every change of the profile.
	Version    int64     `json:"version,omitempty"`
	CreateTime time.Time `json:"createTime,omitzero"`
	UpdateTime time.Time `json:"updateTime,omitzero"`
	// DeleteTime is zero unless the therapist was deleted.
	DeleteTime time.Time `json:"deleteTime,omitzero"`
}

// Deleted reports whether the therapist is matched with nobody new.
func (t *Therapist) Deleted() bool { return !t.DeleteTime.IsZero() }

// Track is what was measured of a therapist's clients, per outcome domain: how many courses, the posterior mean of the
// effect and its standard deviation, in millionths of a standard deviation of outcome. Common is the part of it that domains share:
// the covariance of two is the product of theirs.
type Track struct {
	// Version names the estimates.
	Version string               `json:"version,omitempty"`
	N       [score.Domains]int32 `json:"n"`
	Theta   [score.Domains]int32 `json:"theta"`
	SD      [score.Domains]int32 `json:"sd"`
	Common  [score.Domains]int32 `json:"common,omitzero"`
	// Left is what the data leave of a declared mean, in millionths; nothing in estimates from before it was kept.
	Left [score.Domains]int32 `json:"left,omitzero"`
}

// left is what the data leave of a declared mean in a domain, in the kernel's parts.
func (t *Track) left(k int, w *Weights) uint16 {
	if t.Left == [score.Domains]int32{} {
		return w.PriorOf(t.N[k])
	}
	return score.Left(t.Left[k])
}

// Residual is how many more clients the therapist can take; never negative.
func (t *Therapist) Residual() int32 {
	return max(0, t.TargetCaseload-t.ActiveClients-t.Reserved)
}

// paired is how many clients were paired here: their care ends where it is seen.
func (t *Therapist) paired() int32 { return t.ActiveClients - t.BroughtClients }

// places is how many new clients can begin now: the free places, within the limit of seven days.
func (t *Therapist) places() int32 {
	if !t.Takes(false) {
		return 0
	}
	if t.NewClientsPerWeek > 0 {
		return min(t.Residual(), t.NewClientsPerWeek-t.NewClients)
	}
	return t.Residual()
}

// Takes reports whether the therapist has a place for a new client, who may be badly off.
func (t *Therapist) Takes(severe bool) bool {
	return t.Accepting && !t.Deleted() && t.Residual() > 0 && (t.NewClientsPerWeek == 0 || t.NewClients < t.NewClientsPerWeek) &&
		(!severe || t.TakesSevere())
}

// TakesSevere reports whether there is room for one more client who is badly off.
func (t *Therapist) TakesSevere() bool {
	return t.SevereClientsMax == 0 || t.SevereClients < t.SevereClientsMax
}

// welcome makes the therapist free for a client who has one of the places already. Whoever had it before being badly off is one more
// of those who are.
func (t *Therapist) welcome(p Place) {
	t.Accepting = true
	t.NewClientsPerWeek = 0
	if p.Severe {
		t.SevereClientsMax = 0
	}
	if p.Agreed {
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
