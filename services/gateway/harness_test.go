package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/services/gateway"
)

// practice is a running gateway in front of three small servers that run the product's own interceptors.
type practice struct {
	*services
	public, staff string
	logs          *observer.ObservedLogs
	clock         *clock.Fake
	servers       map[string]*rpcserver.Server
	conns         map[string]*grpc.ClientConn
	signer        *identity.Signer
}

// start runs a gateway; change may alter its configuration.
func start(tb testing.TB, change ...func(*gateway.Config)) *practice {
	tb.Helper()
	core, logs := observer.New(zapcore.DebugLevel)
	p := &practice{
		services: &services{}, logs: logs, servers: map[string]*rpcserver.Server{},
		clock: clock.NewFake(clock.System().Now()),
	}
	private, public := keys(tb)
	network := inproc.NewNetwork()
	conns := map[string]*grpc.ClientConn{}
	p.conns, p.signer = conns, identity.NewSigner(private, clock.System())
	for name, register := range p.registrations() {
		server := rpcserver.New(rpcserver.Config{
			Name: name, Log: zap.NewNop(), Verifier: identity.NewVerifier(public, name, clock.System()),
		})
		server.Register(register)
		p.servers[name] = server
		done := make(chan error, 1)
		go func() { done <- server.Serve(network.Listen(name)) }()
		tb.Cleanup(func() {
			require.NoError(tb, server.Shutdown(context.WithoutCancel(tb.Context())))
			require.NoError(tb, <-done)
		})
		server.SetReady(true)
		conn, err := rpcclient.Dial(rpcclient.Config{Caller: "gateway", Target: name, InProc: network})
		require.NoError(tb, err)
		tb.Cleanup(func() { require.NoError(tb, conn.Close()) })
		conns[name] = conn
	}
	cfg := gateway.Config{PublicAddr: "127.0.0.1:0", StaffAddr: "127.0.0.1:0"}
	for _, c := range change {
		c(&cfg)
	}
	g, err := gateway.New(tb.Context(), cfg, gateway.Deps{
		Intake: conns["intake"], Scheduling: conns["scheduling"], Matching: conns["matching"],
		Signer:    p.signer,
		Ephemeral: ephemeral.Memory(p.clock), Clock: p.clock, Log: zap.New(core),
	})
	require.NoError(tb, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(tb.Context()))
	done := make(chan error, 1)
	go func() { done <- g.Run(ctx) }()
	tb.Cleanup(func() {
		stop()
		require.NoError(tb, <-done)
		require.NoError(tb, g.Close())
	})
	p.public, p.staff = "http://"+g.PublicAddr(), "http://"+g.StaffAddr()
	return p
}

// answer is a response that was read whole.
type answer struct {
	*http.Response
	text []byte
}

// send makes a request; headers come as name, value, name, value.
func send(tb testing.TB, method, url, body string, headers ...string) answer {
	tb.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(tb.Context(), method, url, reader)
	require.NoError(tb, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	client := http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(r)
	require.NoError(tb, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(tb, err)
	return answer{Response: response, text: text}
}

// post sends JSON.
func post(tb testing.TB, url, body string, headers ...string) answer {
	tb.Helper()
	return send(tb, http.MethodPost, url, body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

// get reads.
func get(tb testing.TB, url string, headers ...string) answer {
	tb.Helper()
	return send(tb, http.MethodGet, url, "", headers...)
}

// failure is the body of an error.
type failure struct {
	Error struct {
		Code    int
		Status  string
		Message string
		Details []map[string]any
	}
}

// failure requires the answer to be an error of the given HTTP code and reason, in the shape of AIP-193.
func (a answer) failure(tb testing.TB, code int, reason string) failure {
	tb.Helper()
	require.Equal(tb, code, a.StatusCode, string(a.text))
	require.Equal(tb, "application/json", a.Header.Get("Content-Type"))
	var f failure
	decoder := json.NewDecoder(bytes.NewReader(a.text))
	decoder.DisallowUnknownFields()
	require.NoError(tb, decoder.Decode(&f), string(a.text))
	require.Equal(tb, code, f.Error.Code)
	require.NotEmpty(tb, f.Error.Status)
	require.NotEmpty(tb, f.Error.Message)
	info := f.detail("google.rpc.ErrorInfo")
	require.Equal(tb, reason, info["reason"], string(a.text))
	require.Equal(tb, "firstcall", info["domain"])
	require.Equal(tb, a.Header.Get("X-Request-Id"), f.detail("google.rpc.RequestInfo")["requestId"])
	return f
}

func (f failure) detail(name string) map[string]any {
	for _, d := range f.Error.Details {
		if d["@type"] == "type.googleapis.com/"+name {
			return d
		}
	}
	return nil
}

// fields are the paths of the violations, in their order.
func (f failure) fields() []string {
	var out []string
	list, _ := f.detail("google.rpc.BadRequest")["fieldViolations"].([]any)
	for _, v := range list {
		violation, _ := v.(map[string]any)
		path, _ := violation["field"].(string)
		out = append(out, path)
	}
	return out
}

//nolint:gochecknoglobals // one pool of connections, closed at the end
var transport = &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
