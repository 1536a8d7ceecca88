package domain

import "context"

// Budget bounds how many short holds one source may make and extend, so that nobody can hold a week by asking again and
// again. It may forget: then more can be held for a while, and nothing else happens.
type Budget interface {
	// Spend takes one from the budget of the source, and reports whether there was one left. A request that has an id
	// takes one once.
	Spend(ctx context.Context, source, request string) bool
}

// spend returns ErrHoldBudgetUsed when the source of the call has held as much as it may. Calls of staff have none.
func (s *Scheduler) spend(ctx context.Context, call Call) error {
	if call.Source == "" || s.rules.Budget == nil || s.rules.Budget.Spend(ctx, call.Source, call.RequestID) {
		return nil
	}
	return ErrHoldBudgetUsed
}
