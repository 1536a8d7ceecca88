package fhir

import (
	"context"
	"strings"

	"github.com/google/uuid"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// The parameters of the operations. The first four are those of IHE; a request-id makes a repeat safe, an inquiry
// says for whom.
const (
	paramStart       = "start"
	paramEnd         = "end"
	paramVisit       = "visit-type"
	paramAppointment = "appointment-reference"
	paramRequest     = "request-id"
	paramInquiry     = "inquiry"
)

// hold claims a proposed time for a few minutes (ITI-116).
func (s *Service) hold(ctx context.Context, r *Request) (*Answer, error) {
	in, err := readParameters(r.Body, paramAppointment, paramRequest)
	if err != nil {
		return nil, err
	}
	slot, _, err := in.appointment(r.base)
	if err != nil {
		return nil, err
	}
	if slot == "" {
		return nil, errs.Invalid(errs.Field(parameter(paramAppointment), "is held already"))
	}
	reply, err := s.slots.CreateHold(ctx, &schedulingv1.CreateHoldRequest{Slot: slot, RequestId: in.requestID()})
	if err != nil {
		return nil, inParameters(err)
	}
	held := offered(heldID(reply.GetHold()), statusPending,
		reply.GetStartTime().AsTime(), reply.GetEndTime().AsTime(), reply.GetExpireTime().AsTime())
	out := searchset().count(1)
	out.match(r.base, appointmentType, held.ID, held)
	return &Answer{Resource: out}, nil
}

// book gives a proposed or held time to an inquiry (ITI-117). Intake books, so that the inquiry's state, its history
// and the letter to the client are right.
func (s *Service) book(ctx context.Context, r *Request) (*Answer, error) {
	in, err := readParameters(r.Body, paramAppointment, paramInquiry, paramRequest)
	if err != nil {
		return nil, err
	}
	slot, hold, err := in.appointment(r.base)
	if err != nil {
		return nil, err
	}
	whose := in[paramInquiry].identifier
	if whose == nil || whose.System != systemInquiry || !id.Valid(whose.Value) {
		return nil, errs.Invalid(errs.Field(parameter(paramInquiry),
			"must be the identifier of an inquiry, in the system "+systemInquiry))
	}
	ask := &intakev1.BookConsultationRequest{Name: "inquiries/" + whose.Value, RequestId: in.requestID()}
	if hold != "" {
		ask.When = &intakev1.BookConsultationRequest_Hold{Hold: hold}
	} else {
		ask.When = &intakev1.BookConsultationRequest_Slot{Slot: slot}
	}
	reply, err := s.inquiries.BookConsultation(ctx, ask)
	if err != nil {
		return nil, inParameters(err)
	}
	// The inquiry holds a person; of it, only the name of the appointment goes on from here.
	booked, err := s.appointment(ctx, reply.GetInquiry().GetConsultation().GetAppointment())
	if err != nil {
		return nil, err
	}
	out := searchset().count(1)
	if a, ok := booked.Resource.(*Appointment); ok {
		out.match(r.base, appointmentType, a.ID, a)
	}
	return &Answer{Resource: out, Version: booked.Version}, nil
}

// appointment reads which proposed or held time is meant.
func (p parameters) appointment(base string) (slot, hold string, err error) {
	reference := ""
	if r := p[paramAppointment].reference; r != nil {
		reference = strings.TrimPrefix(r.Reference, base+"/")
	}
	token, relative := strings.CutPrefix(reference, appointmentType+"/")
	slot, hold, ok := parseToken(token)
	if !relative || !ok {
		return "", "", errs.Invalid(errs.Field(parameter(paramAppointment),
			"must be a reference to an Appointment that $find or $hold answered"))
	}
	return slot, hold, nil
}

// requestID is the sender's, or one of our own when the sender wants no protection of a repeat.
func (p parameters) requestID() string {
	if text := p[paramRequest].text; text != "" {
		return strings.TrimPrefix(text, "urn:uuid:")
	}
	return uuid.NewString()
}

// inParameters says of a wrong field of the RPC which parameter it came in.
func inParameters(err error) error {
	e, ok := errs.As(err)
	if !ok || len(e.Violations) == 0 {
		return err
	}
	names := map[string]string{"slot": paramAppointment, "hold": paramAppointment, "requestId": paramRequest, "name": paramInquiry}
	wrong := make([]errs.Violation, len(e.Violations))
	for i, v := range e.Violations {
		wrong[i] = v
		if name := names[v.Field]; name != "" {
			wrong[i].Field = parameter(name)
		}
	}
	return errs.Invalid(wrong...)
}
