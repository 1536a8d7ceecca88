package domain

import (
	"cmp"
	"slices"
)

// Calendar is the catalog with the occupied time and the present instant: all that the engine sees. It is for one
// computation and not safe for concurrent use.
type Calendar struct {
	*Catalog
	Now   int64
	rows  *Occupancy
	zones *zones
	// lanes are those of the providers, found when they are asked for.
	lanes []*lane
	// claimed and roomClaimed are what was claimed while computing, by provider and room.
	claimed, roomClaimed map[int][]block
	// wish is what the appointments that are judged ask of their rooms.
	wish RoomWish
	// day and filled remember what full and periodOf were last asked for.
	day, week period
	filled    filled
	// runs is memory for packs.
	runs []run
}

type block struct {
	from, to   int64
	start, end int64
	held       bool
	// claimed says that it was claimed while computing.
	claimed bool
	// types is the bit of its type where the provider has limits.
	types uint64
}

// NewCalendar returns the calendar of the occupied time at the instant now, for judging starts in [from, to]. A hold
// that has lapsed at now is not there, whether it was swept or not.
func NewCalendar(c *Catalog, now, from, to int64, rows *Occupancy) *Calendar {
	if rows == nil {
		rows = new(Occupancy)
	}
	return &Calendar{
		Catalog: c, Now: now, rows: rows, zones: newZones(from, to), lanes: make([]*lane, len(c.providers)),
		claimed: make(map[int][]block), roomClaimed: make(map[int][]block),
	}
}

// lane returns the provider's lane.
func (c *Calendar) lane(provider int) *lane {
	l := c.lanes[provider]
	if l == nil {
		if l = c.rows.providers.of(c.providers[provider].ID); l == nil {
			l = nothing
		}
		c.lanes[provider] = l
	}
	return l
}

// inProviderTime calls yield with what takes the provider's time in [from, to), in no order, until it returns false.
func (c *Calendar) inProviderTime(provider int, from, to int64, yield func(block) bool) {
	id := c.providers[provider].ID
	row := func(o *Occupied) bool { return o.lapsed(c.Now) || yield(o.block()) }
	if !c.rows.each(c.lane(provider), from, to, row) {
		return
	}
	for _, o := range c.rows.added {
		if o.Provider == id && o.touches(from, to) && !row(o) {
			return
		}
	}
	for _, blocks := range [2][]block{c.claimed[provider], c.providers[provider].elsewhere} {
		for _, b := range touching(blocks, from, to) {
			if !yield(b) {
				return
			}
		}
	}
}

func (o *Occupied) block() block {
	return block{from: o.BlockedStart, to: o.BlockedEnd, start: o.Start, end: o.End, held: o.HoldExpire != 0}
}

// place adds a claim made while computing, keeping the order.
func place(blocks []block, b block) []block {
	i, _ := slices.BinarySearchFunc(blocks, b.from, func(b block, at int64) int { return cmp.Compare(b.from, at) })
	return slices.Insert(blocks, i, b)
}

// touching returns the blocks that overlap [from, to). Blocks of one provider or room never overlap each other, the
// schema sees to it, so they are in order of their ends too.
func touching(blocks []block, from, to int64) []block {
	lo, hi := 0, len(blocks)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); blocks[mid].to <= from {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	end := lo
	for end < len(blocks) && blocks[end].from < to {
		end++
	}
	return blocks[lo:end]
}

// occupied says what in the provider's own time, here or in a calendar elsewhere, is in the way of an appointment.
func (c *Calendar) occupied(provider int, t *Type, start int64) Reason {
	from, to := t.blocked(start)
	end := start + t.Duration.Microseconds()
	reason := Offered
	c.inProviderTime(provider, from, to, func(b block) bool {
		switch {
		case b.held:
			reason = HeldByOther
		case b.start < end && b.end > start:
			reason = Busy
			return false
		case reason == Offered:
			reason = Buffer
		}
		return true
	})
	return reason
}

// roomIsFree reports whether nothing is in the room in [from, to).
func (c *Calendar) roomIsFree(room int, from, to int64) bool {
	id := c.rooms[room].ID
	if len(touching(c.roomClaimed[room], from, to)) > 0 {
		return false
	}
	for _, o := range c.rows.added {
		if o.Room == id && o.touches(from, to) && !o.lapsed(c.Now) {
			return false
		}
	}
	return c.rows.each(c.rows.rooms.of(id), from, to, func(o *Occupied) bool { return o.lapsed(c.Now) })
}
