package wire

import (
	"google.golang.org/grpc/codes"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

func toGRPC(c errs.Code) codes.Code {
	switch c {
	case errs.InvalidArgument:
		return codes.InvalidArgument
	case errs.NotFound:
		return codes.NotFound
	case errs.AlreadyExists:
		return codes.AlreadyExists
	case errs.Aborted:
		return codes.Aborted
	case errs.FailedPrecondition:
		return codes.FailedPrecondition
	case errs.PermissionDenied:
		return codes.PermissionDenied
	case errs.Unauthenticated:
		return codes.Unauthenticated
	case errs.ResourceExhausted:
		return codes.ResourceExhausted
	case errs.Unavailable:
		return codes.Unavailable
	case errs.DeadlineExceeded:
		return codes.DeadlineExceeded
	case errs.Unimplemented:
		return codes.Unimplemented
	case errs.Canceled:
		return codes.Canceled
	default:
		return codes.Internal
	}
}

func fromGRPC(c codes.Code) errs.Code {
	switch c {
	case codes.InvalidArgument, codes.OutOfRange:
		return errs.InvalidArgument
	case codes.NotFound:
		return errs.NotFound
	case codes.AlreadyExists:
		return errs.AlreadyExists
	case codes.Aborted:
		return errs.Aborted
	case codes.FailedPrecondition:
		return errs.FailedPrecondition
	case codes.PermissionDenied:
		return errs.PermissionDenied
	case codes.Unauthenticated:
		return errs.Unauthenticated
	case codes.ResourceExhausted:
		return errs.ResourceExhausted
	case codes.Unavailable:
		return errs.Unavailable
	case codes.DeadlineExceeded:
		return errs.DeadlineExceeded
	case codes.Unimplemented:
		return errs.Unimplemented
	case codes.Canceled:
		return errs.Canceled
	default:
		return errs.CodeInternal
	}
}
