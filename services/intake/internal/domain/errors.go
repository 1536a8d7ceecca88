package domain

import (
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Reasons of intake's own rules, and those of the services it calls that it looks at.
const (
	reasonWrongState   errs.Reason = "WRONG_INQUIRY_STATE"
	reasonLinkNotFound errs.Reason = "LINK_NOT_FOUND"
	reasonUnderWay     errs.Reason = "PAIRING_UNDER_WAY"
)

// The errors of the domain.
var (
	ErrInquiryNotFound = errs.New(errs.NotFound, errs.ReasonNotFound, "there is no such inquiry")
	ErrLinkNotFound    = errs.New(errs.NotFound, reasonLinkNotFound, "this link or code is not valid, or not any more")
	ErrWrongState      = errs.New(errs.FailedPrecondition, reasonWrongState, "the inquiry is in a state that does not allow this")
	ErrPairingUnderWay = errs.New(errs.Aborted, reasonUnderWay, "another pairing for the inquiry is under way")
	ErrNotStarted      = errs.New(errs.FailedPrecondition, "NOT_STARTED", "the first session has not begun yet")
	ErrETagMismatch    = errs.New(errs.Aborted, errs.ReasonETagMismatch, "the inquiry changed since it was read")
	ErrRequestIDReused = errs.New(errs.Aborted, errs.ReasonRequestIDReused, "the same request id came before with another body")
	ErrTooManyTries    = errs.New(errs.ResourceExhausted, errs.ReasonRateLimited, "too many tries; wait a while")
	// ErrTryAgain says that somebody else is at the same inquiry, or that a step has to be taken again.
	ErrTryAgain = errs.New(errs.Unavailable, errs.ReasonUnavailable, "this could not be finished now; trying again is safe").
			WithRetryAfter(time.Second)
)

// refused reports whether err is a definite no of another service: what was asked did not happen and will not. Any
// other failure leaves open whether it happened.
func refused(err error) bool {
	switch errs.CodeOf(err) {
	case errs.InvalidArgument, errs.NotFound, errs.AlreadyExists, errs.Aborted, errs.FailedPrecondition,
		errs.PermissionDenied, errs.ResourceExhausted, errs.Unimplemented:
		return true
	default:
		return false
	}
}
