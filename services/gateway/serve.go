package gateway

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/run"
)

// Limits of both servers. The longest RPC takes 10 s.
const (
	readHeaderTime = 5 * time.Second
	readTime       = 10 * time.Second
	writeTime      = 15 * time.Second
	idleTime       = 60 * time.Second
	maxHeader      = 16 << 10
)

// open takes the address and prepares the server.
func (g *Gateway) open(ctx context.Context, name, addr string, handler http.Handler) (*door, error) {
	lis, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%s listener: %w", name, err)
	}
	// The server's own complaints quote addresses of clients; a count of them is worth a debug line at most.
	complaints, err := zap.NewStdLogAt(g.deps.Log, zap.DebugLevel)
	if err != nil {
		return nil, errors.Join(err, lis.Close())
	}
	return &door{name: name, lis: lis, server: &http.Server{
		Handler: handler, ErrorLog: complaints, MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: readHeaderTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
	}}, nil
}

// Run serves both listeners until ctx ends or one of them fails, and then lets running requests finish within the
// shutdown time.
func (g *Gateway) Run(ctx context.Context) error {
	group, groupCtx := run.NewGroup(ctx)
	for _, d := range []*door{g.public, g.staff} {
		group.Go(d.name+" listener", func(context.Context) error {
			if err := d.server.Serve(d.lis); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		})
		group.Go(d.name+" shutdown", func(context.Context) error {
			<-groupCtx.Done()
			return d.stop(g.cfg.ShutdownTime)
		})
	}
	return group.Wait()
}

// stop ends the server: what runs may finish, and is cut off when the time is up.
func (d *door) stop(within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	if err := d.server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were cut off: %w", err), d.server.Close())
	}
	return nil
}

// Close closes both listeners and whatever connection is left. It may be called more than once.
func (g *Gateway) Close() error {
	g.closeOnce.Do(func() {
		for _, d := range []*door{g.staff, g.public} {
			g.closeErr = errors.Join(g.closeErr, d.server.Close(), ignoreClosed(d.lis.Close()))
		}
	})
	return g.closeErr
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
