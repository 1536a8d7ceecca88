// Package errs is the one error type of the product: what kind of refusal it is, which rule refused, and what the
// caller may know about it. The cause stays inside the process.
package errs

import (
	"errors"
	"maps"
	"slices"
	"time"
)

// Error is a refusal or a fault. Values are shared as package-level sentinels, so every method returns a copy and
// none changes its receiver.
type Error struct {
	// Code is the kind of error; it decides the status on the wire.
	Code Code
	// Reason is the rule that refused; callers branch on it.
	Reason Reason
	// Message is one constant English sentence without personal values.
	Message string
	// Metadata holds short, non-personal facts about the refusal, such as the state a resource is in.
	Metadata map[string]string
	// Violations names the wrong fields of an INVALID_FIELDS error.
	Violations []Violation
	// RetryAfter is when trying again makes sense; zero says nothing.
	RetryAfter time.Duration
	// Details are opaque payloads; the rpc layer puts proto messages here and they travel with the error.
	Details []any

	cause error
}

// Violation is one wrong field.
type Violation struct {
	// Field is the JSON path in the request, such as contact.phone or need.concerns[0].
	Field string
	// Description says what is wrong, without repeating the value.
	Description string
}

// New returns an error of the given kind and rule. The message is constant and holds no personal value.
func New(code Code, reason Reason, message string) *Error {
	return &Error{Code: code, Reason: reason, Message: message}
}

// Error implements error. The text includes the cause and is for logs only.
func (e *Error) Error() string {
	text := string(e.Reason)
	if text == "" {
		text = e.Code.String()
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns the cause, which never crosses the wire.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is an *Error of the same code and reason, so sentinels match after crossing the wire.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Reason == e.Reason
}

// With returns a copy that carries one more metadata entry.
func (e *Error) With(key, value string) *Error {
	c := e.clone()
	if c.Metadata == nil {
		c.Metadata = make(map[string]string, 1)
	}
	c.Metadata[key] = value
	return c
}

// WithDetails returns a copy that carries further payloads.
func (e *Error) WithDetails(details ...any) *Error {
	c := e.clone()
	c.Details = append(c.Details, details...)
	return c
}

// WithRetryAfter returns a copy that tells the caller when to try again.
func (e *Error) WithRetryAfter(d time.Duration) *Error {
	c := e.clone()
	c.RetryAfter = d
	return c
}

// Wrap returns a copy with the cause, which is logged and never sent.
func (e *Error) Wrap(cause error) *Error {
	c := e.clone()
	c.cause = cause
	return c
}

func (e *Error) clone() *Error {
	c := *e
	c.Metadata = maps.Clone(e.Metadata)
	c.Violations = slices.Clone(e.Violations)
	c.Details = slices.Clone(e.Details)
	return &c
}

// As returns the first *Error in err's chain.
func As(err error) (*Error, bool) { return errors.AsType[*Error](err) }
