package errs

// Reason is the bare name of a value of firstcall.errors.v1.ErrorReason.Reason, such as SLOT_TAKEN.
type Reason string

// Reasons every service shares. The reasons of a service's own rules live in its domain.
const (
	ReasonInvalidFields    Reason = "INVALID_FIELDS"
	ReasonUnauthenticated  Reason = "UNAUTHENTICATED"
	ReasonPermissionDenied Reason = "PERMISSION_DENIED"
	ReasonNotFound         Reason = "NOT_FOUND"
	ReasonNotBuilt         Reason = "NOT_BUILT"
	ReasonRequestIDReused  Reason = "REQUEST_ID_REUSED"
	ReasonETagMismatch     Reason = "ETAG_MISMATCH"
	ReasonRateLimited      Reason = "RATE_LIMITED"
	ReasonInternal         Reason = "INTERNAL"
	ReasonUnavailable      Reason = "UNAVAILABLE"
	ReasonDeadlineExceeded Reason = "DEADLINE_EXCEEDED"
	ReasonInvalidPageToken Reason = "INVALID_PAGE_TOKEN"
)

// Invalid says which fields of the request are wrong.
func Invalid(violations ...Violation) *Error {
	e := New(InvalidArgument, ReasonInvalidFields, "some fields of the request are invalid")
	e.Violations = violations
	return e
}

// Field is one violation: the JSON path of a field and what is wrong with it.
func Field(path, description string) Violation {
	return Violation{Field: path, Description: description}
}

// Internal is a fault of ours. The cause is logged; the caller sees a fixed text.
func Internal(cause error) *Error {
	return New(CodeInternal, ReasonInternal, "something went wrong on our side").Wrap(cause)
}

// NotBuilt says that the product promises this and this version does not offer it.
func NotBuilt() *Error {
	return New(Unimplemented, ReasonNotBuilt, "this is not part of this version yet")
}

// ReasonOf returns the rule behind err: none for nil or a caller that gave up, INTERNAL for anything unknown.
func ReasonOf(err error) Reason { return From(err).reason() }

// From returns err as an *Error, making one for context errors and, as Internal, for everything unknown. It returns
// nil for nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := As(err); ok {
		return e
	}
	switch CodeOf(err) {
	case DeadlineExceeded:
		return New(DeadlineExceeded, ReasonDeadlineExceeded, "the call took longer than it may").Wrap(err)
	case Canceled:
		return New(Canceled, "", "the caller gave up").Wrap(err)
	default:
		return Internal(err)
	}
}

func (e *Error) reason() Reason {
	if e == nil {
		return ""
	}
	return e.Reason
}
