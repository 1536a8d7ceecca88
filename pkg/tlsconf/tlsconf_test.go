package tlsconf_test

import (
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

func newCA(t *testing.T) *tlsconf.DevCA {
	t.Helper()
	ca, err := tlsconf.NewDevCA(clock.System().Now())
	require.NoError(t, err)
	return ca
}

func load(t *testing.T, ca *tlsconf.DevCA, name string) (*tlsconf.Source, tlsconf.Files) {
	t.Helper()
	files, err := ca.WriteFiles(t.TempDir(), name, name+".firstcall.internal", "10.0.0.7")
	require.NoError(t, err)
	source, err := tlsconf.Load(files)
	require.NoError(t, err)
	return source, files
}

// handshake returns who the server saw, and both ends' errors.
func handshake(server, client *tls.Config) (caller string, serverErr, clientErr error) {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	done := make(chan error, 1)
	go func() {
		conn := tls.Client(b, client)
		err := conn.Handshake()
		if err == nil {
			_, err = conn.Read(make([]byte, 1))
		}
		done <- err
	}()
	conn := tls.Server(a, server)
	if serverErr = conn.Handshake(); serverErr == nil {
		_, serverErr = conn.Write([]byte("!"))
	}
	_ = a.Close()
	return tlsconf.Caller(conn.ConnectionState()), serverErr, <-done
}

func TestHandshake(t *testing.T) {
	t.Parallel()
	ca := newCA(t)
	server, _ := load(t, ca, "scheduling")
	intake, _ := load(t, ca, "intake")
	redis, _ := load(t, ca, "redis")
	stranger, _ := load(t, newCA(t), "intake")

	require.Equal(t, "intake", intake.Name())
	caller, err, _ := handshake(server.Server("intake"), intake.Client("scheduling"))
	require.NoError(t, err)
	require.Equal(t, "intake", caller)
	_, err, _ = handshake(server.Server("intake"), redis.Client("scheduling"))
	require.ErrorContains(t, err, "names no service that may call")
	_, err, _ = handshake(server.Server(), redis.Client("scheduling"))
	require.NoError(t, err)
	_, err, _ = handshake(server.Server(), stranger.Client("scheduling"))
	require.Error(t, err)
	_, _, err = handshake(server.Server(), intake.Client("matching"))
	require.ErrorContains(t, err, "not matching")

	old := intake.Client("scheduling")
	old.MinVersion, old.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	_, err, _ = handshake(server.Server(), old)
	require.ErrorContains(t, err, "unsupported versions")

	nobody := intake.Client("scheduling")
	nobody.Certificates = nil
	_, err, _ = handshake(server.Server(), nobody)
	require.ErrorContains(t, err, "didn't provide a certificate")
}

func TestFilesAreReadAgain(t *testing.T) {
	t.Parallel()
	old, next := newCA(t), newCA(t)
	server, files := load(t, old, "scheduling")
	intake, _ := load(t, next, "intake")
	_, err, _ := handshake(server.Server(), intake.Client("scheduling"))
	require.Error(t, err)

	cert, key, err := next.Leaf("scheduling")
	require.NoError(t, err)
	replace(t, files.Cert, cert)
	_, _, err = handshake(server.Server(), intake.Client("scheduling"))
	require.Error(t, err, "files that do not fit together change nothing")

	replace(t, files.Key, key)
	replace(t, files.CA, next.CA())
	_, err, _ = handshake(server.Server(), intake.Client("scheduling"))
	require.NoError(t, err)

	require.NoError(t, os.Remove(files.CA))
	_, err, _ = handshake(server.Server(), intake.Client("scheduling"))
	require.NoError(t, err, "a missing file changes nothing")
}

// replace writes a file and makes sure that its time changes.
func replace(t *testing.T, path string, text []byte) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	later := info.ModTime().Add(time.Second)
	require.NoError(t, os.Chtimes(path, later, later))
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	ca := newCA(t)
	_, good := load(t, ca, "intake")
	_, other := load(t, ca, "matching")
	empty := filepath.Join(t.TempDir(), "empty")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	for name, files := range map[string]tlsconf.Files{
		"missing":       {CA: good.CA, Cert: good.Cert, Key: "missing"},
		"other key":     {CA: good.CA, Cert: good.Cert, Key: other.Key},
		"no authority":  {CA: empty, Cert: good.Cert, Key: good.Key},
		"nothing named": {},
	} {
		_, err := tlsconf.Load(files)
		require.Error(t, err, name)
	}
}

func TestCallerOfNobody(t *testing.T) {
	t.Parallel()
	require.Empty(t, tlsconf.Caller(tls.ConnectionState{}))
}
