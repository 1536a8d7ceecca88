package errs

import (
	"context"
	"errors"
)

// Code is the kind of an error.
type Code int

// The kinds of errors. The zero value is no error.
const (
	OK Code = iota
	InvalidArgument
	NotFound
	AlreadyExists
	Aborted
	FailedPrecondition
	PermissionDenied
	Unauthenticated
	ResourceExhausted
	Unavailable
	DeadlineExceeded
	Unimplemented
	// CodeInternal is a fault of ours; Internal is the constructor of such errors.
	CodeInternal
	// Canceled says that the caller gave up; there is nobody left to answer.
	Canceled
)

// String returns the code as it is written in logs and on the wire.
func (c Code) String() string {
	switch c {
	case OK:
		return "OK"
	case InvalidArgument:
		return "INVALID_ARGUMENT"
	case NotFound:
		return "NOT_FOUND"
	case AlreadyExists:
		return "ALREADY_EXISTS"
	case Aborted:
		return "ABORTED"
	case FailedPrecondition:
		return "FAILED_PRECONDITION"
	case PermissionDenied:
		return "PERMISSION_DENIED"
	case Unauthenticated:
		return "UNAUTHENTICATED"
	case ResourceExhausted:
		return "RESOURCE_EXHAUSTED"
	case Unavailable:
		return "UNAVAILABLE"
	case DeadlineExceeded:
		return "DEADLINE_EXCEEDED"
	case Unimplemented:
		return "UNIMPLEMENTED"
	case Canceled:
		return "CANCELED"
	default:
		return "INTERNAL"
	}
}

// Ours reports whether the fault is on our side and a person should look at it.
func (c Code) Ours() bool {
	return c == CodeInternal || c == Unavailable || c == DeadlineExceeded
}

// CodeOf returns the kind of err: OK for nil, the context errors' own kinds, CodeInternal for anything unknown.
func CodeOf(err error) Code {
	if err == nil {
		return OK
	}
	if e, ok := As(err); ok {
		return e.Code
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return DeadlineExceeded
	case errors.Is(err, context.Canceled):
		return Canceled
	default:
		return CodeInternal
	}
}
