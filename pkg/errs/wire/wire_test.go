package wire_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	errorsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/errors/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
)

// cross sends an error through the bytes of a status.
func cross(t *testing.T, err error) error {
	t.Helper()
	bytes, encodeErr := proto.Marshal(wire.ToStatus(err).Proto())
	require.NoError(t, encodeErr)
	st := status.New(codes.OK, "").Proto()
	require.NoError(t, proto.Unmarshal(bytes, st))
	return wire.FromStatus(status.FromProto(st).Err())
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	opens := timestamppb.New(time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC))
	sent := errs.New(errs.Aborted, "SLOT_TAKEN", "the slot is taken").
		With("slot", "s1").WithDetails(opens, "dropped: no proto message").WithRetryAfter(3 * time.Second)
	sent.Violations = []errs.Violation{errs.Field("need.concerns[0]", "is unknown")}

	got, ok := errs.As(cross(t, fmt.Errorf("book: %w", sent.Wrap(errors.New("row 7 of jane@example.org")))))
	require.True(t, ok)
	require.ErrorIs(t, got, sent)
	require.Equal(t, sent.Message, got.Message)
	require.Equal(t, sent.Metadata, got.Metadata)
	require.Equal(t, sent.Violations, got.Violations)
	require.Equal(t, sent.RetryAfter, got.RetryAfter)
	require.Len(t, got.Details, 1)
	require.True(t, proto.Equal(opens, got.Details[0].(proto.Message)))
	require.NoError(t, got.Unwrap(), "the cause stayed")
}

func TestEveryCodeCrosses(t *testing.T) {
	t.Parallel()
	for c := errs.InvalidArgument; c < errs.Canceled; c++ {
		require.ErrorIs(t, cross(t, errs.New(c, "SOME_REASON", "text")), errs.New(c, "SOME_REASON", ""), c.String())
	}
}

func TestCausesNeverLeak(t *testing.T) {
	t.Parallel()
	const canary = "jane@example.org"
	cause := errors.New(canary)
	for name, err := range map[string]error{
		"unknown":     cause,
		"wrapped":     fmt.Errorf("read %s: %w", canary, cause),
		"internal":    errs.Internal(cause),
		"domain":      errs.New(errs.NotFound, "NOT_FOUND", "no such inquiry").Wrap(cause),
		"deadline":    fmt.Errorf("%s: %w", canary, context.DeadlineExceeded),
		"cancelled":   fmt.Errorf("%s: %w", canary, context.Canceled),
		"foreign":     wire.FromStatus(status.Error(codes.Unavailable, canary)),
		"odd foreign": wire.FromStatus(status.Error(codes.DataLoss, canary)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotContains(t, prototext.Format(wire.ToStatus(err).Proto()), "jane")
		})
	}
}

func TestForeignStatus(t *testing.T) {
	t.Parallel()
	info, err := status.New(codes.Aborted, "x").WithDetails(&errdetails.ErrorInfo{Domain: "other", Reason: "SLOT_TAKEN"})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		err    error
		code   errs.Code
		reason errs.Reason
	}{
		"transport":       {status.Error(codes.Unavailable, "connection refused"), errs.Unavailable, errs.ReasonUnavailable},
		"deadline":        {status.Error(codes.DeadlineExceeded, "x"), errs.DeadlineExceeded, errs.ReasonDeadlineExceeded},
		"cancelled":       {status.Error(codes.Canceled, "x"), errs.Canceled, ""},
		"unknown method":  {status.Error(codes.Unimplemented, "x"), errs.Unimplemented, errs.ReasonNotBuilt},
		"not found":       {status.Error(codes.NotFound, "x"), errs.NotFound, errs.ReasonNotFound},
		"too large":       {status.Error(codes.ResourceExhausted, "x"), errs.CodeInternal, errs.ReasonInternal},
		"another domain":  {info.Err(), errs.CodeInternal, errs.ReasonInternal},
		"not a status":    {errors.New("x"), errs.CodeInternal, errs.ReasonInternal},
		"context":         {context.DeadlineExceeded, errs.DeadlineExceeded, errs.ReasonDeadlineExceeded},
		"already rebuilt": {errs.NotBuilt(), errs.Unimplemented, errs.ReasonNotBuilt},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := wire.FromStatus(tc.err)
			require.Equal(t, tc.code, errs.CodeOf(got))
			require.Equal(t, tc.reason, errs.ReasonOf(got))
		})
	}
	require.NoError(t, wire.FromStatus(nil))
	require.Equal(t, codes.OK, wire.ToStatus(nil).Code())
}

func TestSharedReasonsAreInTheProto(t *testing.T) {
	t.Parallel()
	for _, reason := range []errs.Reason{
		errs.ReasonInvalidFields, errs.ReasonUnauthenticated, errs.ReasonPermissionDenied, errs.ReasonNotFound,
		errs.ReasonNotBuilt, errs.ReasonRequestIDReused, errs.ReasonETagMismatch, errs.ReasonRateLimited,
		errs.ReasonInternal, errs.ReasonUnavailable, errs.ReasonDeadlineExceeded, errs.ReasonInvalidPageToken,
	} {
		require.Contains(t, errorsv1.ErrorReason_Reason_value, string(reason))
	}
}
