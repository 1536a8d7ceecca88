package errs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

func slotTaken() *errs.Error { return errs.New(errs.Aborted, "SLOT_TAKEN", "the slot is taken") }

func TestMethodsCopy(t *testing.T) {
	t.Parallel()
	sentinel := slotTaken()
	cause := errors.New("row 7")
	got := sentinel.With("slot", "s1").With("state", "HELD").WithDetails("payload").
		WithRetryAfter(time.Second).Wrap(cause)

	require.Equal(t, slotTaken(), sentinel, "the sentinel is unchanged")
	require.Equal(t, map[string]string{"slot": "s1", "state": "HELD"}, got.Metadata)
	require.Equal(t, []any{"payload"}, got.Details)
	require.Equal(t, time.Second, got.RetryAfter)
	require.ErrorIs(t, got, cause)
	require.ErrorIs(t, got, sentinel)
	require.EqualError(t, got, "SLOT_TAKEN: the slot is taken: row 7")

	branch := got.With("more", "x")
	require.NotContains(t, got.Metadata, "more")
	require.Contains(t, branch.Metadata, "slot")
}

func TestIs(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("book: %w", slotTaken().With("slot", "s1"))
	require.ErrorIs(t, err, slotTaken())
	require.NotErrorIs(t, err, errs.New(errs.FailedPrecondition, "SLOT_TAKEN", ""))
	require.NotErrorIs(t, err, errs.New(errs.Aborted, "NO_CAPACITY", ""))
	require.NotErrorIs(t, err, errors.New("SLOT_TAKEN"))
}

func TestOf(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err    error
		code   errs.Code
		reason errs.Reason
	}{
		"nil":       {nil, errs.OK, ""},
		"ours":      {fmt.Errorf("x: %w", slotTaken()), errs.Aborted, "SLOT_TAKEN"},
		"deadline":  {fmt.Errorf("x: %w", context.DeadlineExceeded), errs.DeadlineExceeded, errs.ReasonDeadlineExceeded},
		"cancelled": {context.Canceled, errs.Canceled, ""},
		"unknown":   {errors.New("disk full"), errs.CodeInternal, errs.ReasonInternal},
		"internal":  {errs.Internal(errors.New("disk full")), errs.CodeInternal, errs.ReasonInternal},
		"not built": {errs.NotBuilt(), errs.Unimplemented, errs.ReasonNotBuilt},
		"invalid":   {errs.Invalid(errs.Field("slot", "is in the past")), errs.InvalidArgument, errs.ReasonInvalidFields},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.code, errs.CodeOf(tc.err))
			require.Equal(t, tc.reason, errs.ReasonOf(tc.err))
		})
	}
}

func TestFromKeepsTheCause(t *testing.T) {
	t.Parallel()
	require.Nil(t, errs.From(nil))
	for _, err := range []error{errors.New("disk full"), context.DeadlineExceeded, context.Canceled} {
		require.ErrorIs(t, errs.From(err), err)
	}
	taken := slotTaken()
	require.Same(t, taken, errs.From(fmt.Errorf("book: %w", taken)))
}

func TestCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for c := errs.OK; c <= errs.Canceled; c++ {
		require.False(t, seen[c.String()], c.String())
		seen[c.String()] = true
	}
	require.Equal(t, "INTERNAL", errs.Code(99).String())
	require.True(t, errs.CodeInternal.Ours())
	require.True(t, errs.Unavailable.Ours())
	require.True(t, errs.DeadlineExceeded.Ours())
	require.False(t, errs.NotFound.Ours())
}
