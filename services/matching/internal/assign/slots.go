package assign

import "slices"

// blockers is at most how many arcs the blockers need.
func (in *Instance) blockers() int64 {
	if in.Therapist == nil {
		return 0
	}
	slots := make([]int64, len(in.Capacity))
	for _, j := range in.Therapist {
		slots[j]++
	}
	n := int64(0)
	for j, c := range in.Capacity {
		each := max(0, slots[j]-int64(c))
		if in.Cost != nil {
			each = slots[j]
		}
		n += each * slots[j]
	}
	return n
}

// blocked turns slots into places of their own, with one unit each. What keeps a therapist from taking more clients than its capacity are
// blockers: clients of ours, as many as it has slots beyond its capacity, who can have any of its slots and to whom one is worth more than
// to anyone. A place that costs something is a blocker to whom a slot is worth that cost.
func (in *Instance) blocked() *Instance {
	flat := &Instance{
		First: slices.Clone(in.First), Place: slices.Clone(in.Place), Benefit: slices.Clone(in.Benefit), Wait: slices.Clone(in.Wait),
		Capacity: make([]int32, len(in.Therapist)),
	}
	slots := make([][]int32, len(in.Capacity))
	for t, j := range in.Therapist {
		flat.Capacity[t] = 1
		slots[j] = append(slots[j], int32(t))
	}
	beyond := in.largest() + 1
	block := func(slots []int32, worth int64) {
		for _, t := range slots {
			flat.Place = append(flat.Place, t)
			flat.Benefit = append(flat.Benefit, worth)
		}
		flat.First = append(flat.First, int32(len(flat.Place)))
		if flat.Wait != nil {
			flat.Wait = append(flat.Wait, 0)
		}
	}
	unit := 0
	for j, c := range in.Capacity {
		for range len(slots[j]) - int(c) {
			block(slots[j], beyond)
		}
		if in.Cost != nil {
			for _, cost := range in.Cost[unit:min(unit+int(c), unit+len(slots[j]))] {
				if cost > 0 {
					block(slots[j], cost)
				}
			}
		}
		unit += int(c)
	}
	return flat
}
