package assign

import (
	"context"
	"slices"
)

// Solver keeps an instance as it was built for solving, with the assignment and prices found last, so that after a small change it is solved
// again at the cost of the change and a look or two at the arcs that can matter. One may not be used by two at once.
type Solver struct {
	// in is the instance at the last building, and since what has changed after it.
	in    *Instance
	since []Delta
	// core is nil when it must be built anew, to begin from the last solution if there is one.
	core core
	last *Solution
}

// core is a solving of either type of value.
type core interface {
	size() (clients, places int)
	// change reports false, and changes nothing, if the core is better built anew.
	change(d *Delta) bool
	solve(ctx context.Context, within int64) (*Solution, error)
}

// NewSolver makes a solver of the instance, which must stay as it is from then on. It fails only if the instance is wrong.
func NewSolver(in *Instance) (*Solver, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return &Solver{in: in}, nil
}

// Change applies a delta, which must stay as it is from then on. It fails, and changes nothing, if the delta is wrong. Slots are built anew, and
// so is everything when all of it has changed.
func (s *Solver) Change(d Delta) error {
	if s.core == nil {
		s.in, s.since = s.Instance(), nil
	}
	clients, places := s.in.Clients(), s.in.Places()
	if s.core != nil {
		clients, places = s.core.size()
	}
	therapists := places
	if s.in.Therapist != nil {
		therapists = len(s.in.Capacity)
	}
	if err := d.check(clients, places, therapists, s.in.Therapist != nil); err != nil {
		return err
	}
	if s.core != nil && s.core.change(&d) {
		s.since = append(s.since, d)
		return nil
	}
	in := s.in.With(append(s.since, d)...)
	if err := in.Check(); err != nil {
		return err
	}
	s.in, s.since, s.core = in, nil, nil
	return nil
}

// Instance is what is solved now.
func (s *Solver) Instance() *Instance {
	if len(s.since) > 0 {
		return s.in.With(s.since...)
	}
	return s.in
}

// Solve finds the best assignment, or one within so many millionths of it as [Options.Within] says, from the last one it found. It
// fails only if the context ends, and may be called again then. The certificate counts the arcs that the solver has built; [Verify]
// counts those of [Solver.Instance].
func (s *Solver) Solve(ctx context.Context, within int64) (*Solution, error) {
	if s.core == nil {
		s.in, s.since = s.Instance(), nil
		s.core = s.in.core(s.last)
	}
	if s.in.Therapist != nil {
		within = 0 // near the best, a blocker could be left out
	}
	found, err := s.core.solve(ctx, within)
	if err != nil {
		s.core = nil
		return nil, err
	}
	if s.in.Therapist != nil {
		// Blockers are no clients, and have no part in what the others are worth.
		s.core = nil
		found.Place, found.Price = found.Place[:s.in.Clients()], s.in.closed(found.Price)
		if found.Certificate, err = Verify(s.in, found.Place, found.Price); err != nil {
			return nil, err
		}
	}
	s.last = &Solution{Place: slices.Clone(found.Place), Price: slices.Clone(found.Price)}
	return found, nil
}

// core builds a solving of the instance, to begin from a solution if there is one.
func (in *Instance) core(start *Solution) core {
	if in.Therapist != nil {
		in = in.blocked()
	}
	if largest := in.largest(); largest <= limit[int32]() {
		return newSolving[int32](in, largest, start)
	} else {
		return newSolving[int64](in, largest, start)
	}
}
