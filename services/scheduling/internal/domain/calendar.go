package domain

import (
	"cmp"
	"slices"
)

// Occupied is a row that takes time: a hold, a booking or what became of it.
type Occupied struct {
	ID                       string
	Provider, Room           string
	Start, End               int64
	BlockedStart, BlockedEnd int64
	// HoldExpire is when a hold lapses; 0 for everything but holds.
	HoldExpire int64
}

// Calendar is the catalog with the occupied time of a stretch and the present instant: all that the engine sees.
type Calendar struct {
	*Catalog
	Now   int64
	busy  [][]block
	rooms [][]block
	zones *zones
}

type block struct {
	from, to   int64
	start, end int64
	held       bool
}

// NewCalendar returns the calendar of rows at the instant now, for judging starts in [from, to]. A hold that has
// lapsed at now is not there, whether it was swept or not.
func NewCalendar(c *Catalog, now, from, to int64, rows []Occupied) *Calendar {
	cal := &Calendar{
		Catalog: c, Now: now,
		busy: make([][]block, len(c.providers)), rooms: make([][]block, len(c.rooms)),
		zones: newZones(from, to),
	}
	cal.addAll(rows)
	byStart := func(a, b block) int { return cmp.Compare(a.from, b.from) }
	for _, blocks := range cal.busy {
		slices.SortFunc(blocks, byStart)
	}
	for _, blocks := range cal.rooms {
		slices.SortFunc(blocks, byStart)
	}
	return cal
}

func (o *Occupied) lapsed(now int64) bool { return o.HoldExpire != 0 && o.HoldExpire <= now }

// addAll takes in the rows that have not lapsed. Rows of one provider usually follow each other.
func (c *Calendar) addAll(rows []Occupied) {
	last, at, known := "", 0, false
	for i := range rows {
		o := &rows[i]
		if o.lapsed(c.Now) {
			continue
		}
		if o.Provider != last {
			last = o.Provider
			at, known = c.index[last]
		}
		b := block{from: o.BlockedStart, to: o.BlockedEnd, start: o.Start, end: o.End, held: o.HoldExpire != 0}
		if known {
			c.busy[at] = append(c.busy[at], b)
		}
		if o.Room == "" {
			continue
		}
		if r, ok := c.roomIndex[o.Room]; ok {
			c.rooms[r] = append(c.rooms[r], b)
		}
	}
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
	for _, blocks := range [2][]block{
		touching(c.busy[provider], from, to), touching(c.providers[provider].elsewhere, from, to),
	} {
		for _, b := range blocks {
			switch {
			case b.held:
				reason = HeldByOther
			case b.start < end && b.end > start:
				return Busy
			case reason == Offered:
				reason = Buffer
			}
		}
	}
	return reason
}

// freeRooms returns the indexes of the rooms that are free for the whole blocked range.
func (c *Calendar) freeRooms(t *Type, start int64) []int {
	from, to := t.blocked(start)
	var out []int
	for i := range c.rooms {
		if len(touching(c.rooms[i], from, to)) == 0 {
			out = append(out, i)
		}
	}
	return out
}

func (c *Calendar) roomFree(t *Type, start int64) bool {
	from, to := t.blocked(start)
	for i := range c.rooms {
		if len(touching(c.rooms[i], from, to)) == 0 {
			return true
		}
	}
	return false
}
