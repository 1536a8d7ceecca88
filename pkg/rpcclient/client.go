// Package rpcclient makes the connections between services: every call has a deadline, carries the request id and
// the acting person, and fails with an *errs.Error.
package rpcclient

import (
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/keepalive"

	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/policy"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

// maxReceive is what a server may send.
const maxReceive = 4 << 20

// pingAfter keeps a stream that says nothing for long from being dropped on the way.
const pingAfter = time.Minute

// reconnect finds a server that is back within half a second, however long it was gone; gRPC's own waits grow to two minutes.
var reconnect = grpc.ConnectParams{
	Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 400 * time.Millisecond},
	MinConnectTimeout: 5 * time.Second,
}

// Config says who calls whom. Exactly one of TLS and InProc is set.
type Config struct {
	// Caller is the calling service's name. Over TLS the certificate has to say the same.
	Caller string
	// Target is a service's name in process, and a gRPC target such as dns:///scheduling:9090 over TLS.
	Target string
	// TLS is the calling service's certificate.
	TLS *tlsconf.Source
	// Peer is the DNS name the server's certificate has to hold. Required with TLS.
	Peer string
	// InProc is the network inside this process.
	InProc *inproc.Network
}

// Dial returns a connection that is made when it is first used and remade when it breaks.
func Dial(cfg Config) (*grpc.ClientConn, error) {
	methods, err := linked()
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", cfg.Target, err)
	}
	c := &client{methods: methods}
	opts := []grpc.DialOption{
		grpc.WithUnaryInterceptor(c.unary),
		grpc.WithStreamInterceptor(c.stream),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxReceive)),
		grpc.WithDisableServiceConfig(),
		grpc.WithNoProxy(),
	}
	target := cfg.Target
	switch {
	case (cfg.TLS == nil) == (cfg.InProc == nil):
		return nil, fmt.Errorf("dial %s: either TLS or an in-process network is required", cfg.Target)
	case cfg.InProc != nil:
		target = inproc.Target(cfg.Target)
		opts = append(opts, grpc.WithDisableRetry())
		opts = append(opts, cfg.InProc.DialOptions(cfg.Caller, cfg.Target)...)
	case cfg.Peer == "":
		return nil, fmt.Errorf("dial %s: the name in the server's certificate is required", cfg.Target)
	case cfg.TLS.Name() != cfg.Caller:
		return nil, fmt.Errorf("dial %s: the certificate is of %q, not of %s", cfg.Target, cfg.TLS.Name(), cfg.Caller)
	default:
		opts = append(opts,
			grpc.WithTransportCredentials(tlsconf.ClientCredentials(cfg.TLS, cfg.Peer)),
			grpc.WithDefaultServiceConfig(serviceConfig(methods)),
			grpc.WithConnectParams(reconnect),
			grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: pingAfter}))
	}
	conn, err := grpc.NewClient(target, opts...)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", cfg.Target, err)
	}
	return conn, nil
}

// linked returns the policies of every method this program knows.
func linked() (map[string]policy.Method, error) {
	all, err := policy.Linked("firstcall.")
	if err != nil {
		return nil, err
	}
	methods := make(map[string]policy.Method, len(all))
	for _, m := range all {
		methods[m.FullName] = m
	}
	return methods, nil
}
