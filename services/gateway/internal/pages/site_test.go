package pages_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/gateway/internal/pages"
)

// browser talks to pages as a browser without script does.
type browser struct {
	t       *testing.T
	handler http.Handler
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func depsOf(p *practice) pages.Deps {
	return pages.Deps{
		Access: p, Inquiries: p, Slots: p, Intake: p, Appointments: p, Therapists: p, Outcomes: p, Sessions: p, Clock: clock.NewFake(now),
	}
}

func public(t *testing.T, p *practice) browser {
	t.Helper()
	deps := depsOf(p)
	deps.Sessions = nil
	return browser{t: t, handler: pages.Public(deps)}
}

func staff(t *testing.T, p *practice) browser {
	t.Helper()
	require.NoError(t, p.Start(nil, nil, "a-good-token"))
	return browser{t: t, handler: pages.Staff(depsOf(p))}
}

func (b browser) get(path string) answer {
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b browser) post(path string, form url.Values) answer {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(req)
}

func (b browser) send(req *http.Request) answer {
	b.t.Helper()
	rec := httptest.NewRecorder()
	b.handler.ServeHTTP(rec, req)
	body, err := io.ReadAll(rec.Result().Body)
	require.NoError(b.t, err)
	seen := map[string]bool{}
	for _, m := range elementID.FindAllSubmatch(body, -1) {
		require.False(b.t, seen[string(m[1])], "id %s twice on %s", m[1], req.URL.Path)
		seen[string(m[1])] = true
	}
	return answer{status: rec.Code, header: rec.Header(), body: string(body)}
}

var elementID = regexp.MustCompile(`<[a-z][^>]* id="([^"]+)"`)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// hidden reads the hidden fields of a page, as its form would send them.
func (a answer) hidden() url.Values {
	form := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(a.body, -1) {
		form.Set(m[1], strings.ReplaceAll(m[2], "&#43;", "+"))
	}
	return form
}

// with sets fields of a form.
func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = []string{pairs[i+1]}
	}
	return out
}
