package assign

import (
	"math"
	"slices"
)

// size is how many clients and places there are.
func (s *solving[V]) size() (clients, places int) { return len(s.at), len(s.price) }

// change takes in what the delta says, unless its values do not fit, or more arcs would have changed since they were built than there were. A
// client whose place is still possible keeps it, whether or not it is still the best.
func (s *solving[V]) change(d *Delta) bool {
	largest, arcs := d.largest()
	if s.changed += arcs; largest > s.most || s.changed > s.built+block {
		return false
	}
	units := int64(len(s.holder))
	for _, t := range d.Therapists {
		units += int64(t.Capacity)
	}
	if units > math.MaxInt32 {
		return false
	}
	if s.front == nil && s.built >= frontsFrom {
		s.arrange()
	}
	if len(d.Therapists) > 0 {
		s.resize(d.Therapists)
	}
	for i := range d.Clients {
		s.renew(&d.Clients[i])
	}
	return true
}

// resize gives places other capacities and costs. Who finds no unit there any more, or one that costs more than its price, is without a place.
func (s *solving[V]) resize(changes []TherapistChange) {
	before, m := s.units, len(s.price)
	changed := make(map[int32]*TherapistChange, len(changes))
	for i := range changes {
		changed[changes[i].Therapist] = &changes[i]
		m = max(m, int(changes[i].Therapist)+1)
	}
	s.price = append(s.price, make([]V, m-len(s.price))...)
	s.grow()
	s.units = units[V]{unit: make([]int32, m+1), used: make([]int32, m)}
	for j := range int32(m) {
		floor, holders := before.of(j)
		if t := changed[j]; t != nil {
			floor = make([]V, t.Capacity)
			for r, cost := range t.Cost {
				floor[r] = V(cost) * s.one
			}
		}
		s.floor = append(s.floor, floor...)
		s.holder = append(s.holder, slices.Repeat([]int32{None}, len(floor))...)
		s.unit[j+1] = int32(len(s.floor))
		if len(floor) == 0 {
			s.price[j] = s.shut(j)
		} else {
			s.price[j] = max(s.price[j], floor[0])
		}
		for _, i := range holders {
			s.at[i] = None
			if s.spare(j) > 0 && floor[s.used[j]] <= s.price[j] {
				s.enter(i, j, s.worth[i])
			} else {
				s.touched = append(s.touched, i)
			}
		}
	}
}

// of are the costs of all units of a place, and those who have one.
func (u *units[V]) of(j int32) ([]V, []int32) {
	if int(j) >= len(u.used) {
		return nil, nil
	}
	from := u.unit[j]
	return u.floor[from:u.unit[j+1]], u.holder[from : from+u.used[j]]
}

// shut is a price at which nobody comes to place j.
func (s *solving[V]) shut(j int32) V {
	s.reverse.turnArcs()
	price := s.price[j]
	for _, c := range s.reverse.columns[j] {
		price = max(price, c.value)
	}
	return price
}

// renew gives a client other arcs.
func (s *solving[V]) renew(c *ClientChange) {
	i := c.Client
	if int(i) == len(s.at) {
		s.at, s.worth, s.waits = append(s.at, None), append(s.worth, 0), append(s.waits, 0)
		s.best, s.limit = append(s.best, 0), append(s.limit, 0)
		s.arcs = append(s.arcs, nil)
		s.grow()
	}
	was := s.at[i]
	if was != None {
		s.leave(i)
	}
	s.reverse.drop(i)
	s.touched = append(s.touched, i)
	s.waits[i] = c.Wait
	list := s.list[:0]
	for _, a := range c.Arcs {
		if a.Benefit > c.Wait {
			list = append(list, arc[V]{a.Place, V(a.Benefit-c.Wait) * s.one})
		}
	}
	s.list = list
	s.arcs[i] = append(s.arcs[i][:0], list...)
	if s.front != nil {
		s.front.clear(i)
	}
	s.reverse.put(i)
	for _, a := range list {
		if s.unit[a.place] == s.unit[a.place+1] {
			s.price[a.place] = max(s.price[a.place], a.value)
		}
	}
	s.seat(i, was)
}

// seat gives client i a unit of the place if it has an arc there and there is one to spare.
func (nw *network[V]) seat(i, place int32) {
	for _, a := range nw.arcsOf(i) {
		if a.place == place && nw.spare(place) > 0 {
			nw.enter(i, place, a.value)
			return
		}
	}
}
