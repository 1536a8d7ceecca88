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

// confinement is who is asked for openings in some of the ways only, by id, ascending: for what takes no room, or in person alone.
type confinement struct{ remote, inPerson []string }

// confinement is that of the therapists: who cannot offer the room the client needs, and whose licence does not count for every way.
func (v *view) confinement(n *Need, therapists []Therapist) (c confinement) {
	if n.PracticeState == "" && !slices.ContainsFunc(n.Access, Access.ofRoom) {
		return c
	}
	for i := range therapists {
		switch w := v.where(n, &therapists[i]); {
		case n.roomless(&therapists[i]) || w.remote && !w.inPerson:
			c.remote = append(c.remote, therapists[i].ID)
		case w.inPerson && !w.remote:
			c.inPerson = append(c.inPerson, therapists[i].ID)
		}
	}
	slices.Sort(c.remote)
	slices.Sort(c.inPerson)
	return c
}

// byWay asks the same, but of the confined for their ways: scheduling offers each start in the best of the ways that are possible, and
// does not know who has which room, or which licence.
func (q OpeningQuery) byWay(c confinement) []OpeningQuery {
	if len(c.remote) == 0 && len(c.inPerson) == 0 {
		return []OpeningQuery{q}
	}
	others, remotely, person := q, q, q
	others.Therapists, remotely.Therapists, person.Therapists = c.apart(q.Therapists)
	remotely.Modes, remotely.Room = remote(modesOf(q.Modes)), RoomWish{}
	person.Modes = []Mode{InPerson}
	return slices.DeleteFunc([]OpeningQuery{others, remotely, person}, func(q OpeningQuery) bool { return len(q.Therapists) == 0 })
}

// byWay is as that of [OpeningQuery].
func (q WeeklyQuery) byWay(c confinement) []WeeklyQuery {
	others, remotely, person := q, q, q
	others.Therapists, remotely.Therapists, person.Therapists = c.apart(q.Therapists)
	remotely.Modes, remotely.Room = remote(modesOf(q.Modes)), RoomWish{}
	person.Modes = []Mode{InPerson}
	return slices.DeleteFunc([]WeeklyQuery{others, remotely, person}, func(q WeeklyQuery) bool { return len(q.Therapists) == 0 })
}

// apart keeps the order of all.
func (c *confinement) apart(therapists []string) (others, remote, inPerson []string) {
	for _, t := range therapists {
		if _, is := slices.BinarySearch(c.remote, t); is {
			remote = append(remote, t)
		} else if _, is := slices.BinarySearch(c.inPerson, t); is {
			inPerson = append(inPerson, t)
		} else {
			others = append(others, t)
		}
	}
	return others, remote, inPerson
}
