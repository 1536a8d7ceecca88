package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway"
)

func TestProbes(t *testing.T) {
	t.Parallel()
	p := start(t)
	// A busy machine may take longer to answer than a probe waits; the clock stands still meanwhile.
	ready := func(base string) {
		require.Eventually(t, func() bool { return get(t, base+"/readyz").StatusCode == http.StatusOK }, time.Minute, 10*time.Millisecond)
	}
	for _, base := range []string{p.public, p.staff} {
		ready(base)
		require.Equal(t, http.StatusOK, send(t, http.MethodHead, base+"/readyz", "").StatusCode)
	}
	p.servers["matching"].SetReady(false)
	require.Equal(t, http.StatusOK, get(t, p.public+"/readyz").StatusCode, "an answer is good for a second")
	p.clock.Advance(1001 * 1e6)
	for _, base := range []string{p.public, p.staff} {
		a := get(t, base+"/readyz")
		a.failure(t, http.StatusServiceUnavailable, "UNAVAILABLE")
		require.NotContains(t, string(a.text), "matching")
		require.Equal(t, http.StatusOK, get(t, base+"/healthz").StatusCode)
	}
	p.servers["matching"].SetReady(true)
	ready(p.public) // good news is not waited for
}

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	p := start(t)
	for base, want := range map[string][2]string{p.public: {"/v1/holds", "/v1/therapists"}, p.staff: {"/v1/therapists", "/v1/holds"}} {
		a := get(t, base+"/openapi.json")
		require.Equal(t, "application/json", a.Header.Get("Content-Type"))
		var document struct {
			Swagger     string
			Paths       map[string]map[string]struct{ Responses map[string]any }
			Definitions map[string]struct{ Properties map[string]any }
		}
		require.NoError(t, json.Unmarshal(a.text, &document))
		require.Equal(t, "2.0", document.Swagger)
		require.Contains(t, document.Paths, want[0])
		require.NotContains(t, document.Paths, want[1])
		for path, operations := range document.Paths {
			for method, operation := range operations {
				require.Contains(t, operation.Responses, "default", method+" "+path)
			}
		}
		body := document.Definitions["ErrorBodyError"].Properties
		require.Len(t, body, 4)
		for _, field := range []string{"code", "status", "message", "details"} {
			require.Contains(t, body, field)
		}
		require.Contains(t, document.Definitions["v1ErrorBody"].Properties, "error")
	}
}

// One line per request; nothing in it that a client chose.
func TestAccessLog(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hold = func(context.Context, *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
		return nil, errs.New(errs.Aborted, "SLOT_TAKEN", "taken")
	}
	const secret = "sEcReT"
	a := post(t, p.public+"/v1/holds", goodHold)
	post(t, p.public+"/u/"+secret, "")
	get(t, p.public+"/v1/"+secret+"?"+secret+"="+secret)
	get(t, p.staff+"/v1/inquiries/"+secret, "Authorization", "Bearer "+secret)
	get(t, p.public+"/"+secret)
	get(t, p.public+"/crisis")
	var routes []string
	for _, entry := range p.logs.FilterMessage("request").All() {
		text, err := json.Marshal(entry.ContextMap())
		require.NoError(t, err)
		require.NotContains(t, string(text), secret)
		route, _ := entry.ContextMap()["route"].(string)
		routes = append(routes, route)
	}
	require.Equal(t, []string{
		"POST /v1/holds", "/u/{token}", "/v1/", "GET /v1/{name=inquiries/*}", "page /",
	}, routes, "and nothing of who looks for help in a crisis")
	line := p.logs.FilterMessage("request").All()[0].ContextMap()
	require.Equal(t, a.Header.Get("X-Request-Id"), line["request_id"])
	require.Equal(t, int64(409), line["status"])
	require.Equal(t, "SLOT_TAKEN", line["reason"])
	require.Contains(t, line, "duration_ms")
}

func TestSessions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cookie string
		change func(*gateway.Config)
	}{
		"http":  {"firstcall", func(*gateway.Config) {}},
		"https": {"__Host-firstcall", func(c *gateway.Config) { c.StaffURL = "https://desk.example.org" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, c.change)
			form := func(path, body string, headers ...string) answer {
				return send(t, http.MethodPost, p.staff+path, body,
					append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
			}
			a := form("/signin", url.Values{"token": {"desk-token"}}.Encode())
			require.Equal(t, http.StatusSeeOther, a.StatusCode, string(a.text))
			set := a.Header.Get("Set-Cookie")
			require.True(t, strings.HasPrefix(set, c.cookie+"=desk-session; Path=/"), set)
			require.Contains(t, set, "HttpOnly")
			require.Contains(t, set, "SameSite=Strict")
			require.Equal(t, name == "https", strings.Contains(set, "Secure"))
			require.NotContains(t, set, "Domain")

			require.Empty(t, form("/signin", "token=unknown").Header.Get("Set-Cookie"))
			forged := form("/signout", "", "Cookie", c.cookie+"=desk-session", "Sec-Fetch-Site", "cross-site")
			require.Equal(t, http.StatusForbidden, forged.StatusCode)
			require.Zero(t, p.ended.Load())

			a = form("/signout", "", "Cookie", c.cookie+"=desk-session", "Sec-Fetch-Site", "same-origin")
			require.Equal(t, http.StatusSeeOther, a.StatusCode)
			require.Contains(t, a.Header.Get("Set-Cookie"), c.cookie+"=; Path=/; Max-Age=0")
			require.Equal(t, int32(1), p.ended.Load())
		})
	}
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	for _, cfg := range []gateway.Config{
		{},
		{PublicAddr: "127.0.0.1:0", StaffAddr: "127.0.0.1:0", TrustedProxies: -1},
		{PublicAddr: "127.0.0.1:0", StaffAddr: "127.0.0.1:0", PublicURL: "call.example.org"},
		{PublicAddr: "127.0.0.1:0", StaffAddr: "127.0.0.1:0", AllowedOrigins: []string{"*"}},
		{PublicAddr: "127.0.0.1:0", StaffAddr: "127.0.0.1:0"}, // no dependencies
	} {
		_, err := gateway.New(t.Context(), cfg, gateway.Deps{})
		require.Error(t, err)
	}
}
