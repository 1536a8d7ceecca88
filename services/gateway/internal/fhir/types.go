package fhir

import "time"

// The systems of our identifiers and codes. They are names, not addresses.
const (
	systemProvider = "urn:firstcall:provider"
	systemRoom     = "urn:firstcall:room"
	systemSite     = "urn:firstcall:site"
	systemInquiry  = "urn:firstcall:inquiry"
	systemType     = "urn:firstcall:appointment-type"
	systemMode     = "urn:firstcall:mode"
	systemReason   = "urn:firstcall:error-reason"
	// holdExpires is the extension that says when a hold lapses; openAppointment those that name what is open instead.
	holdExpires     = "urn:firstcall:hold-expires"
	openAppointment = "urn:firstcall:open-appointment"
)

// Meta says which version of a resource this is.
type Meta struct {
	VersionID   string `json:"versionId,omitempty"`
	LastUpdated string `json:"lastUpdated,omitempty"`
}

// Identifier is a name within a system.
type Identifier struct {
	System string `json:"system,omitempty"`
	Value  string `json:"value,omitempty"`
}

// Coding is one code of a system.
type Coding struct {
	System  string `json:"system,omitempty"`
	Code    string `json:"code,omitempty"`
	Display string `json:"display,omitempty"`
}

// CodeableConcept is a concept by its codes.
type CodeableConcept struct {
	Coding []Coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

// Reference points to a resource, by its address or by an identifier alone.
type Reference struct {
	Reference  string      `json:"reference,omitempty"`
	Type       string      `json:"type,omitempty"`
	Identifier *Identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

// Period is a stretch of time.
type Period struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// Extension says what R4 has no element for.
type Extension struct {
	URL            string      `json:"url"`
	Extension      []Extension `json:"extension,omitempty"`
	ValueInstant   string      `json:"valueInstant,omitempty"`
	ValueReference *Reference  `json:"valueReference,omitempty"`
	ValuePeriod    *Period     `json:"valuePeriod,omitempty"`
}

func concept(system, code, display string) CodeableConcept {
	return CodeableConcept{Coding: []Coding{{System: system, Code: code, Display: display}}}
}

// byName is a reference to something that has no resource here, by its identifier.
func byName(kind, system, value, display string) *Reference {
	return &Reference{Type: kind, Identifier: &Identifier{System: system, Value: value}, Display: display}
}

// instant writes a time as R4's instant; "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
