package firstcall

import (
	"context"
	"net"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

// healthInterval is how often a service looks at what it needs.
const healthInterval = time.Second

// service is what every service's root package offers.
type service interface {
	Register(grpc.ServiceRegistrar)
	Run(ctx context.Context) error
	Ready(ctx context.Context) error
	Close() error
}

// startService serves a service, in process for the all-in-one and over mutual TLS as a role of its own, and runs its
// background work. What is started last is stopped first: calls end before the work, the work before the service.
func (p *process) startService(ctx context.Context, name string, svc service) error {
	p.closers.AddFunc(name, svc.Close)
	p.background(name+" work", svc.Run)
	server := rpcserver.New(rpcserver.Config{
		Name: name, Log: p.log.With(zap.String("component", name)), Clock: p.clock, Metrics: p.metrics, TLS: p.tls,
		Verifier: identity.NewVerifier(p.keys.public, name, p.clock),
	})
	server.Register(svc.Register)
	lis, err := p.listenRPC(ctx, name)
	if err != nil {
		return err
	}
	p.group.Go(name+" calls", func(context.Context) error { return server.Serve(lis) })
	p.closers.Add(name+" calls", server.Shutdown)
	p.background(name+" health", func(ctx context.Context) error {
		return server.WatchReady(ctx, healthInterval, svc.Ready)
	})
	p.ready = append(p.ready, svc.Ready)
	return nil
}

func (p *process) listenRPC(ctx context.Context, name string) (net.Listener, error) {
	if p.cfg.Role == RoleAll {
		return p.network.Listen(name), nil
	}
	lis, err := p.listen(ctx, "grpc_addr", p.cfg.GRPCAddr)
	if err != nil {
		return nil, err
	}
	p.addrs.GRPC = lis.Addr().String()
	return lis, nil
}

// dial connects a role of this process to a service, wherever it runs.
func (p *process) dial(caller, name string) (*grpc.ClientConn, error) {
	cfg := rpcclient.Config{Caller: caller, Target: name, InProc: p.network}
	if p.cfg.Role != RoleAll {
		cfg = rpcclient.Config{Caller: caller, Target: p.cfg.target(name), TLS: p.tls, Peer: name}
	}
	conn, err := rpcclient.Dial(cfg)
	if err != nil {
		return nil, err
	}
	p.closers.AddFunc(caller+" to "+name, conn.Close)
	return conn, nil
}
