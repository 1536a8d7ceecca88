package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/policy"
)

// link makes the test services known.
func link(t *testing.T) {
	t.Helper()
	echotest.Register(grpc.NewServer(), nil)
}

func TestOf(t *testing.T) {
	t.Parallel()
	link(t)
	methods, err := policy.Of(echotest.Service)
	require.NoError(t, err)
	require.Len(t, methods, 4)
	got := methods[0]
	require.Equal(t, "firstcall.echotest.v1.Echo", string(got.Input.FullName()))
	got.Input = nil
	require.Equal(t, policy.Method{
		FullName: echotest.Read, Callers: []string{"gateway", "intake"},
		Roles:    []identity.Role{identity.Visitor, identity.Service},
		Deadline: 2 * time.Second, Idempotency: optionsv1.Policy_READ,
	}, got)
	require.True(t, got.ReadOnly())
	require.False(t, methods[1].ReadOnly())
	require.True(t, methods[2].NotBuilt)
	require.True(t, methods[3].Stream)
	require.Zero(t, methods[3].Deadline)
}

func TestIncomplete(t *testing.T) {
	t.Parallel()
	link(t)
	_, err := policy.Of(echotest.BareService)
	require.ErrorIs(t, err, policy.ErrIncomplete)
	_, err = policy.Linked("bare.")
	require.ErrorIs(t, err, policy.ErrIncomplete)
	_, err = policy.Of("no.such.Service")
	require.Error(t, err)
	_, err = policy.Of("firstcall.echotest.v1.Echo")
	require.ErrorContains(t, err, "not a service")
}

func TestLinked(t *testing.T) {
	t.Parallel()
	link(t)
	methods, err := policy.Linked("firstcall.echotest.")
	require.NoError(t, err)
	require.Len(t, methods, 4)
	methods, err = policy.Linked("nothing.")
	require.NoError(t, err)
	require.Empty(t, methods)
}

func TestWorkloads(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"gateway", "intake", "matching", "scheduling"}, policy.Workloads())
}
