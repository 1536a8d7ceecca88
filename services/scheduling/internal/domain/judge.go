package domain

import "slices"

// Judge says whether the start can be booked now with the provider, or with any of the type's providers when
// providerID is empty, and why not otherwise. With [ModeNone] any way of meeting will do.
func (c *Calendar) Judge(t *Type, providerID string, start int64, mode Mode) Reason {
	if first, last := t.bookable(c.Now); start < first {
		return TooSoon
	} else if start > last {
		return TooFar
	}
	best := OutsideHours
	for _, i := range c.candidates(t, providerID) {
		if r := c.judge(t, i, start, mode); r.rank() > best.rank() {
			best = r
		}
		if best == Offered {
			break
		}
	}
	return best
}

// judge is the one rule: grid, closures, time off, other appointments, gaps, limits, rooms.
func (c *Calendar) judge(t *Type, provider int, start int64, mode Mode) Reason {
	p := c.providers[provider]
	if !p.onGrid(t, c.zones.of(p.zone), start) {
		return OutsideHours
	}
	return c.judgeOnGrid(t, provider, start, mode, modesOf(t, p.Provider))
}

// judgeOnGrid is judge for a start that came from the grid.
func (c *Calendar) judgeOnGrid(t *Type, provider int, start int64, mode Mode, modes []Mode) Reason {
	end := start + t.Duration.Microseconds()
	if c.shut(start, end) {
		return PracticeClosed
	}
	if c.providers[provider].away(t.ID, start, end) {
		return OnTimeOff
	}
	if r := c.occupied(provider, t, start); r != Offered {
		return r
	}
	if t.Packed && !c.packs(provider, t, start) {
		return LeavesGap
	}
	if r := c.full(provider, t, start); r != Offered {
		return r
	}
	if mode == ModeNone {
		if c.anyMode(t, provider, start, modes) != ModeNone {
			return Offered
		}
		if len(modes) == 0 {
			return OutsideHours
		}
		return NoRoom
	}
	switch {
	case !slices.Contains(modes, mode):
		return OutsideHours
	case mode.NeedsRoom() && !c.roomFree(t, provider, start):
		return NoRoom
	default:
		return Offered
	}
}

// anyMode returns the first of the modes that is possible at the start.
func (c *Calendar) anyMode(t *Type, provider int, start int64, modes []Mode) Mode {
	for _, m := range modes {
		if !m.NeedsRoom() || c.roomFree(t, provider, start) {
			return m
		}
	}
	return ModeNone
}

// Claim is one way to take a start: who, where.
type Claim struct {
	Provider, Room string
	Mode           Mode
	// Guards are the provider's limits, for the store.
	Guards []Guard
}

// Claims returns every way in which the start can be booked now, best first, and the reason when there is none.
// Providers come as the ledger has them, then by id; a provider or room named in prefer comes before the others.
func (c *Calendar) Claims(t *Type, providerID string, start int64, mode Mode, prefer Claim) ([]Claim, Reason) {
	if r := c.Judge(t, providerID, start, mode); r != Offered {
		return nil, r
	}
	candidates := slices.DeleteFunc(slices.Clone(c.candidates(t, providerID)), func(i int) bool {
		return c.judge(t, i, start, mode) != Offered
	})
	if t.AnyProvider && len(candidates) > 1 {
		c.byBalance(t, candidates)
	}
	slices.SortStableFunc(candidates, func(a, b int) int {
		return order(c.providers[b].ID == prefer.Provider, c.providers[a].ID == prefer.Provider)
	})
	var out []Claim
	for _, i := range candidates {
		p := c.providers[i].Provider
		how := mode
		if how == ModeNone {
			how = c.anyMode(t, i, start, modesOf(t, p))
		}
		if !how.NeedsRoom() {
			out = append(out, Claim{Provider: p.ID, Mode: how})
			continue
		}
		rooms := c.freeRooms(t, i, start)
		slices.SortStableFunc(rooms, func(a, b int) int {
			return order(c.rooms[b].ID == prefer.Room, c.rooms[a].ID == prefer.Room)
		})
		for _, r := range rooms {
			out = append(out, Claim{Provider: p.ID, Room: c.rooms[r].ID, Mode: how})
		}
	}
	return out, Offered
}

// order puts a before b when only b is true: false sorts first, so callers pass what should come later first.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}
