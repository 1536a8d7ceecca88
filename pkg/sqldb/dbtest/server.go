package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/firstcall-health/firstcall/pkg/internal/child"
)

// errNotInstalled says that no PostgreSQL server programs were found.
var errNotInstalled = errors.New("dbtest: PostgreSQL is not installed and FIRSTCALL_TEST_POSTGRES_URL is not set")

var settings = []string{
	"-c", "listen_addresses=", "-c", "max_connections=300", "-c", "shared_buffers=64MB",
	"-c", "max_wal_size=256MB", "-c", "log_min_messages=fatal",
}

// unsafeSettings trade what a crash of the machine would lose for speed.
var unsafeSettings = []string{
	"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off",
}

// startServer starts a private PostgreSQL that listens on a Unix socket only,
// and returns its URL.
func startServer() (*child.Process, string, error) {
	bin, err := programs()
	if err != nil {
		return nil, "", err
	}
	dir, err := os.MkdirTemp("", "fcpg")
	if err != nil {
		return nil, "", err
	}
	who, err := account(dir)
	if err != nil {
		return nil, "", err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.CommandContext(context.Background(), filepath.Join(bin, "initdb"), "-D", data,
		"-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = dir, &syscall.SysProcAttr{Credential: who}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, "", fmt.Errorf("dbtest: initdb: %w: %s", err, out)
	}
	program := []string{filepath.Join(bin, "postgres"), "-D", data, "-k", dir}
	program = append(program, settings...)
	if os.Getenv("FIRSTCALL_TEST_POSTGRES_FSYNC") == "" {
		program = append(program, unsafeSettings...)
	}
	process, err := child.Start(dir, "QUIT", who, program...)
	return process, "postgres://postgres@/postgres?sslmode=disable&host=" + url.QueryEscape(dir), err
}

// prepare waits until the server answers and makes what every schema shares.
func prepare(dsn string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // nothing is left to lose
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for {
		// The lock keeps test binaries that share a server from making it twice.
		_, err = db.ExecContext(ctx, `begin; select pg_advisory_xact_lock(7305);
			create extension if not exists btree_gist with schema public; commit`)
		if err == nil {
			return nil
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return fmt.Errorf("dbtest: the server does not answer: %w", err)
		}
	}
}

// programs returns the folder of the newest installed PostgreSQL server.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errNotInstalled
	}
	slices.SortFunc(found, func(a, b string) int { return major(a) - major(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

func major(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// account returns whom the server runs as. It refuses to run as root: there it
// runs as the user postgres, who is given dir.
func account(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, errNotInstalled
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}
