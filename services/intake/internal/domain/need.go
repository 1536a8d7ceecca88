package domain

import "slices"

// Need is what the client is looking for, free of identity. Its JSON form is that of firstcall.type.v1.Need, so the
// enums are the API's names.
type Need struct {
	Concerns             []string              `json:"concerns,omitempty"`
	Format               string                `json:"format,omitempty"`
	AgeGroup             string                `json:"ageGroup,omitempty"`
	Modes                []string              `json:"modes,omitempty"`
	LocationState        string                `json:"locationState,omitempty"`
	Languages            []string              `json:"languages,omitempty"`
	Payment              *Payment              `json:"payment,omitempty"`
	Times                []TimeWish            `json:"times,omitempty"`
	TherapistPreferences []TherapistPreference `json:"therapistPreferences,omitempty"`
	Style                *Style                `json:"style,omitempty"`
	RiskFlag             bool                  `json:"riskFlag,omitempty"`
	Severity             string                `json:"severity,omitempty"`
	Tier                 string                `json:"tier,omitempty"`
	Risk                 string                `json:"risk,omitempty"`
	Legal                []string              `json:"legal,omitempty"`
	Conflicts            []Conflict            `json:"conflicts,omitempty"`
	Access               []string              `json:"access,omitempty"`
	// Sites are those the client can get to, by resource name.
	Sites []string `json:"sites,omitempty"`
	// Persons is how many come to a session; 0 leaves it to the format.
	Persons int32 `json:"persons,omitempty"`
}

// speaksOfHarm reports whether a concern is of harming oneself: a licensed person answers first unless the safety questions were asked.
func (n *Need) speaksOfHarm() bool {
	return slices.Contains(n.Concerns, "SELF_HARM") || slices.Contains(n.Concerns, "SUICIDALITY")
}

// alarm is how loudly the need asks for a licensed person: not, by a concern nobody asked about yet, at risk, at acute risk.
func (n *Need) alarm() int {
	switch {
	case n.Risk == "ACUTE":
		return 3
	case n.RiskFlag || n.Risk == "ELEVATED":
		return 2
	case n.Risk == "" && n.speaksOfHarm():
		return 1
	default:
		return 0
	}
}

// Payment is how sessions are paid: one of the two.
type Payment struct {
	SelfPayMaxCents *int64  `json:"selfPayMaxCents,omitempty,string"`
	Insurer         *string `json:"insurer,omitempty"`
	// Network is that of the client's plan, where it is known.
	Network string `json:"network,omitempty"`
	// OutOfNetworkMaxCents is the most the client pays outside the insurer's network.
	OutOfNetworkMaxCents int64 `json:"outOfNetworkMaxCents,omitempty,string"`
}

// Conflict is a therapist who must not see this client.
type Conflict struct {
	Therapist string `json:"therapist"`
	Kind      string `json:"kind,omitempty"`
}

// TimeWish is a weekly window in local time, with its strength.
type TimeWish struct {
	Window   WeeklyWindow `json:"window"`
	Strength string       `json:"strength,omitempty"`
}

// WeeklyWindow is a stretch of a weekday in wall-clock time.
type WeeklyWindow struct {
	Day       string `json:"day"`
	StartTime string `json:"startTime"`
	EndTime   string `json:"endTime"`
}

// TherapistPreference is a wish about the therapist.
type TherapistPreference struct {
	Kind     string `json:"kind"`
	Value    string `json:"value"`
	Strength string `json:"strength,omitempty"`
	Avoid    bool   `json:"avoid,omitempty"`
}

// Style holds the wishes on four scales, each from -3 to 3.
type Style struct {
	Directiveness   int32 `json:"directiveness,omitempty"`
	Intensity       int32 `json:"intensity,omitempty"`
	PastOrientation int32 `json:"pastOrientation,omitempty"`
	Warmth          int32 `json:"warmth,omitempty"`
}

// Minor reports whether somebody else has to be responsible for the client.
func (n Need) Minor() bool {
	return slices.Contains([]string{"SMALL_CHILD", "CHILD", "TEEN"}, n.AgeGroup)
}
