package domain

import (
	"context"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// plan asks for openings and finds the best assignment.
func (w *waitlist) plan(ctx context.Context, calendar Calendar) (Plan, error) {
	if err := w.prepare(); err != nil {
		return Plan{}, err
	}
	if len(w.therapists) > wholeRoster {
		if err := w.thin(); err != nil {
			return Plan{}, err
		}
	} else {
		for i := range w.clients {
			w.clients[i].everyone()
		}
	}
	if err := w.look(ctx, calendar); err != nil {
		return Plan{}, err
	}
	if w.sparse != nil {
		if err := w.further(ctx, calendar); err != nil {
			return Plan{}, err
		}
	}
	return w.solve(ctx, calendar)
}

// everyone has the client look at all who fit.
func (c *planned) everyone() {
	for j := range c.view.in.Therapists {
		if c.view.fits(c.asked, j) {
			c.therapists = append(c.therapists, int32(j)) //nolint:gosec // at most some hundred thousand
		}
	}
}

// look learns what the therapists whom clients look at have open, and what it is worth to them.
func (w *waitlist) look(ctx context.Context, calendar Calendar) error {
	if err := w.ask(ctx, calendar); err != nil {
		return err
	}
	return w.each(func(_, i int) { w.clients[i].weigh(w) })
}

// each does something for every client, by number, on all cores; worker tells which does.
func (w *waitlist) each(do func(worker, client int)) error {
	var group errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() error {
			for i := worker; i < len(w.clients); i += workers {
				do(worker, i)
			}
			return nil
		})
	}
	return group.Wait()
}

// more looks at further therapists, until one has an opening that a client could have, or there are none worth looking at: then
// it returns nil.
func (w *waitlist) more(ctx context.Context, calendar Calendar, g *graph, s *assign.Solution, zone *time.Location) (*graph, error) {
	for w.sparse != nil {
		grown, err := w.widen(g, s, zone)
		if err != nil || !grown {
			return nil, err
		}
		if err := w.look(ctx, calendar); err != nil {
			return nil, err
		}
		if next := w.graph(zone); len(next.since(g).Clients) > 0 {
			return next, nil
		}
	}
	return nil, nil
}
