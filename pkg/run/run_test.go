package run_test

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/firstcall-health/firstcall/pkg/run"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBroken = errors.New("broken")

func TestGroupFirstFailureEndsAll(t *testing.T) {
	t.Parallel()
	g, ctx := run.NewGroup(t.Context())
	g.Go("finished", func(context.Context) error { return nil })
	g.Go("waiting", func(ctx context.Context) error {
		<-ctx.Done()
		return context.Cause(ctx)
	})
	g.Go("breaking", func(context.Context) error { return errBroken })
	err := g.Wait()
	require.ErrorIs(t, err, errBroken)
	require.EqualError(t, err, "breaking: broken")
	require.ErrorIs(t, context.Cause(ctx), errBroken)
}

func TestGroupWithoutFailure(t *testing.T) {
	t.Parallel()
	parent, cancel := context.WithCancel(t.Context())
	g, ctx := run.NewGroup(parent)
	g.Go("waiting", func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	})
	cancel()
	require.NoError(t, g.Wait())
	require.Error(t, ctx.Err())
}

func TestGroupPanic(t *testing.T) {
	t.Parallel()
	g, _ := run.NewGroup(t.Context())
	g.Go("worker", func(context.Context) error { panic("someone@example.org") })
	err := g.Wait()
	require.EqualError(t, err, "worker: panic: string", "the value stays out of the text")
	p, ok := errors.AsType[*run.PanicError](err)
	require.True(t, ok)
	require.Equal(t, "someone@example.org", p.Value)
	require.Contains(t, string(p.Stack), "TestGroupPanic")
}

func TestClosersCloseInReverse(t *testing.T) {
	t.Parallel()
	var c run.Closers
	var order []string
	add := func(name string, err error) {
		c.Add(name, func(context.Context) error {
			order = append(order, name)
			return err
		})
	}
	add("database", nil)
	add("service", errBroken)
	c.AddFunc("listener", func() error { panic("boom") })
	add("edge", nil)
	err := c.Close(t.Context())
	require.ErrorIs(t, err, errBroken)
	require.EqualError(t, err, "close listener: panic: string\nclose service: broken")
	require.Equal(t, []string{"edge", "service", "database"}, order)
	require.NoError(t, c.Close(t.Context()), "once only")
}

func TestClosersAreBounded(t *testing.T) {
	t.Parallel()
	var c run.Closers
	called := make(chan struct{})
	release := make(chan struct{})
	c.AddFunc("database", func() error {
		close(called)
		return nil
	})
	c.AddFunc("stuck", func() error {
		<-release
		return nil
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err := c.Close(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "close stuck")
	close(release)
	<-called
}

func TestSignalContext(t *testing.T) { //nolint:paralleltest // sends the process a signal
	ctx, stop := run.SignalContext(t.Context())
	defer stop()
	require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGTERM))
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Second):
		require.Fail(t, "the signal was not noticed")
	}
}
