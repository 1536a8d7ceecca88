package assign

import (
	"fmt"
	"math"
	"slices"
)

// Delta is what makes today's instance of yesterday's. Numbers stay: a client who has left is one without arcs, a therapist who has left
// one who takes nobody, and either number may be given to another.
type Delta struct {
	Clients    []ClientChange
	Therapists []TherapistChange
	// Slots are the therapists of further slots.
	Slots []int32
}

// ClientChange says what a client's arcs are now, all of them. The number may be one beyond the last.
type ClientChange struct {
	Client int32
	Arcs   []Arc
	Wait   int64
}

// TherapistChange says how many clients a therapist takes now, and what each costs, as in [Instance]; without costs each costs 0. The number
// may be one beyond the last.
type TherapistChange struct {
	Therapist, Capacity int32
	Cost                []int64
}

// check says what is wrong with the delta for so many clients, places and therapists.
func (d *Delta) check(clients, places, therapists int, slots bool) error {
	for _, t := range d.Therapists {
		switch {
		case t.Therapist < 0 || int(t.Therapist) > therapists:
			return fmt.Errorf("therapist: %d of %d", t.Therapist, therapists)
		case t.Capacity < 0:
			return fmt.Errorf("capacity: therapist %d has %d", t.Therapist, t.Capacity)
		case t.Cost != nil && len(t.Cost) != int(t.Capacity):
			return fmt.Errorf("cost: %d entries for %d places of therapist %d", len(t.Cost), t.Capacity, t.Therapist)
		case len(t.Cost) > 0 && t.Cost[0] < 0 || !slices.IsSorted(t.Cost):
			return fmt.Errorf("cost: therapist %d: %v falls", t.Therapist, t.Cost)
		}
		therapists = max(therapists, int(t.Therapist)+1)
	}
	if places += len(d.Slots); !slots {
		places = therapists
	}
	for _, j := range d.Slots {
		if !slots || j < 0 || int(j) >= therapists {
			return fmt.Errorf("slots: %d of %d", j, therapists)
		}
	}
	for _, c := range d.Clients {
		if c.Client < 0 || int(c.Client) > clients {
			return fmt.Errorf("client: %d of %d", c.Client, clients)
		}
		clients = max(clients, int(c.Client)+1)
		for _, a := range c.Arcs {
			if a.Place < 0 || int(a.Place) >= places {
				return fmt.Errorf("place: %d of %d", a.Place, places)
			}
		}
	}
	return nil
}

// largest is the largest value that the solver meets in the delta, and how many arcs there are.
func (d *Delta) largest() (largest int64, arcs int) {
	for _, c := range d.Clients {
		arcs += len(c.Arcs)
		for _, a := range c.Arcs {
			if v := a.Benefit - c.Wait; max(a.Benefit, ^a.Benefit, c.Wait, ^c.Wait) > maxTotal {
				largest = math.MaxInt64 // v may be anything
			} else {
				largest = max(largest, v)
			}
		}
	}
	for _, t := range d.Therapists {
		for _, cost := range t.Cost {
			largest = max(largest, cost)
		}
	}
	return largest, arcs
}

// With is the instance after the deltas, which must fit it, one after the other. The instance stays as it is.
func (in *Instance) With(deltas ...Delta) *Instance {
	clients, therapists := map[int32]*ClientChange{}, map[int32]*TherapistChange{}
	n, m := in.Clients(), len(in.Capacity)
	out := &Instance{First: make([]int32, 1, n+1), Place: make([]int32, 0, len(in.Place)), Benefit: make([]int64, 0, len(in.Place)), Therapist: slices.Clone(in.Therapist)}
	costs, waits := in.Cost != nil, in.Wait != nil
	for _, d := range deltas {
		for i := range d.Clients {
			c := &d.Clients[i]
			clients[c.Client] = c
			n, waits = max(n, int(c.Client)+1), waits || c.Wait != 0
		}
		for i := range d.Therapists {
			t := &d.Therapists[i]
			therapists[t.Therapist] = t
			m, costs = max(m, int(t.Therapist)+1), costs || t.Cost != nil
		}
		out.Therapist = append(out.Therapist, d.Slots...)
	}
	for i := range n {
		wait := int64(0)
		if c := clients[int32(i)]; c == nil {
			out.Place = append(out.Place, in.Place[in.First[i]:in.First[i+1]]...)
			out.Benefit = append(out.Benefit, in.Benefit[in.First[i]:in.First[i+1]]...)
			wait = in.wait(i)
		} else {
			for _, a := range c.Arcs {
				out.Place = append(out.Place, a.Place)
				out.Benefit = append(out.Benefit, a.Benefit)
			}
			wait = c.Wait
		}
		out.First = append(out.First, int32(len(out.Place)))
		if waits {
			out.Wait = append(out.Wait, wait)
		}
	}
	out.resize(in, m, costs, therapists)
	return out
}

// resize gives the m therapists the capacities and costs that they had in before, or those that changed.
func (in *Instance) resize(before *Instance, m int, costs bool, changed map[int32]*TherapistChange) {
	if costs {
		in.Cost = []int64{}
	}
	unit := int32(0)
	for j := range int32(m) {
		capacity, cost := int32(0), []int64(nil)
		if int(j) < len(before.Capacity) {
			capacity = before.Capacity[j]
			if before.Cost != nil {
				cost = before.Cost[unit : unit+capacity]
			}
			unit += capacity
		}
		if t := changed[j]; t != nil {
			capacity, cost = t.Capacity, t.Cost
		}
		if in.Capacity = append(in.Capacity, capacity); !costs {
			continue
		}
		if in.Cost = append(in.Cost, cost...); cost == nil {
			in.Cost = append(in.Cost, make([]int64, capacity)...)
		}
	}
}
