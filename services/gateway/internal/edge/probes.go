package edge

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

const (
	// freshProbe is how long one look at the services serves everybody who asks.
	freshProbe = time.Second
	// probeTime bounds one look.
	probeTime = 2 * time.Second
)

// probes answers whether the process lives and whether it can be used.
type probes struct {
	ready func(ctx context.Context) error
	clock clock.Clock

	mu     sync.Mutex
	looked time.Time
	err    error
}

func newProbes(c Common) *probes { return &probes{ready: c.Ready, clock: c.Clock} }

func (p *probes) healthz(w http.ResponseWriter, _ *http.Request) { fine(w) }

func (p *probes) readyz(w http.ResponseWriter, r *http.Request) {
	if err := p.look(); err != nil {
		problem.Write(w, r, errs.New(errs.Unavailable, errs.ReasonUnavailable, "not ready").Wrap(err))
		return
	}
	fine(w)
}

// look asks the services at most once a second, whoever asks here and however often, and for nobody in particular.
func (p *probes) look() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	if p.looked.IsZero() || now.Sub(p.looked) >= freshProbe || p.err != nil {
		ctx, cancel := context.WithTimeout(context.Background(), probeTime)
		defer cancel()
		p.err = p.ready(ctx)
		p.looked = p.clock.Now()
	}
	return p.err
}

func fine(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{\"status\":\"ok\"}\n"))
}
