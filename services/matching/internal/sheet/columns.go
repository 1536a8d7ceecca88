// Package sheet writes therapists' profiles as a table that a spreadsheet opens, and reads such a table back. A row is a
// profile, a column a field; nothing of a profile is lost on the way out and back.
//
// A cell holds a field as it stands: a text, a whole number, TRUE or FALSE. Several values are separated by semicolons,
// the parts of one value by spaces: "NY LMFT 2032-12-31; NJ LMFT 2031-06-30". A part that is missing in the middle is a
// hyphen. What itself holds such a character is put in double quotation marks.
package sheet

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// Column is a column of the table.
type Column struct {
	// Name stands in the header. But for id and etag it is the field's path in the profile.
	Name string
	// Doc says what is in a cell.
	Doc string
}

// The columns that are no field of the profile one writes.
const (
	idColumn   = "id"
	etagColumn = "etag"
)

// Columns lists the columns in the order in which they are written. Every field of a profile that somebody sets has
// one; a test sees to it.
func Columns() []Column {
	return []Column{
		{idColumn, "The therapist's id. Empty for a new therapist; an id that is not known yet makes the therapist with that id."},
		{"display_name", "Name with title, as staff read it."},
		{"licenses", "Licenses: state, title and last day each, such as NY LMFT 2032-12-31; NJ LMFT 2031-06-30. Titles are " +
			oneOf(typev1.LicenseTitle_Id(0)) + ". If need be the number, ACTIVE, INACTIVE or " +
			"SUSPENDED, TRUE for one under supervision, and HELD or NOT_HELD for the privilege to diagnose."},
		{"formats", "Formats offered: INDIVIDUAL; COUPLE; FAMILY; GROUP."},
		{"modes", "Ways of meeting offered: IN_PERSON; VIDEO; PHONE."},
		{"languages", "Session languages as BCP 47 tags, such as en; es-MX."},
		{"age_groups", "Ages seen: SMALL_CHILD; CHILD; TEEN; YOUNG_ADULT; ADULT; OLDER_ADULT."},
		{"expertise", "Concerns worked with, each with LISTED, TRAINED or CERTIFIED, and if need be who says so and the last day it holds, such as GRIEF TRAINED; ANXIETY."},
		{"excluded_concerns", "Concerns not taken, such as ADDICTION; EATING."},
		{"fee_cents", "Fee per session in cents: 18000 is 180 dollars."},
		{"sliding_fee_cents", "Lowest fee on the sliding scale in cents; 0 or empty: no sliding scale."},
		{"insurers", "Insurers in whose network the therapist is, such as AETNA; BLUE_CROSS:PPO for one of its networks."},
		{"approaches", "Ways of working, each with LISTED, TRAINED or CERTIFIED, and if need be who says so and the last day it holds, such as EFT CERTIFIED; CBT. Known are " +
			oneOf(typev1.TherapyApproach_Id(0)) + "."},
		{"identity.gender", "One of " + oneOf(typev1.Gender_Id(0)) + ", if the therapist chose to say."},
		{"identity.cultures", "Cultural backgrounds the therapist chose to state, such as LATINA; JEWISH. Known are " + oneOf(typev1.Culture_Id(0)) + "."},
		{"identity.faiths", "Faiths the therapist chose to state. Known are " + oneOf(typev1.Faith_Id(0)) + "."},
		{"identity.lgbtq_affirming", "TRUE for an LGBTQ+ affirming practice."},
		{"style.directiveness", "From -3 (the client leads) to 3 (the therapist leads). All four style columns empty: not known."},
		{"style.intensity", "From -3 (reserve) to 3 (emotional intensity)."},
		{"style.past_orientation", "From -3 (present) to 3 (past)."},
		{"style.warmth", "From -3 (focused challenge) to 3 (warm support)."},
		{"practising_since", "Year practice began."},
		{"capacity.target_caseload", "Clients at most at one time."},
		{"capacity.brought_clients", "Clients brought along who are still in care. Lower it when the care of one ends."},
		{"capacity.accepting", "TRUE takes new clients."},
		{"capacity.new_clients_per_week", "New clients at most in seven days; 0 or empty: no limit."},
		{"capacity.severe_clients_max", "Clients at most who are moderately severe or worse; 0 or empty: no limit."},
		{"leave", "Planned leave, first and last day each, such as 2027-07-01 2027-07-21."},
		{"risk_competent", "TRUE for one trained for clients at elevated risk."},
		{"court_work", "TRUE for one who takes clients with a custody dispute or a court order."},
		{"access", "What makes a session possible: STEP_FREE; WHEELCHAIR; ASL; PET_FREE; CAPTIONS."},
		{"taxonomy_codes", "Codes of the provider taxonomy (NUCC), such as 106H00000X; no proof of a license."},
		{"initial_hours", "Weekly hours of a new therapist: day, from, to, such as MONDAY 09:00 17:00. Later changes are made in the provider's schedule."},
		{etagColumn, "The version the row was exported from. If the profile has changed since, the row is refused; empty: it is not compared."},
	}
}

// oneOf lists the values of a vocabulary.
func oneOf(of protoreflect.Enum) string { return names(of.Descriptor()) }

// path is where in a profile the field of a column is.
type path []protoreflect.FieldDescriptor

// pathOf returns the field that a column is; nil for id and etag.
func pathOf(column string) path {
	if column == idColumn || column == etagColumn {
		return nil
	}
	message := (&matchingv1.Therapist{}).ProtoReflect().Descriptor()
	var out path
	for _, name := range strings.Split(column, ".") {
		field := message.Fields().ByName(protoreflect.Name(name))
		out = append(out, field)
		message = field.Message()
	}
	return out
}

// field is the last of the path.
func (p path) field() protoreflect.FieldDescriptor { return p[len(p)-1] }

// parent is the message that holds the field; false when it is not there.
func (p path) parent(m protoreflect.Message) (protoreflect.Message, bool) {
	for _, field := range p[:len(p)-1] {
		if !m.Has(field) {
			return nil, false
		}
		m = m.Get(field).Message()
	}
	return m, true
}

// make is the message that holds the field, made if it is not there.
func (p path) make(m protoreflect.Message) protoreflect.Message {
	for _, field := range p[:len(p)-1] {
		m = m.Mutable(field).Message()
	}
	return m
}
