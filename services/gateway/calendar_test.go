package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/gateway"
)

const feedSecret = "sEcReT-feed-0123456789-0123456789-012345678"

func (p *practice) withFeed(t *testing.T) {
	p.feed = func(ctx context.Context, in *schedulingv1.ReadCalendarFeedRequest) (*schedulingv1.ReadCalendarFeedResponse, error) {
		require.True(t, identity.From(ctx).Actor.IsVisitor())
		if in.GetSecret() != feedSecret {
			return nil, errs.New(errs.NotFound, errs.ReasonNotFound, "there is no such resource")
		}
		return &schedulingv1.ReadCalendarFeedResponse{Content: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), Etag: "abc"}, nil
	}
}

func TestCalendarFeed(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.withFeed(t)
	path := "/calendar/" + feedSecret + ".ics"
	a := get(t, p.public+path)
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.Equal(t, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", string(a.text))
	for name, want := range map[string]string{
		"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private", "ETag": `"abc"`,
		"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Content-Type-Options": "nosniff",
		"Set-Cookie": "",
	} {
		require.Equal(t, want, a.Header.Get(name), name)
	}
	head := send(t, http.MethodHead, p.public+path, "")
	require.Equal(t, http.StatusOK, head.StatusCode)
	require.Empty(t, head.text)
	same := get(t, p.public+path, "If-None-Match", `W/"abc"`)
	require.Equal(t, http.StatusNotModified, same.StatusCode)
	require.Empty(t, same.text)
	require.Equal(t, http.StatusOK, get(t, p.public+path, "If-None-Match", `"older"`).StatusCode)
	send(t, http.MethodPost, p.public+path, "").failure(t, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED")
	require.NotEqual(t, http.StatusOK, get(t, p.staff+path).StatusCode, "not on the staff's address")

	p.feed = func(context.Context, *schedulingv1.ReadCalendarFeedRequest) (*schedulingv1.ReadCalendarFeedResponse, error) {
		return nil, errs.New(errs.Unavailable, errs.ReasonUnavailable, "not now")
	}
	get(t, p.public+path).failure(t, http.StatusServiceUnavailable, "UNAVAILABLE")

	for _, entry := range p.logs.All() {
		text, err := json.Marshal(entry.ContextMap())
		require.NoError(t, err)
		require.NotContains(t, string(text)+entry.Message, feedSecret)
		if route, _ := entry.ContextMap()["route"].(string); strings.HasPrefix(route, "/calendar") {
			require.Equal(t, "/calendar/{secret}.ics", route)
		}
	}
}

// Whatever does not work is answered alike, byte for byte but for the request id.
func TestCalendarFeedNotFound(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.withFeed(t)
	bodies := map[string]bool{}
	for _, path := range []string{
		"/calendar/", "/calendar/.ics", "/calendar/x.ics", "/calendar/" + feedSecret, "/calendar/" + feedSecret + ".ICS",
		"/calendar/" + strings.Repeat("a", 43) + ".ics", "/calendar/" + feedSecret + ".ics?x=1", "/calendar/" + feedSecret[1:] + "/.ics",
		"/calendar/" + strings.Repeat("a", 10_000) + ".ics", "/calendar/%2e%2e" + feedSecret + ".ics",
	} {
		a := get(t, p.public+path)
		a.failure(t, http.StatusNotFound, "NOT_FOUND")
		require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
		bodies[strings.ReplaceAll(string(a.text), a.Header.Get("X-Request-Id"), "")] = true
	}
	require.Len(t, bodies, 1)
}

func TestCalendarFeedIsLimited(t *testing.T) {
	t.Parallel()
	p := start(t, func(c *gateway.Config) { c.RateLimits = true })
	p.withFeed(t)
	for n := 0; get(t, p.public+"/calendar/x.ics").StatusCode == http.StatusNotFound; n++ {
		require.Less(t, n, 1_000)
	}
	a := get(t, p.public+"/calendar/"+feedSecret+".ics")
	a.failure(t, http.StatusTooManyRequests, "RATE_LIMITED")
	require.NotEmpty(t, a.Header.Get("Retry-After"))
}
