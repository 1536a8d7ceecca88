package gateway_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/services/gateway"
)

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	plain := start(t)
	secured := start(t, func(c *gateway.Config) {
		c.PublicURL, c.StaffURL = "https://call.example.org", "https://desk.example.org"
	})
	for _, url := range []string{"/v1/nothing", slotsPath, "/healthz", "/readyz", "/openapi.json", "/v1/inquiries"} {
		for _, p := range []*practice{plain, secured} {
			for _, base := range []string{p.public, p.staff} {
				h := get(t, base+url).Header
				require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
				require.Equal(t, "no-referrer", h.Get("Referrer-Policy"))
				require.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'")
				require.Contains(t, h.Get("Content-Security-Policy"), "frame-ancestors 'none'")
				require.Equal(t, "same-origin", h.Get("Cross-Origin-Opener-Policy"))
				require.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"))
				require.Contains(t, h.Get("Permissions-Policy"), "microphone=()")
				require.Equal(t, "no-store", h.Get("Cache-Control"))
				require.Equal(t, p == secured, h.Get("Strict-Transport-Security") != "")
				require.Empty(t, h.Get("Server"))
				require.True(t, requestid.Valid(h.Get("X-Request-Id")))
			}
		}
	}
}

// What a client says to gRPC, or for a proxy, never reaches a service, and what a service says to gRPC never reaches a
// client.
func TestNoHeaderTravels(t *testing.T) {
	t.Parallel()
	p := start(t)
	var got metadata.MD
	var left time.Duration
	var actor identity.Actor
	p.hold = func(ctx context.Context, _ *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
		got, _ = metadata.FromIncomingContext(ctx)
		deadline, _ := ctx.Deadline()
		left = deadline.Sub(clock.System().Now())
		actor = identity.From(ctx).Actor
		if err := grpc.SetHeader(ctx, metadata.Pairs("secret", "1", "set-cookie", "a=b", "etag", "x")); err != nil {
			return nil, err
		}
		if err := grpc.SetTrailer(ctx, metadata.Pairs("secret-trailer", "1")); err != nil {
			return nil, err
		}
		return &schedulingv1.CreateHoldResponse{Hold: "h"}, nil
	}
	a := post(t, p.public+"/v1/holds", goodHold,
		"Grpc-Timeout", "99999999H", "Grpc-Metadata-Firstcall-Identity", "forged", "Firstcall-Identity", "forged",
		"Grpc-Metadata-X-Forwarded-For", "6.6.6.6", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-Host", "evil",
		"Forwarded", "for=6.6.6.6", "X-Real-Ip", "6.6.6.6", "Authorization", "Bearer desk-token", "Cookie", "a=b",
		"X-Request-Id", "forged", "Te", "trailers", "Grpcgateway-Host", "evil", "X-Anything", "1")
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	for key, values := range got {
		switch key {
		case ":authority", "content-type", "user-agent", "grpc-accept-encoding", "x-request-id", "firstcall-identity":
			require.NotContains(t, strings.Join(values, " "), "forged", key)
			require.NotContains(t, strings.Join(values, " "), "evil", key)
			require.Len(t, values, 1)
		default:
			t.Errorf("%s travelled: %v", key, values)
		}
	}
	require.True(t, actor.IsVisitor())
	require.LessOrEqual(t, left, 5*time.Second, "the deadline is the method's own")
	require.Positive(t, left)
	require.Equal(t, got.Get("x-request-id")[0], a.Header.Get("X-Request-Id"))
	for name := range a.Header {
		require.NotContains(t, name, "Grpc")
		require.NotContains(t, strings.ToLower(name), "secret")
	}
	require.Empty(t, a.Header.Get("Set-Cookie"))
	require.Empty(t, a.Header.Get("ETag"))
	require.Empty(t, a.Trailer)
}

func TestGrpcTimeoutIsIgnored(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, timeout := range []string{"1n", "nonsense", "99999999H"} {
		a := post(t, p.public+"/v1/holds", goodHold, "Grpc-Timeout", timeout)
		require.Equal(t, http.StatusOK, a.StatusCode, timeout)
	}
}

func TestRequestIDOfATrustedProxy(t *testing.T) {
	t.Parallel()
	p := start(t, func(c *gateway.Config) { c.TrustedProxies = 1 })
	require.Equal(t, "from-proxy", get(t, p.public+"/healthz", "X-Request-Id", "from-proxy").Header.Get("X-Request-Id"))
	require.NotEqual(t, "a b", get(t, p.public+"/healthz", "X-Request-Id", "a b").Header.Get("X-Request-Id"))
}

func TestCORS(t *testing.T) {
	t.Parallel()
	off := start(t)
	a := get(t, off.public+slotsPath, "Origin", "https://practice.example")
	require.Empty(t, a.Header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, http.StatusMethodNotAllowed, send(t, http.MethodOptions, off.public+"/v1/holds", "").StatusCode)

	on := start(t, func(c *gateway.Config) { c.AllowedOrigins = []string{"https://practice.example"} })
	for origin, allowed := range map[string]bool{
		"https://practice.example": true, "http://practice.example": false, "https://practice.example.evil": false,
		"https://sub.practice.example": false, "null": false, "": false,
	} {
		a := send(t, http.MethodOptions, on.public+"/v1/holds", "", "Origin", origin, "Access-Control-Request-Method", "POST")
		require.Equal(t, "Origin", a.Header.Get("Vary"))
		require.Empty(t, a.Header.Get("Access-Control-Allow-Credentials"))
		if !allowed {
			require.Empty(t, a.Header.Get("Access-Control-Allow-Origin"), origin)
			require.Equal(t, http.StatusMethodNotAllowed, a.StatusCode)
			continue
		}
		require.Equal(t, http.StatusNoContent, a.StatusCode)
		require.Equal(t, origin, a.Header.Get("Access-Control-Allow-Origin"))
		a = post(t, on.public+"/v1/holds", goodHold, "Origin", origin)
		require.Equal(t, origin, a.Header.Get("Access-Control-Allow-Origin"))
	}
	a = send(t, http.MethodOptions, on.staff+"/v1/inquiries", "", "Origin", "https://practice.example", "Access-Control-Request-Method", "POST")
	require.Empty(t, a.Header.Get("Access-Control-Allow-Origin"), "the staff API never answers another site")
}

func TestPanicsBecomeErrors(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.lookup = func(context.Context, *intakev1.LookupConsultationRequest) (*intakev1.LookupConsultationResponse, error) {
		panic("ana@example.com")
	}
	a := post(t, p.public+"/v1/consultations:lookup", `{"token":"x"}`)
	a.failure(t, http.StatusInternalServerError, "INTERNAL")
	require.NotContains(t, string(a.text), "ana@", "no request id looks like it")
}
