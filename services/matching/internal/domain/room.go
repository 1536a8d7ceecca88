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

// seats are how many come at least to a session of the format. A group's size is its own matter.
var seats = map[Format]int32{"INDIVIDUAL": 1, "COUPLE": 2, "FAMILY": 3}

// room is what the need asks of a room.
func (n *Need) room() RoomWish {
	return RoomWish{
		Persons:    max(n.Persons, seats[n.Format]),
		Accessible: slices.Contains(n.Access, "STEP_FREE") || slices.Contains(n.Access, "WHEELCHAIR"),
		Sites:      n.Sites,
	}
}
