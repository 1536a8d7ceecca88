package assign

// few is which part of the places may have other prices for looking at only those whom they concern: policy, found by measuring.
const few = 20

// judge looks at all clients at the present prices, counts both sides of the proof, and lists whose place is more than ε from the best.
func (s *solving[V]) judge(eps V) (Certificate, []int32) {
	s.lowerArcs()
	parallel(len(s.at), block, func(_, from, to int) {
		for i := from; i < to; i++ {
			s.look(int32(i))
		}
	})
	return s.count(), s.restless(eps)
}

// look finds what is best for client i at the present prices, and up to which price its place is. Who waits is at a place worth 0.
func (nw *network[V]) look(i int32) {
	var worth, price V
	best, next := nw.bestTwo(i)
	if j := nw.at[i]; j != None {
		worth, price = nw.worth[i], nw.price[j]
	}
	if worth-price < best {
		next = best
	}
	nw.best[i], nw.limit[i] = best, worth-next
}

// bestTwo are what the best place and the next best are worth to client i beyond the price, at least 0.
func (nw *network[V]) bestTwo(i int32) (best, next V) {
	if nw.front != nil {
		if best, next = nw.bestTwoOf(nw.front.of(i)); next >= nw.front.cut[i] {
			return best, next
		}
	}
	best, next = nw.bestTwoOf(nw.arcsOf(i))
	nw.frontArcs(i, next)
	return best, next
}

func (nw *network[V]) bestTwoOf(arcs []arc[V]) (best, next V) {
	for _, a := range arcs {
		w := a.value - nw.price[a.place]
		next = max(next, min(w, best))
		best = max(best, w)
	}
	return best, next
}

// lookAgain looks at whom it concerns that prices are others than before: those to whom one of these places is worth as much, at the lower
// of both, as the next best when they were looked at last. Columns of arcs that are no more do no harm. If many prices have changed it looks
// at everyone, which is quicker then.
func (s *solving[V]) lookAgain(before []V) {
	var changed []int32
	for j, p := range s.price {
		if p != before[j] {
			changed = append(changed, int32(j))
		}
	}
	if s.reverse.profit == nil || len(changed) > len(before)/few {
		s.judge(0)
		return
	}
	s.lowerArcs()
	for _, j := range changed {
		p := s.price[j]
		for _, c := range s.reverse.columns[j] {
			if i := c.client; c.value-min(p, before[j]) >= s.own(i)-s.limit[i] {
				s.look(i)
			}
		}
	}
}

// own is what the place of client i is worth to it.
func (nw *network[V]) own(i int32) V {
	if nw.at[i] == None {
		return 0
	}
	return nw.worth[i]
}

// restless lists the clients who, by the last look, would gain more than ε elsewhere, and who would gain by not waiting.
func (nw *network[V]) restless(eps V) (list []int32) {
	for i, j := range nw.at {
		if j == None && nw.limit[i] < 0 || j != None && nw.price[j] > nw.limit[i]+eps {
			list = append(list, int32(i))
		}
	}
	return list
}

// count adds up both sides of the proof, by the last look.
func (nw *network[V]) count() (c Certificate) {
	for i := range nw.at {
		c.Primal += int64(nw.own(int32(i)))
		c.Dual += int64(nw.best[i])
	}
	for j := range nw.price {
		for r, floor := range nw.floor[nw.unit[j]:nw.unit[j+1]] {
			if r < int(nw.used[j]) {
				c.Primal -= int64(floor)
			}
			c.Dual += int64(max(0, nw.price[j]-floor))
		}
	}
	return c
}
