package domain

import "slices"

// roomWant is a stretch for which a slot needs a room.
type roomWant struct {
	slot     int
	from, to int64
	// rooms are those that suit, best first.
	rooms []int
}

// claim takes the provider's time of the row, and leaves the room open.
func (c *Calendar) claim(a Appointment) {
	if i, ok := c.index[a.ProviderID]; ok {
		c.claimed[i] = place(c.claimed[i], block{
			from: a.BlockedStart, to: a.BlockedEnd, start: a.Start, end: a.End, held: true, claimed: true, types: c.bits[a.TypeID],
		})
	}
}

// maxTries bounds the search for rooms. It is far more than the slots of one hold ever need; whoever exceeds it is told
// that no room is free.
const maxTries = 10_000

// assignRooms gives every want a room so that no two that overlap share one. It tries all assignments, so it finds one
// if there is any: taking the first free room each time could paint itself into a corner. missing is -1, or a want for
// which there is no room.
func (c *Calendar) assignRooms(wants []roomWant) (rooms []int, missing int) {
	slices.SortStableFunc(wants, func(a, b roomWant) int { return compare(a.from, b.from) })
	rooms = make([]int, len(wants))
	tries, deepest := 0, 0
	var try func(n int) bool
	try = func(n int) bool {
		if n == len(wants) {
			return true
		}
		deepest = max(deepest, n)
		for _, r := range wants[n].rooms {
			if tries++; tries > maxTries {
				return false
			}
			if c.roomTaken(r, n, wants, rooms) {
				continue
			}
			rooms[n] = r
			if try(n + 1) {
				return true
			}
		}
		return false
	}
	if try(0) {
		return rooms, -1
	}
	return nil, deepest
}

// roomTaken reports whether the room is occupied for want n, by a row or by a want before it.
func (c *Calendar) roomTaken(room, n int, wants []roomWant, rooms []int) bool {
	w := wants[n]
	if !c.roomIsFree(room, w.from, w.to) {
		return true
	}
	for i := range n {
		if rooms[i] == room && wants[i].from < w.to && wants[i].to > w.from {
			return true
		}
	}
	return false
}
