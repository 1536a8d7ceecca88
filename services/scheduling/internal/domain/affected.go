package domain

import (
	"context"
	"slices"
)

// Affected is a booked appointment that cannot take place as things are.
type Affected struct {
	Appointment
	// Reason is OnTimeOff or PracticeClosed.
	Reason Reason
}

const (
	// maxAffected bounds the worklist.
	maxAffected = 200
	// farAhead is how far the worklist looks: beyond every horizon.
	farAhead = 2 * 366 * dayUS
)

// ListAffected returns the booked appointments ahead that lie in their provider's time off or in a closure, by start:
// those made before it, and those whose time was held when it came. They are judged by the engine's own rule.
func (s *Scheduler) ListAffected(ctx context.Context, v Viewer) ([]Affected, error) {
	now := s.now()
	view, err := s.store.View(ctx)
	if err != nil {
		return nil, err
	}
	rows := slices.DeleteFunc(view.Rows.Touching(now, now+farAhead), func(o Occupied) bool {
		return o.HoldExpire != 0 || o.End <= now || !v.sees(o.Provider) || view.Catalog.absent(o.Provider, o.TypeID, o.Start, o.End) == Offered
	})
	slices.SortFunc(rows, func(a, b Occupied) int { return compare(a.Start, b.Start) })
	var out []Affected
	for _, o := range rows[:min(len(rows), maxAffected)] {
		a, err := s.store.Appointment(ctx, o.ID)
		if err != nil {
			return nil, err
		}
		view.Catalog.name(&a)
		if r := view.Catalog.absent(a.ProviderID, a.TypeID, a.Start, a.End); r != Offered && a.State == Booked {
			out = append(out, Affected{Appointment: a, Reason: r})
		}
	}
	return out, nil
}

// absent says whether nobody is there for an appointment of the type, "" meaning any, in [from, to).
func (c *Catalog) absent(providerID, typeID string, from, to int64) Reason {
	i, known := c.index[providerID]
	switch {
	case c.shut(from, to):
		return PracticeClosed
	case known && c.providers[i].away(typeID, from, to):
		return OnTimeOff
	default:
		return Offered
	}
}
