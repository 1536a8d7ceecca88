package assign

import (
	"bufio"
	"fmt"
	"io"
)

// WriteMin writes the instance as a minimum-cost flow in the DIMACS format (".min"): clients are the first nodes, then come the places, the
// therapists if places are slots, and the sink. What anything is worth is a negative cost, so the least cost is the best assignment's
// worth with the sign turned.
func WriteMin(to io.Writer, in *Instance) error {
	w := bufio.NewWriter(to)
	n, m := in.Clients(), in.Places()
	therapist, sink := n+1, n+m+len(in.Capacity)+1
	if in.Therapist != nil {
		therapist += m
	} else {
		sink = n + m + 1
	}
	arcs := len(in.Place) + n + len(in.Therapist) + len(in.Capacity)
	if in.Cost != nil {
		arcs += len(in.Cost) - len(in.Capacity)
	}
	fmt.Fprintf(w, "p min %d %d\n", sink, arcs)
	for i := range n {
		fmt.Fprintf(w, "n %d 1\n", i+1)
	}
	fmt.Fprintf(w, "n %d %d\n", sink, -n)
	for i := range n {
		for _, a := range in.Arcs(int32(i)) {
			fmt.Fprintf(w, "a %d %d 0 1 %d\n", i+1, n+1+int(a.Place), -a.Benefit)
		}
		fmt.Fprintf(w, "a %d %d 0 1 %d\n", i+1, sink, -in.wait(i))
	}
	for t, j := range in.Therapist {
		fmt.Fprintf(w, "a %d %d 0 1 0\n", n+1+t, therapist+int(j))
	}
	unit := 0
	for j, c := range in.Capacity {
		if in.Cost == nil {
			fmt.Fprintf(w, "a %d %d 0 %d 0\n", therapist+j, sink, c)
			continue
		}
		for _, cost := range in.Cost[unit : unit+int(c)] {
			fmt.Fprintf(w, "a %d %d 0 1 %d\n", therapist+j, sink, cost)
		}
		unit += int(c)
	}
	return w.Flush()
}

// WriteAsn writes an instance without slots as an assignment of as many nodes to as many in the DIMACS format (".asn"), to be minimised.
// The first nodes are the clients and a mirror of each unit of capacity, the others the units and a mirror of each client. Who waits goes
// to the own mirror, as does a unit nobody takes; the mirrors of a client and of the unit it takes go to each other. So the least cost is
// the best assignment's worth with the sign turned. There are two arcs for each client and each unit it could have, which is many.
func WriteAsn(to io.Writer, in *Instance) error {
	if in.Therapist != nil {
		return fmt.Errorf("therapist: slots cannot be written as an assignment")
	}
	w := bufio.NewWriter(to)
	n := in.Clients()
	first := make([]int, len(in.Capacity)+1)
	for j, c := range in.Capacity {
		first[j+1] = first[j] + int(c)
	}
	units := first[len(in.Capacity)]
	arcs := n + units
	for _, j := range in.Place {
		arcs += 2 * int(in.Capacity[j])
	}
	side := n + units
	fmt.Fprintf(w, "c to be minimised\np asn %d %d\n", 2*side, arcs)
	for v := range side {
		fmt.Fprintf(w, "n %d\n", v+1)
	}
	for i := range n {
		for _, a := range in.Arcs(int32(i)) {
			for u := first[a.Place]; u < first[a.Place+1]; u++ {
				cost := -a.Benefit
				if in.Cost != nil {
					cost += in.Cost[u]
				}
				fmt.Fprintf(w, "a %d %d %d\na %d %d 0\n", i+1, side+1+u, cost, n+1+u, side+1+units+i)
			}
		}
		fmt.Fprintf(w, "a %d %d %d\n", i+1, side+1+units+i, -in.wait(i))
	}
	for u := range units {
		fmt.Fprintf(w, "a %d %d 0\n", n+1+u, side+1+u)
	}
	return w.Flush()
}
