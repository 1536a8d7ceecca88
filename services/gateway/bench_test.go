package gateway_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

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
	conn, err := grpc.NewClient(inproc.Target("scheduling"), network.DialOptions("gateway", "scheduling")...)
	require.NoError(b, err)
	b.Cleanup(func() { _ = conn.Close() })

	bare := runtime.NewServeMux()
	require.NoError(b, schedulingv1.RegisterPublicSchedulingServiceHandler(b.Context(), bare, conn))
	whole := edgeOf(b, conn)
	b.Run("hold", func(b *testing.B) { sideBySide(b, bare, whole, http.MethodPost, "/v1/holds", goodHold) })
	b.Run("slots", func(b *testing.B) { sideBySide(b, bare, whole, http.MethodGet, slotsPath+"?timeZone=UTC", "") })
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

// sideBySide asks the one and the other in turns, so that whatever else the machine does slows both alike, and compares
// their medians.
func sideBySide(b *testing.B, bare, edge http.Handler, method, path, body string) {
	b.Helper()
	ask := func(h http.Handler) time.Duration {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		begin := time.Now()
		h.ServeHTTP(w, r)
		took := time.Since(begin)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body.String())
		}
		return took
	}
	var bareTook, edgeTook []time.Duration
	for b.Loop() {
		bareTook = append(bareTook, ask(bare))
		edgeTook = append(edgeTook, ask(edge))
	}
	slices.Sort(bareTook)
	slices.Sort(edgeTook)
	bareMedian, edgeMedian := bareTook[len(bareTook)/2], edgeTook[len(edgeTook)/2]
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(bareMedian.Nanoseconds())/1e3, "beside-p50-µs")
	b.ReportMetric(float64(edgeMedian.Nanoseconds())/1e3, "edge-p50-µs")
	b.ReportMetric(float64(edgeMedian)/float64(bareMedian), "x-of-bare")
}
