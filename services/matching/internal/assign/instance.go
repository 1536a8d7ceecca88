package assign

import (
	"fmt"
	"math"
)

// None is the place of a client who waits.
const None int32 = -1

// maxTotal bounds what all values of an instance may add up to, so that no sum of the solver overflows an int64. Policy: an eighth leaves room for
// the largest of them.
const maxTotal = int64(math.MaxInt64 / 8)

// Instance says who could go where, and what it is worth. Values are integers of one unit (matching uses micro-d);
// the larger the better. Arcs are stored client by client, so that a client's arcs are one run of memory.
type Instance struct {
	// First has one entry more than there are clients: the arcs of client i are First[i] to First[i+1].
	First []int32
	// Place is the arc's place: a therapist, or one slot of a therapist if Therapist is set.
	Place []int32
	// Benefit is what the arc is worth. An arc that is not worth more than waiting is never used.
	Benefit []int64
	// Wait is what it is worth that the client waits; nil is 0 for everyone.
	Wait []int64
	// Therapist is the therapist of each slot, a slot taking one client. Nil: each place is a therapist and takes as many clients
	// as its capacity.
	Therapist []int32
	// Capacity is how many clients a therapist takes in all.
	Capacity []int32
	// Cost is what the therapist's first, second, … client costs, Capacity entries for each therapist, none negative and none
	// less than the one before; nil is 0. So a caseload is spread: a start price for each place.
	Cost []int64
}

// Clients is how many clients there are.
func (in *Instance) Clients() int { return len(in.First) - 1 }

// Places is how many places an arc can lead to.
func (in *Instance) Places() int {
	if in.Therapist != nil {
		return len(in.Therapist)
	}
	return len(in.Capacity)
}

// Check says what is wrong with the instance.
func (in *Instance) Check() error {
	if len(in.First) == 0 || in.First[0] != 0 || int(in.First[len(in.First)-1]) != len(in.Place) {
		return fmt.Errorf("first: must run from 0 to the %d arcs", len(in.Place))
	}
	if len(in.Benefit) != len(in.Place) {
		return fmt.Errorf("benefit: %d entries for %d arcs", len(in.Benefit), len(in.Place))
	}
	if in.Wait != nil && len(in.Wait) != in.Clients() {
		return fmt.Errorf("wait: %d entries for %d clients", len(in.Wait), in.Clients())
	}
	for i := range in.Clients() {
		if in.First[i] > in.First[i+1] {
			return fmt.Errorf("first: client %d ends before it begins", i)
		}
	}
	for _, j := range in.Therapist {
		if j < 0 || int(j) >= len(in.Capacity) {
			return fmt.Errorf("therapist: %d of %d", j, len(in.Capacity))
		}
	}
	places := in.Places()
	if beyond := most(len(in.Place), 0, func(from, to int) int64 {
		beyond := uint32(0)
		for _, j := range in.Place[from:to] {
			beyond = max(beyond, uint32(j)) // a negative one is beyond all
		}
		return int64(beyond)
	}); len(in.Place) > 0 && beyond >= int64(places) {
		return fmt.Errorf("place: %d of %d", int32(beyond), places)
	}
	if err := in.checkCosts(); err != nil {
		return err
	}
	if n := in.blockers(); n > math.MaxInt32-int64(len(in.Place)) {
		return fmt.Errorf("therapist: %d arcs to keep their capacities are too many", n)
	}
	return in.checkSize()
}

func (in *Instance) checkCosts() error {
	units := int64(0)
	for j, c := range in.Capacity {
		if c < 0 {
			return fmt.Errorf("capacity: therapist %d has %d", j, c)
		}
		units += int64(c)
	}
	if units > math.MaxInt32 {
		return fmt.Errorf("capacity: %d places in all are too many", units)
	}
	if in.Cost == nil {
		return nil
	}
	if int64(len(in.Cost)) != units {
		return fmt.Errorf("cost: %d entries for %d places", len(in.Cost), units)
	}
	at := 0
	for j, c := range in.Capacity {
		last := int64(0)
		for _, cost := range in.Cost[at : at+int(c)] {
			if cost < last {
				return fmt.Errorf("cost: therapist %d: %d after %d", j, cost, last)
			}
			last = cost
		}
		at += int(c)
	}
	return nil
}

// checkSize keeps every sum within an int64.
func (in *Instance) checkSize() error {
	largest := int64(1)
	for _, values := range [][]int64{in.Benefit, in.Wait, in.Cost} {
		largest = most(len(values), largest, func(from, to int) int64 {
			largest := int64(0)
			for _, v := range values[from:to] {
				largest = max(largest, max(v, ^v)) // ^v is -v-1, which always exists
			}
			return largest
		})
	}
	if largest > in.MostValue() {
		return fmt.Errorf("value %d is too large for %d clients and places", largest, in.nodes())
	}
	return nil
}

// MostValue is how large a value of an instance of this size may be.
func (in *Instance) MostValue() int64 { return maxTotal / in.nodes() }

// nodes is of how many values a sum can be.
func (in *Instance) nodes() int64 { return int64(in.Clients()+in.Places()+len(in.Cost)) + 1 }

// Arcs are where client i could go.
func (in *Instance) Arcs(i int32) []Arc {
	arcs := make([]Arc, 0, in.First[i+1]-in.First[i])
	for a := in.First[i]; a < in.First[i+1]; a++ {
		arcs = append(arcs, Arc{in.Place[a], in.Benefit[a]})
	}
	return arcs
}
