package dbtest

import (
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/firstcall-health/firstcall/pkg/internal/child"
)

// started is the server of this test binary. It is the one global here: a
// server per test would take longer than the tests.
var started struct {
	once   sync.Once
	server *child.Process
	url    string
	err    error
}

// Postgres returns the URL of the PostgreSQL server for tests, starting it if
// need be. Make a schema ([Config]) or a database ([Database]) for each test.
func Postgres(tb testing.TB) string {
	tb.Helper()
	started.once.Do(func() {
		if started.url = os.Getenv("FIRSTCALL_TEST_POSTGRES_URL"); started.url == "" {
			started.server, started.url, started.err = startServer()
		}
		if started.err == nil {
			started.err = prepare(started.url)
		}
	})
	switch {
	case errors.Is(started.err, errNotInstalled) && os.Getenv("CI") == "":
		tb.Skip(started.err)
	case started.err != nil:
		tb.Fatal(started.err)
	}
	return started.url
}

// Main runs the tests of a package and stops the server it started. Without it
// the server ends with the process, a moment later.
func Main(m *testing.M) { os.Exit(Run(m)) }

// Run is [Main] for a TestMain that has something to do afterwards: it returns
// the exit code.
func Run(m *testing.M) int {
	code := m.Run()
	if started.server != nil {
		started.server.Stop()
	}
	return code
}
