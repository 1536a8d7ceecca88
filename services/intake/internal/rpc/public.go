package rpc

import (
	"context"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// Public answers firstcall.intake.v1.PublicIntakeService.
type Public struct {
	intakev1.UnimplementedPublicIntakeServiceServer
	intake *domain.Intake
}

// NewPublic returns the service over the use cases.
func NewPublic(in *domain.Intake) *Public { return &Public{intake: in} }

// SubmitInquiry implements PublicIntakeService.
func (p *Public) SubmitInquiry(
	ctx context.Context, r *intakev1.SubmitInquiryRequest,
) (*intakev1.SubmitInquiryResponse, error) {
	s, err := submission(r, false)
	if err != nil {
		return nil, err
	}
	answer, err := p.intake.Submit(ctx, s)
	if err != nil {
		return nil, err
	}
	c := answer.Confirmation
	if c == nil {
		return nil, errNoAnswer
	}
	return &intakev1.SubmitInquiryResponse{
		ConfirmationCode: showCode(c.Code), Consultation: toBooked(c), ManageUrl: c.ManageURL,
		CrisisBlockExpanded: c.Expanded, Callback: toCallback(c.Callback),
	}, nil
}

// LookupConsultation implements PublicIntakeService.
func (p *Public) LookupConsultation(
	ctx context.Context, r *intakev1.LookupConsultationRequest,
) (*intakev1.LookupConsultationResponse, error) {
	k, err := key(r)
	if err != nil {
		return nil, err
	}
	c, err := p.intake.LookupConsultation(ctx, k)
	if err != nil {
		return nil, err
	}
	return &intakev1.LookupConsultationResponse{
		State: toState(c.State), StartTime: stamp(c.Start), EndTime: stamp(c.End), TimeZone: c.TimeZone,
	}, nil
}

// RescheduleConsultation implements PublicIntakeService.
func (p *Public) RescheduleConsultation(
	ctx context.Context, r *intakev1.RescheduleConsultationRequest,
) (*intakev1.RescheduleConsultationResponse, error) {
	k, err := key(r)
	if err != nil {
		return nil, err
	}
	body, err := fixed(r, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	when := domain.When{Slot: r.GetSlot(), Hold: r.GetHold()}
	answer, err := p.intake.RescheduleConsultation(ctx, k, when, r.GetRequestId(), body)
	if err != nil {
		return nil, err
	}
	c := answer.Confirmation
	if c == nil {
		return nil, errNoAnswer
	}
	return &intakev1.RescheduleConsultationResponse{Consultation: toBooked(c), ManageUrl: c.ManageURL}, nil
}

// CancelConsultation implements PublicIntakeService.
func (p *Public) CancelConsultation(
	ctx context.Context, r *intakev1.CancelConsultationRequest,
) (*intakev1.CancelConsultationResponse, error) {
	k, err := key(r)
	if err != nil {
		return nil, err
	}
	body, err := fixed(r, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	if _, err := p.intake.CancelConsultation(ctx, k, r.GetRequestId(), body); err != nil {
		return nil, err
	}
	return &intakev1.CancelConsultationResponse{State: toState(domain.VisitCancelled)}, nil
}

// key reads what the holder of a call shows.
func key(r interface {
	GetToken() string
	GetConfirmationCode() string
	GetPhone() string
}) (domain.Key, error) {
	k := domain.Key{Token: r.GetToken(), Code: r.GetConfirmationCode(), Phone: r.GetPhone()}
	switch {
	case k.Token != "" && (k.Code != "" || k.Phone != ""):
		return k, errs.Invalid(errs.Field("token", "either the token, or the code with the phone number"))
	case k.Token == "" && k.Code == "":
		return k, errs.Invalid(errs.Field("token", "is required, or confirmationCode with phone"))
	case k.Token == "" && k.Phone == "":
		return k, errs.Invalid(errs.Field("phone", "is required with confirmationCode"))
	}
	return k, nil
}

func toBooked(c *domain.Confirmation) *intakev1.BookedConsultation {
	if c.Start.IsZero() {
		return nil
	}
	return &intakev1.BookedConsultation{StartTime: stamp(c.Start), EndTime: stamp(c.End), TimeZone: c.TimeZone}
}
