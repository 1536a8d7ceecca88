package assign

import "slices"

// Policy, found by measuring.
const (
	// crowd is which part of the places must be dear for the last to be dealt with first, which is quicker then.
	crowd = 32
	// searchSmallest is how many places are worth asking other cores for, searchBlock how many each works on at a time.
	searchSmallest, searchBlock = 64, 16
	// fewest is how many clients are found for a place at least, so that those it needs next may be among them.
	fewest = 5
)

// finding is a column and what the place is worth to its client beyond what that has.
type finding[V value] struct {
	column[V]
	worth V
}

// findings are the clients to whom a place is worth most beyond what they have, the first one first. They serve for a whole run: as what
// clients have only grows, nobody else can come before them but those who leave the place, who are added.
type findings[V value] struct {
	run   int64
	found []finding[V]
	// beyond is what the place is worth at most to anyone who is not found.
	beyond V
}

// list puts a place in the queue unless it is there.
func (l *lowering[V]) list(j int32) {
	if !l.listed[j] {
		l.listed[j] = true
		l.queue = append(l.queue, j)
	}
}

// next takes the places out of the queue that are to be lowered next, and finds clients for them on all cores where they are many.
func (l *lowering[V]) next() []int32 {
	n := 1
	if half := min(roundSize, len(l.queue)/2); half >= searchSmallest {
		n = half
	}
	places, rest := l.queue[:n], l.queue[n:]
	if len(l.queue) >= len(l.price)/crowd {
		places, rest = l.queue[len(l.queue)-n:], l.queue[:len(l.queue)-n]
	}
	l.round, l.queue = append(l.round[:0], places...), rest
	for _, j := range l.round {
		l.listed[j] = false
	}
	if n > 1 {
		parallel(n, searchBlock, func(_, from, to int) {
			for _, j := range l.round[from:to] {
				if l.dear(j) {
					l.find(j)
				}
			}
		})
	}
	return l.round
}

// find finds the clients to whom place j, which is dear, is worth most beyond what they have: one more than it has units to spare, if as
// many would come for what the cheapest of them costs.
func (l *lowering[V]) find(j int32) *findings[V] {
	f := &l.findings[j]
	need, least := int(l.spare(j))+1, l.floor[l.unit[j]+l.used[j]]
	if f.run != l.runs || !l.stands(j, f, need, least) {
		f.run = l.runs
		l.look(j, f, room(need), least)
	}
	return f
}

// room is for how many findings there is room where so many are needed.
func room(need int) int { return max(need+1, fewest) }

// stands brings the findings up to date and tells whether they are as many as needed.
func (l *lowering[V]) stands(j int32, f *findings[V], need int, least V) bool {
	n := 0
	for _, c := range f.found {
		if l.at[c.client] != j {
			c.worth = c.value - l.profit[c.client]
			f.found[n] = c
			n++
			sortLast(f.found[:n])
		}
	}
	if f.found = f.found[:n]; n > room(need) {
		f.beyond = max(f.beyond, f.found[room(need)].worth)
		f.found = f.found[:room(need)]
	}
	return least >= f.beyond || n >= need && f.found[need-1].worth >= f.beyond
}

// look makes as many findings as there is room for, of those worth more than least.
func (l *lowering[V]) look(j int32, f *findings[V], room int, least V) {
	if l.front != nil {
		l.front.n[j] -= int32(l.read(j, l.front.of(j), f, room, least))
		if f.beyond >= l.front.cut[j] {
			return
		}
	}
	row := l.columns[j]
	l.columns[j] = row[:len(row)-l.read(j, row, f, room, least)]
	l.frontColumns(j, f.beyond)
}

// read makes the findings from columns of place j, and puts those that are stale last. It returns how many they are.
func (l *lowering[V]) read(j int32, row []column[V], f *findings[V], room int, least V) (stale int) {
	found, beyond, profit := slices.Grow(f.found[:0], 2*room), least, l.profit
	for k := 0; k < len(row); k++ {
		c := row[k]
		w := c.value - profit[c.client]
		if w <= beyond || l.at[c.client] == j {
			continue
		}
		if l.stale(j, c, found) {
			last := len(row) - 1
			row[k] = row[last]
			row = row[:last]
			stale++
			k--
			continue
		}
		if len(found) < room {
			found = append(found, finding[V]{})
		}
		found[len(found)-1] = finding[V]{c, w}
		sortLast(found)
		if len(found) == room {
			beyond = found[room-1].worth
		}
	}
	f.found, f.beyond = found, beyond
	return stale
}

// left adds to the findings of place j client i, who is about to leave it.
func (l *lowering[V]) left(j, i int32) {
	if f := &l.findings[j]; f.run == l.runs {
		f.found = append(f.found, finding[V]{column: column[V]{i, l.worth[i]}})
	}
}

// sortLast moves the last one to where it belongs.
func sortLast[V value](found []finding[V]) {
	at := len(found) - 1
	last := found[at]
	for ; at > 0 && found[at-1].worth < last.worth; at-- {
		found[at] = found[at-1]
	}
	found[at] = last
}
