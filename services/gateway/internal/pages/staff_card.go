package pages

import (
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// card is an inquiry as lists show it.
type card struct {
	// Name is the resource name, ID its last part.
	Name, ID string
	Person   string
	Phone    string
	State    string
	StateID  string
	About    []string
	Who      string
	Risk     bool
	Since    string
	Origin   string
	Attempts int
	When     string
}

// Link is the inquiry's page; "" when the inquiry is not known.
func (c card) Link() string {
	if c.ID == "" {
		return ""
	}
	return "/inquiries/" + c.ID
}

func (s *site) cardOf(q *intakev1.Inquiry) card {
	c := card{
		Name: q.GetName(), ID: strings.TrimPrefix(q.GetName(), "inquiries/"), Person: personName(q.GetContact()),
		Phone: q.GetContact().GetPhone(), State: stateWords(q.GetState()), StateID: slug(q.GetState().String()),
		About: aboutWords(q), Who: whoWords(q), Risk: q.GetRiskAlert(), Origin: q.GetOrigin(), Attempts: int(q.GetAttempts()),
	}
	if q.GetCreateTime() != nil {
		c.Since = ago(s.Clock.Now().Sub(q.GetCreateTime().AsTime()))
	}
	return c
}

func personName(c *intakev1.Contact) string {
	return strings.TrimSpace(c.GetGivenName() + " " + c.GetFamilyName())
}

// aboutWords are the concerns in words, most important first.
func aboutWords(q *intakev1.Inquiry) []string {
	var about []string
	for _, c := range q.GetNeed().GetConcerns() {
		about = append(about, concernLabel(c.String()))
	}
	return about
}

// whoWords is who would come: "Couple, adult".
func whoWords(q *intakev1.Inquiry) string {
	parts := []string{words(q.GetNeed().GetFormat().String()), words(q.GetNeed().GetAgeGroup().String())}
	if parts[0] != "" && parts[1] != "" {
		parts[1] = strings.ToLower(parts[1])
	}
	return strings.Trim(strings.Join(parts, ", "), ", ")
}
