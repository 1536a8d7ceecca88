package problem

import (
	"fmt"
	"net/http"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Reasons of the edge itself, which has refusals no service knows.
const (
	ReasonBodyTooLarge         errs.Reason = "BODY_TOO_LARGE"
	ReasonUnsupportedMediaType errs.Reason = "UNSUPPORTED_MEDIA_TYPE"
	ReasonMethodNotAllowed     errs.Reason = "METHOD_NOT_ALLOWED"
)

// statusClientClosed says that the client gave up; nobody reads it but the log.
const statusClientClosed = 499

// NotFound says that nothing answers at this path.
func NotFound() *errs.Error {
	return errs.New(errs.NotFound, errs.ReasonNotFound, "there is nothing at this address")
}

// MethodNotAllowed says that the path takes other HTTP methods.
func MethodNotAllowed() *errs.Error {
	return errs.New(errs.Unimplemented, ReasonMethodNotAllowed, "this address takes another HTTP method")
}

// BodyTooLarge says that the body is larger than the bytes that are taken.
func BodyTooLarge(most int64) *errs.Error {
	return errs.New(errs.InvalidArgument, ReasonBodyTooLarge, fmt.Sprintf("the body is larger than the %d KiB that are taken here", most>>10))
}

// UnsupportedMediaType says that the body is not plain, uncompressed application/json.
func UnsupportedMediaType() *errs.Error {
	return errs.New(errs.InvalidArgument, ReasonUnsupportedMediaType,
		"the body has to be application/json in UTF-8, without a content encoding")
}

// Unauthenticated says that no valid credentials came along.
func Unauthenticated() *errs.Error {
	return errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, "a valid token is required")
}

// PermissionDenied says that no role of the person may do this.
func PermissionDenied() *errs.Error {
	return errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "your role may not do this")
}

// Status is the HTTP code of an error: that of its gRPC code (google/rpc/code.proto), but for the edge's own reasons.
func Status(e *errs.Error) int {
	switch e.Reason {
	case ReasonBodyTooLarge:
		return http.StatusRequestEntityTooLarge
	case ReasonUnsupportedMediaType:
		return http.StatusUnsupportedMediaType
	case ReasonMethodNotAllowed:
		return http.StatusMethodNotAllowed
	}
	switch e.Code {
	case errs.OK:
		return http.StatusOK
	case errs.InvalidArgument, errs.FailedPrecondition:
		return http.StatusBadRequest
	case errs.NotFound:
		return http.StatusNotFound
	case errs.AlreadyExists, errs.Aborted:
		return http.StatusConflict
	case errs.PermissionDenied:
		return http.StatusForbidden
	case errs.Unauthenticated:
		return http.StatusUnauthorized
	case errs.ResourceExhausted:
		return http.StatusTooManyRequests
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	case errs.DeadlineExceeded:
		return http.StatusGatewayTimeout
	case errs.Unimplemented:
		return http.StatusNotImplemented
	case errs.Canceled:
		return statusClientClosed
	default:
		return http.StatusInternalServerError
	}
}
