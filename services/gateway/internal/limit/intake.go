package limit

import (
	"context"
	"strings"

	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// reasonCallOpen says that a telephone number may have a call.
const reasonCallOpen errs.Reason = "CALL_ALREADY_OPEN"

// Intake wraps the client through which visitors reach intake, API and pages alike. Only what reads well gets here, so
// a form with a mistake in it costs nobody a booking.
func Intake(client intakev1.PublicIntakeServiceClient, limits *Limits) intakev1.PublicIntakeServiceClient {
	return &intake{PublicIntakeServiceClient: client, limits: limits}
}

type intake struct {
	intakev1.PublicIntakeServiceClient
	limits *Limits
}

// SubmitInquiry implements intakev1.PublicIntakeServiceClient. Nobody is told more than a few times that a telephone
// number may have a call: who asks for one number after the other gets no further.
func (i *intake) SubmitInquiry(
	ctx context.Context, in *intakev1.SubmitInquiryRequest, opts ...grpc.CallOption,
) (*intakev1.SubmitInquiryResponse, error) {
	if err := i.limits.Closed(ctx, Known, Source(ctx)); err != nil {
		return nil, err
	}
	if err := i.limits.TakeOnce(ctx, Book, Source(ctx), in.GetRequestId()); err != nil {
		return nil, err
	}
	if number := digits(in.GetContact().GetPhone()); number != "" {
		if err := i.limits.TakeOnce(ctx, Contact, number, in.GetRequestId()); err != nil {
			return nil, err
		}
	}
	answer, err := i.PublicIntakeServiceClient.SubmitInquiry(ctx, in, opts...)
	if errs.ReasonOf(err) == reasonCallOpen {
		i.limits.Count(ctx, Known, Source(ctx))
	}
	return answer, err
}

// LookupConsultation implements intakev1.PublicIntakeServiceClient.
func (i *intake) LookupConsultation(
	ctx context.Context, in *intakev1.LookupConsultationRequest, opts ...grpc.CallOption,
) (*intakev1.LookupConsultationResponse, error) {
	if err := i.byCode(ctx, in.GetConfirmationCode()); err != nil {
		return nil, err
	}
	return i.PublicIntakeServiceClient.LookupConsultation(ctx, in, opts...)
}

// RescheduleConsultation implements intakev1.PublicIntakeServiceClient.
func (i *intake) RescheduleConsultation(
	ctx context.Context, in *intakev1.RescheduleConsultationRequest, opts ...grpc.CallOption,
) (*intakev1.RescheduleConsultationResponse, error) {
	if err := i.change(ctx, in.GetConfirmationCode(), in.GetRequestId()); err != nil {
		return nil, err
	}
	return i.PublicIntakeServiceClient.RescheduleConsultation(ctx, in, opts...)
}

// CancelConsultation implements intakev1.PublicIntakeServiceClient.
func (i *intake) CancelConsultation(
	ctx context.Context, in *intakev1.CancelConsultationRequest, opts ...grpc.CallOption,
) (*intakev1.CancelConsultationResponse, error) {
	if err := i.change(ctx, in.GetConfirmationCode(), in.GetRequestId()); err != nil {
		return nil, err
	}
	return i.PublicIntakeServiceClient.CancelConsultation(ctx, in, opts...)
}

func (i *intake) change(ctx context.Context, code, request string) error {
	if err := i.byCode(ctx, code); err != nil {
		return err
	}
	return i.limits.TakeOnce(ctx, Book, Source(ctx), request)
}

// byCode counts a try at a confirmation code. A link's token is too long to be guessed and is not counted.
func (i *intake) byCode(ctx context.Context, code string) error {
	if code == "" {
		return nil
	}
	return i.limits.Take(ctx, Lookup, Source(ctx))
}

// digits is the number however it is spelled; a leading 1 is North America's and often left out.
func digits(phone string) string {
	number := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, phone)
	if len(number) == 11 {
		return strings.TrimPrefix(number, "1")
	}
	return number
}
