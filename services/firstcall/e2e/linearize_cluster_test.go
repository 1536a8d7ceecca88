package e2e

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

// cluster is scheduling alone, in one or several processes on one database.
type cluster struct {
	*product
	engine string
	nodes  []*replica
	signer *identity.Signer
}

// replica is one process of scheduling, called without the retries a service would make: a history has to know each
// attempt.
type replica struct {
	addr string
	proc *process
	// down says that it was killed and has not come back.
	down atomic.Bool

	public schedulingv1.PublicSchedulingServiceClient
	staff  schedulingv1.SchedulingServiceClient
	intake schedulingv1.BookingServiceClient
	match  schedulingv1.BookingServiceClient
}

func startCluster(t *testing.T, engine string, replicas int) *cluster {
	t.Helper()
	c := &cluster{engine: engine, product: prepare(t, engine, fourRoles, "FIRSTCALL_DATABASE_MAX_CONNS=10", "FIRSTCALL_LOG_LEVEL=error",
		"FIRSTCALL_ONE_OPEN_CALL=on")}
	text, err := os.ReadFile(filepath.Join(c.certs, "identity.pem"))
	require.NoError(t, err)
	key, err := identity.ParsePrivateKey(text)
	require.NoError(t, err)
	c.signer = identity.NewSigner(key, clock.System())
	for _, addr := range freePorts(t, replicas) {
		r := &replica{addr: addr}
		c.nodes = append(c.nodes, r)
		gateway, intake := c.raw(t, addr, "gateway"), c.raw(t, addr, "intake")
		r.public = schedulingv1.NewPublicSchedulingServiceClient(gateway)
		r.staff = schedulingv1.NewSchedulingServiceClient(gateway)
		r.intake = schedulingv1.NewBookingServiceClient(intake)
		r.match = schedulingv1.NewBookingServiceClient(c.raw(t, addr, "matching"))
		c.revive(t, r)
	}
	return c
}

func (c *cluster) raw(t *testing.T, addr, caller string) *grpc.ClientConn {
	t.Helper()
	source, err := tlsconf.Load(tlsconf.Files{
		CA: filepath.Join(c.certs, "ca.crt"), Cert: filepath.Join(c.certs, caller+".crt"), Key: filepath.Join(c.certs, caller+".key"),
	})
	require.NoError(t, err)
	conn, err := grpc.NewClient(addr, grpc.WithTransportCredentials(tlsconf.ClientCredentials(source, "scheduling")),
		grpc.WithDisableRetry(), grpc.WithDisableServiceConfig(), grpc.WithNoProxy(),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 20 * time.Millisecond, Multiplier: 1.2, MaxDelay: 100 * time.Millisecond},
			MinConnectTimeout: 2 * time.Second,
		}))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// revive starts the replica's process and waits until it listens.
func (c *cluster) revive(t *testing.T, r *replica) {
	t.Helper()
	r.proc = c.spawnRole(t, "scheduling", r.addr)
	t.Cleanup(r.proc.kill)
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", r.addr)
		if err == nil {
			require.NoError(t, conn.Close())
			r.down.Store(false)
			return
		}
		select {
		case <-r.proc.done:
			require.FailNow(t, "the process ended", tail(r.proc.log.String()))
		case <-ctx.Done():
			require.FailNow(t, "the process does not listen", tail(r.proc.log.String()))
		case <-ticker.C:
		}
	}
}

// kill ends a replica as a power cut would, and starts it again after a while.
func (c *cluster) killFor(t *testing.T, r *replica, pause time.Duration) {
	t.Helper()
	r.down.Store(true)
	r.proc.kill()
	<-time.NewTimer(pause).C
	c.revive(t, r)
}

// stall stops a replica in the middle of whatever it does, without its noticing.
func (r *replica) stall(t *testing.T, pause time.Duration) {
	t.Helper()
	require.NoError(t, r.proc.cmd.Process.Signal(syscall.SIGSTOP))
	<-time.NewTimer(pause).C
	require.NoError(t, r.proc.cmd.Process.Signal(syscall.SIGCONT))
}

// as returns a context in which the actor acts through the gateway.
func (c *cluster) as(ctx context.Context, actor identity.Actor) context.Context {
	token, err := c.signer.Mint(actor, "scheduling")
	if err != nil {
		panic(fmt.Sprintf("mint: %v", err))
	}
	return outgoing(ctx, token)
}
