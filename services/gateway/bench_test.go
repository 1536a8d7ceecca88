package gateway_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/logging"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/edge"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
)

// BenchmarkGateway measures what the edge adds: the same method of the same server over the same kind of connection,
// once behind everything the edge does, log line and rate limit included, and once behind bare grpc-gateway as its
// tutorial sets it up.
func BenchmarkGateway(b *testing.B) {
	network := inproc.NewNetwork()
	server := grpc.NewServer(grpc.Creds(inproc.Credentials("scheduling")))
	schedulingv1.RegisterPublicSchedulingServiceServer(server, &services{})
	go func() { _ = server.Serve(network.Listen("scheduling")) }()
	b.Cleanup(server.Stop)
	conn, err := grpc.NewClient(inproc.Target("scheduling"), network.DialOptions("gateway")...)
	require.NoError(b, err)
	b.Cleanup(func() { _ = conn.Close() })

	bare := runtime.NewServeMux()
	require.NoError(b, schedulingv1.RegisterPublicSchedulingServiceHandler(b.Context(), bare, conn))
	for name, handler := range map[string]http.Handler{"bare": bare, "edge": edgeOf(b, conn)} {
		b.Run("hold/"+name, func(b *testing.B) { hammer(b, handler, http.MethodPost, "/v1/holds", goodHold) })
		b.Run("slots/"+name, func(b *testing.B) { hammer(b, handler, http.MethodGet, slotsPath+"?timeZone=UTC", "") })
	}
}

func edgeOf(b *testing.B, conn *grpc.ClientConn) http.Handler {
	b.Helper()
	private, _ := keys(b)
	log, err := logging.New(logging.Config{Output: io.Discard})
	require.NoError(b, err)
	store := ephemeral.Memory(clock.System())
	rates := limit.Rates()
	for bucket := range rates {
		rates[bucket] = ephemeral.Per(1<<30, 1<<60)
	}
	signer := identity.NewSigner(private, clock.System())
	limits := limit.New(store, store, nil, rates)
	handler, err := edge.Public{
		Common: edge.Common{Clock: clock.System(), Log: log, Ready: func(context.Context) error { return nil }},
		Slots:  limit.Slots(schedulingv1.NewPublicSchedulingServiceClient(conn), limits),
		Auth:   access.NewAuthenticator(nil, signer, clock.System()),
		Limits: limits, Pages: edge.Pages{Handler: http.NotFoundHandler()},
	}.Handler(b.Context())
	require.NoError(b, err)
	return handler
}

func hammer(b *testing.B, handler http.Handler, method, path, body string) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body.String())
		}
	}
}
