package domain

import "slices"

// RoomWish is what a need asks of the room of a session in person.
type RoomWish struct {
	// Persons is how many come; zero when nobody has said.
	Persons int32
	// Accessible says that it must be usable without steps.
	Accessible bool
	// Sites are those one of which it must be at; none means any.
	Sites []string
}

// seats are how many come at least to a session of the format. A group's size is its own matter. By definition of
// the first two; of a family, policy.
var seats = map[Format]int32{"INDIVIDUAL": 1, "COUPLE": 2, "FAMILY": 3}

// room is what the need asks of a room.
func (n *Need) room() RoomWish {
	return RoomWish{
		Persons:    max(n.Persons, seats[n.Format]),
		Accessible: slices.Contains(n.Access, "STEP_FREE") || slices.Contains(n.Access, "WHEELCHAIR"),
		Sites:      n.Sites,
	}
}

// ofRoom reports whether the need is about the room, and so about sessions in person only.
func (a Access) ofRoom() bool { return a == "STEP_FREE" || a == "WHEELCHAIR" || a == "PET_FREE" }

// remote are those of the ways of meeting that take no room.
func remote(modes []Mode) []Mode {
	return slices.DeleteFunc(slices.Clone(modes), func(m Mode) bool { return m == InPerson })
}

// roomless reports whether the therapist cannot offer the room the client needs: they may still meet otherwise.
func (n *Need) roomless(t *Therapist) bool {
	return slices.ContainsFunc(n.Access, func(a Access) bool { return a.ofRoom() && !slices.Contains(t.Access, a) })
}

// roomlessOf are those of the therapists who cannot, by id.
func (n *Need) roomlessOf(therapists []Therapist) []string {
	if !slices.ContainsFunc(n.Access, Access.ofRoom) {
		return nil
	}
	var out []string
	for i := range therapists {
		if n.roomless(&therapists[i]) {
			out = append(out, therapists[i].ID)
		}
	}
	slices.Sort(out)
	return out
}

// byRoom asks the same, but of the roomless (by id, ascending) for what takes no room: scheduling offers each start in the best of
// the ways that are possible, and does not know who has which room.
func (q OpeningQuery) byRoom(roomless []string) []OpeningQuery {
	if len(roomless) == 0 {
		return []OpeningQuery{q}
	}
	housed, others := q, q
	housed.Therapists, others.Therapists = apart(q.Therapists, roomless)
	others.Modes, others.Room = remote(modesOf(q.Modes)), RoomWish{}
	return slices.DeleteFunc([]OpeningQuery{housed, others}, func(q OpeningQuery) bool { return len(q.Therapists) == 0 })
}

// byRoom is as that of [OpeningQuery].
func (q WeeklyQuery) byRoom(roomless []string) []WeeklyQuery {
	housed, others := q, q
	housed.Therapists, others.Therapists = apart(q.Therapists, roomless)
	others.Modes, others.Room = remote(modesOf(q.Modes)), RoomWish{}
	return slices.DeleteFunc([]WeeklyQuery{housed, others}, func(q WeeklyQuery) bool { return len(q.Therapists) == 0 })
}

// apart keeps the order of both.
func apart(therapists, roomless []string) (housed, others []string) {
	for _, t := range therapists {
		if _, without := slices.BinarySearch(roomless, t); without {
			others = append(others, t)
		} else {
			housed = append(housed, t)
		}
	}
	return housed, others
}
