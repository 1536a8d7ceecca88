package domain

import "strings"

// Person is everything in an inquiry that identifies someone, or that someone wrote.
type Person struct {
	Contact      Contact       `json:"contact"`
	Participants []Participant `json:"participants,omitempty"`
	Guardian     *Guardian     `json:"guardian,omitempty"`
	// Note is what the client wrote, CallNote what the front desk noted on the last call.
	Note     string `json:"note,omitempty"`
	CallNote string `json:"callNote,omitempty"`
	// Code is the confirmation code the client was given.
	Code string `json:"code"`
}

// Contact is how the client is reached, and how not.
type Contact struct {
	GivenName  string `json:"givenName"`
	FamilyName string `json:"familyName,omitempty"`
	// Phone is the number as it was typed, E164 the same in canonical form.
	Phone string `json:"phone"`
	E164  string `json:"e164"`
	Email string `json:"email,omitempty"`
	// PreferredChannel is PHONE, TEXT or EMAIL.
	PreferredChannel string `json:"preferredChannel,omitempty"`
	VoicemailOK      bool   `json:"voicemailOk,omitempty"`
	TextOK           bool   `json:"textOk,omitempty"`
}

// Participant is another person who would come along.
type Participant struct {
	GivenName  string `json:"givenName"`
	FamilyName string `json:"familyName,omitempty"`
}

// Guardian is who is responsible for a minor.
type Guardian struct {
	GivenName  string `json:"givenName"`
	FamilyName string `json:"familyName,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Relation   string `json:"relation,omitempty"`
}

// NormalizeEmail returns the form of an address by which it is looked up. Dots and plus parts stay: they are the
// provider's business.
func NormalizeEmail(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
