package rpc

import (
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// form is the booking form, whoever fills it in.
type form interface {
	proto.Message
	GetRequestId() string
	GetHold() string
	GetSlot() string
	GetCallback() *intakev1.Callback
	GetContact() *intakev1.Contact
	GetNeed() *intakev1.PublicNeed
	GetParticipants() []*intakev1.Participant
	GetGuardian() *intakev1.Guardian
	GetConsents() []*intakev1.Consent
	GetLocale() string
	GetTimeZone() string
	GetOrigin() string
}

var _, _ form = (*intakev1.SubmitInquiryRequest)(nil), (*intakev1.CreateInquiryRequest)(nil)

func submission(r form, staff bool) (domain.Submission, error) {
	body, err := fixed(r, r.GetRequestId())
	if err != nil {
		return domain.Submission{}, err
	}
	s := domain.Submission{
		RequestID: r.GetRequestId(), Body: body, When: domain.When{Slot: r.GetSlot(), Hold: r.GetHold()},
		Person: domain.Person{Contact: fromContact(r.GetContact()), Note: r.GetNeed().GetNote()},
		Need:   publicNeed(r.GetNeed()), Locale: r.GetLocale(), TimeZone: r.GetTimeZone(), Origin: r.GetOrigin(),
		Staff: staff,
	}
	for _, w := range r.GetCallback().GetWindows() {
		s.Callback = append(s.Callback, domain.CallbackWindow(w.String()))
	}
	for _, p := range r.GetParticipants() {
		s.Person.Participants = append(s.Person.Participants,
			domain.Participant{GivenName: p.GetGivenName(), FamilyName: p.GetFamilyName()})
	}
	if g := r.GetGuardian(); g != nil {
		s.Person.Guardian = &domain.Guardian{
			GivenName: g.GetGivenName(), FamilyName: g.GetFamilyName(), Phone: g.GetPhone(), Relation: g.GetRelation(),
		}
	}
	for _, c := range r.GetConsents() {
		s.Consents = append(s.Consents, domain.Consent{Document: c.GetDocument(), Version: c.GetVersion()})
	}
	return s, nil
}

func publicNeed(m *intakev1.PublicNeed) domain.Need {
	var n domain.Need
	for _, c := range m.GetConcerns() {
		n.Concerns = append(n.Concerns, c.String())
	}
	if m.GetFormat() != typev1.Need_FORMAT_UNSPECIFIED {
		n.Format = m.GetFormat().String()
	}
	if m.GetAgeGroup() != typev1.Need_AGE_GROUP_UNSPECIFIED {
		n.AgeGroup = m.GetAgeGroup().String()
	}
	return n
}
