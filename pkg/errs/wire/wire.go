// Package wire carries errors across gRPC: what the caller may know travels, the cause stays.
package wire

import (
	"errors"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Domain is the domain of every ErrorInfo of the product.
const Domain = "firstcall"

// ToStatus returns the status that travels for err: its code and message, ErrorInfo, BadRequest for violations,
// RetryInfo, and the details that are proto messages. Unknown errors become INTERNAL with a fixed text; causes never
// travel. It returns nil, which means OK, for nil.
func ToStatus(err error) *status.Status {
	if err == nil {
		return nil
	}
	e := errs.From(err)
	st := status.New(toGRPC(e.Code), e.Message)
	details := details(e)
	if len(details) == 0 {
		return st
	}
	with, detailErr := st.WithDetails(details...)
	if detailErr != nil {
		// Only an OK status or a message that cannot be encoded fails; the caller still gets code and text.
		return st
	}
	return with
}

func details(e *errs.Error) []protoadapt.MessageV1 {
	var out []protoadapt.MessageV1
	if e.Reason != "" {
		out = append(out, &errdetails.ErrorInfo{Reason: string(e.Reason), Domain: Domain, Metadata: e.Metadata})
	}
	if len(e.Violations) > 0 {
		bad := &errdetails.BadRequest{}
		for _, v := range e.Violations {
			bad.FieldViolations = append(bad.FieldViolations,
				&errdetails.BadRequest_FieldViolation{Field: v.Field, Description: v.Description})
		}
		out = append(out, bad)
	}
	if e.RetryAfter > 0 {
		out = append(out, &errdetails.RetryInfo{RetryDelay: durationpb.New(e.RetryAfter)})
	}
	for _, d := range e.Details {
		if m, ok := d.(proto.Message); ok {
			out = append(out, protoadapt.MessageV1Of(m))
		}
	}
	return out
}

// FromStatus rebuilds the *errs.Error that ToStatus sent, proto details included. A status of another origin (the
// transport, a proxy) gets the reason that fits its code; an error that is no status becomes errs.Internal. It
// returns nil for nil.
func FromStatus(err error) error {
	if err == nil {
		return nil
	}
	if known, ok := errs.As(err); ok {
		return known
	}
	st, ok := status.FromError(err)
	if !ok {
		return errs.From(err)
	}
	if e := rebuild(st); e != nil {
		return e
	}
	return foreign(st)
}

// rebuild returns nil when the status is not one of ours.
func rebuild(st *status.Status) *errs.Error {
	e := errs.New(fromGRPC(st.Code()), "", st.Message())
	ours := false
	for _, d := range st.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			if d.GetDomain() != Domain {
				continue
			}
			ours = true
			e.Reason, e.Metadata = errs.Reason(d.GetReason()), d.GetMetadata()
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				e.Violations = append(e.Violations, errs.Field(v.GetField(), v.GetDescription()))
			}
		case *errdetails.RetryInfo:
			e.RetryAfter = d.GetRetryDelay().AsDuration()
		case proto.Message:
			e.Details = append(e.Details, d)
		}
	}
	if !ours {
		return nil
	}
	return e
}

// foreign translates a status that no Firstcall server made. Its text may hold addresses, so it is only a cause.
func foreign(st *status.Status) *errs.Error {
	cause := errors.New(st.Code().String() + ": " + st.Message())
	switch st.Code() {
	case codes.Unavailable:
		return errs.New(errs.Unavailable, errs.ReasonUnavailable, "a part of the product does not answer").Wrap(cause)
	case codes.DeadlineExceeded:
		return errs.New(errs.DeadlineExceeded, errs.ReasonDeadlineExceeded,
			"the call took longer than it may").Wrap(cause)
	case codes.Canceled:
		return errs.New(errs.Canceled, "", "the caller gave up").Wrap(cause)
	case codes.NotFound:
		return errs.New(errs.NotFound, errs.ReasonNotFound, "not found").Wrap(cause)
	case codes.Unimplemented:
		return errs.NotBuilt().Wrap(cause)
	default:
		return errs.Internal(cause)
	}
}
