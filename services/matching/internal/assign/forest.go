package assign

// forest keeps who raised whom: the parent of a node is the one whose price last raised the node's own.
type forest struct {
	parent, child, next, previous []int32
	below                         []int32
}

func newForest(n int) *forest {
	f := &forest{parent: make([]int32, n), child: make([]int32, n), next: make([]int32, n), previous: make([]int32, n)}
	for v := range int32(n) {
		f.clear(v)
	}
	return f
}

func (f *forest) clear(v int32) {
	f.parent[v], f.child[v], f.next[v], f.previous[v] = None, None, None, None
}

// under lists v and all below it, and tells whether w is among them. The list holds until the next call.
func (f *forest) under(v, w int32) (list []int32, found bool) {
	f.below = append(f.below[:0], v)
	found = v == w
	for n := 0; n < len(f.below); n++ {
		for c := f.child[f.below[n]]; c != None; c = f.next[c] {
			found = found || c == w
			f.below = append(f.below, c)
		}
	}
	return f.below, found
}

// scatter takes the tree of v, listed by under, out and apart.
func (f *forest) scatter(list []int32) {
	v := list[0]
	if p := f.parent[v]; p != None {
		if f.previous[v] != None {
			f.next[f.previous[v]] = f.next[v]
		} else {
			f.child[p] = f.next[v]
		}
		if f.next[v] != None {
			f.previous[f.next[v]] = f.previous[v]
		}
	}
	for _, c := range list {
		f.clear(c)
	}
}

// hang puts the single node v below p.
func (f *forest) hang(v, p int32) {
	f.parent[v], f.next[v] = p, f.child[p]
	if f.child[p] != None {
		f.previous[f.child[p]] = v
	}
	f.child[p] = v
}
