package outside_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/outside"
)

const calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260309T140000Z\r\nDTEND:20260309T150000Z\r\nSUMMARY:secret\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// host is a server on loopback; client may reach it and nothing else there.
func host(t *testing.T, handler http.HandlerFunc) (*httptest.Server, *outside.Client) {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server, outside.NewClient(outside.Config{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Roots: roots})
}

func asking(address string) domain.Asking {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return domain.Asking{URL: address, Zone: time.UTC, From: day.UnixMicro(), To: day.AddDate(0, 1, 0).UnixMicro()}
}

func TestRead(t *testing.T) {
	t.Parallel()
	server, client := host(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") == "yesterday" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "yesterday")
		_, _ = w.Write([]byte(calendar))
	})
	q := asking(server.URL + "/private-abc/basic.ics")
	first, problem := client.Read(t.Context(), q)
	require.Equal(t, domain.NoProblem, problem)
	require.Equal(t, domain.Validators{ETag: `"1"`, Modified: "yesterday"}, first.Validators)
	require.Len(t, first.Spans, 1)
	require.Equal(t, time.Date(2026, 3, 9, 14, 0, 0, 0, time.UTC).UnixMicro(), first.Spans[0].Start)
	q.Validators = first.Validators
	second, problem := client.Read(t.Context(), q)
	require.Equal(t, domain.NoProblem, problem)
	require.Equal(t, domain.Answer{Unchanged: true}, second)
}

func TestProblems(t *testing.T) {
	t.Parallel()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	var bomb bytes.Buffer
	zip := gzip.NewWriter(&bomb)
	for range 64 {
		_, _ = zip.Write(make([]byte, 1<<20))
	}
	require.NoError(t, zip.Close())
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    domain.Problem
	}{
		"gone":        {status(410), domain.NotShared},
		"unknown":     {status(404), domain.NotShared},
		"forbidden":   {status(403), domain.NotShared},
		"failing":     {status(500), domain.HostFailed},
		"out of turn": {status(304), domain.HostFailed},
		"no calendar": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, domain.NotACalendar},
		"endless":     {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 6<<20)) }, domain.TooLarge},
		"a bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		}, domain.TooLarge},
		"hanging up": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, domain.Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, client := host(t, c.handler)
			_, problem := client.Read(t.Context(), asking(server.URL))
			require.Equal(t, c.want, problem)
		})
	}
}

func TestAHostThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server, client := host(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, problem := client.Read(ctx, asking(server.URL))
	require.Equal(t, domain.Unreachable, problem)
}

// Nobody gets from a calendar's host to where the guard would not let them: neither straight nor by a redirect.
func TestRedirects(t *testing.T) {
	t.Parallel()
	inside := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("reached")
		_, _ = w.Write([]byte(calendar))
	}))
	t.Cleanup(inside.Close)
	plain := httptest.NewServer(inside.Config.Handler)
	t.Cleanup(plain.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "https://"), ":")

	var (
		mu      sync.Mutex
		referer []string
	)
	server, client := host(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		referer = append(referer, r.Header.Get("Referer"))
		mu.Unlock()
		switch to := r.URL.Query().Get("to"); to {
		case "":
			_, _ = w.Write([]byte(calendar))
		case "loop":
			http.Redirect(w, r, r.URL.String(), http.StatusFound)
		default:
			http.Redirect(w, r, to, http.StatusMovedPermanently)
		}
	})
	for to, want := range map[string]domain.Problem{
		"/private-abc":                        domain.NoProblem,
		"loop":                                domain.AddressRefused,
		plain.URL:                             domain.AddressRefused,
		"https://127.0.0.2:" + port:           domain.AddressRefused,
		"https://[::1]:" + port:               domain.AddressRefused,
		"https://169.254.169.254/latest":      domain.AddressRefused,
		"https://10.0.0.1/":                   domain.AddressRefused,
		"https://user:word@127.0.0.1:" + port: domain.AddressRefused,
		"file:///etc/passwd":                  domain.AddressRefused,
	} {
		_, problem := client.Read(t.Context(), asking(server.URL+"/secret?to="+to))
		require.Equal(t, want, problem, to)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, r := range referer {
		require.Empty(t, r, "the address so far is a secret")
	}
}

// A name is judged by what it leads to at the moment of connecting.
func TestNamesThatLeadInside(t *testing.T) {
	t.Parallel()
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	t.Cleanup(inside.Close)
	client := outside.NewClient(outside.Config{})
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "https://"), ":")
	for _, address := range []string{inside.URL, "https://localhost:" + port, "https://localhost"} {
		_, problem := client.Read(t.Context(), asking(address))
		require.Equal(t, domain.AddressRefused, problem, address)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	client := outside.NewClient(outside.Config{})
	for address, want := range map[string]string{
		"https://calendar.google.com/calendar/ical/x/private-1/basic.ics": "calendar.google.com",
		"webcal://p45-caldav.icloud.com/published/2/x":                    "p45-caldav.icloud.com",
		" https://outlook.office365.com/owa/calendar/x/calendar.ics#now":  "outlook.office365.com",
	} {
		canonical, host, wrong := client.Check(address)
		require.Empty(t, wrong)
		require.Equal(t, want, host)
		require.True(t, strings.HasPrefix(canonical, "https://"+host+"/"))
		require.NotContains(t, canonical, "#")
	}
	for _, address := range []string{
		"", "http://calendar.example.org/x", "ftp://example.org", "https://", "https:calendar.example.org", "//example.org/x",
		"https://user:word@example.org/x", "https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.1:443/", "https://169.254.169.254/",
		"https://localhost/x", "https://db.localhost./x", "https://intake/x", "https://142.250.80.46:8443/x", "https://exa mple.org/", "not an address",
	} {
		_, _, wrong := client.Check(address)
		require.NotEmpty(t, wrong, address)
	}
}
