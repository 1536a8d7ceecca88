// Package ephemeraltest holds the tests every ephemeral store passes, and
// starts private Redis servers for tests.
package ephemeraltest

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/internal/child"
)

// Server is a private Redis server on a Unix socket.
type Server struct {
	// URL is what [ephemeral.Redis] takes.
	URL     string
	process *child.Process
}

// Start starts a server that ends with the test. Where Redis is not installed
// the test is skipped, and fails when CI is set.
func Start(tb testing.TB) *Server {
	tb.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil && os.Getenv("CI") == "" {
		tb.Skip("redis-server is not installed")
	}
	require.NoError(tb, err)
	dir, err := os.MkdirTemp("", "fcredis") //nolint:usetesting // a socket's path is short, and the server clears it away
	require.NoError(tb, err)
	socket := filepath.Join(dir, "redis.sock")
	process, err := child.Start(dir, "TERM", nil, program, "--port", "0",
		"--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", dir)
	require.NoError(tb, err)
	s := &Server{URL: "unix://" + socket, process: process}
	tb.Cleanup(func() {
		s.Resume(tb)
		process.Stop()
	})
	require.Eventually(tb, func() bool { return s.answers() }, 10*time.Second, 10*time.Millisecond)
	return s
}

// answers reports whether the server takes connections.
func (s *Server) answers() bool {
	conn, err := (&net.Dialer{}).DialContext(context.Background(), "unix", s.URL[len("unix://"):])
	return err == nil && conn.Close() == nil
}

// Pause makes the server hang: connections stay open, nothing is answered.
func (s *Server) Pause(tb testing.TB) { require.NoError(tb, s.process.Signal(syscall.SIGSTOP)) }

// Resume ends a pause.
func (s *Server) Resume(tb testing.TB) { require.NoError(tb, s.process.Signal(syscall.SIGCONT)) }

// Redis starts a server and returns a store on it; both end with the test.
func Redis(tb testing.TB) *ephemeral.RedisStore {
	tb.Helper()
	store, err := ephemeral.Redis(Start(tb).URL)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}
