package simulate

import "context"

// none stands for no arc.
const none int32 = -1

// game is a run of one method through a world's year.
type game struct {
	w *world
	// free is how many places each therapist has open, taken how many clients each got.
	free, taken []int32
	// arc is the arc each client got, or none; wait the days until then.
	arc, wait []int32
	// day is today, next how many clients came so far, opened how many places.
	day          int32
	next, opened int
	// waiting are the clients for whom nothing was open, oldest first; some of them may be served by now.
	waiting []int32
	// lists are the same by therapist.
	lists [][]int32
}

// method decides who goes where.
type method struct {
	name    string
	decides Decides
	// pick chooses one of a client's arcs whose therapist has a place open; nil: everybody waits for the plan.
	pick func(g *game, client int) int32
	// plan assigns the waiting, every so many days; 0: an open place goes to whoever waits for it longest.
	every int32
	plan  func(ctx context.Context, g *game) error
	// before is called before each client and each plan.
	before func(ctx context.Context, g *game) error
}

func newGame(w *world) *game {
	g := &game{
		w: w, free: make([]int32, len(w.staff.rows)), taken: make([]int32, len(w.staff.rows)),
		arc: make([]int32, len(w.demand.clients)), wait: make([]int32, len(w.demand.clients)),
		lists: make([][]int32, len(w.staff.rows)),
	}
	for i := range g.arc {
		g.arc[i] = none
	}
	return g
}

// play runs the method: day by day places open, clients come, and plans are made.
func play(ctx context.Context, w *world, m *method) (*game, error) {
	g := newGame(w)
	for g.day = 0; g.day <= int32(w.cfg.Days); g.day++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for ; g.opened < len(w.supply.openings) && w.supply.openings[g.opened].day == g.day; g.opened++ {
			g.open(m, w.supply.openings[g.opened].therapist)
		}
		for ; g.next < len(w.demand.clients) && w.demand.clients[g.next].arrives == g.day; g.next++ {
			if m.before != nil {
				if err := m.before(ctx, g); err != nil {
					return nil, err
				}
			}
			g.arrive(m, g.next)
		}
		if m.plan != nil && g.day%m.every == 0 {
			if err := m.plan(ctx, g); err != nil {
				return nil, err
			}
		}
	}
	return g, nil
}

// open makes a place free; without plans it goes to whoever waits for it: the most urgent, of them the first.
func (g *game) open(m *method, j int32) {
	g.free[j]++
	if m.plan != nil {
		return
	}
	list := g.lists[j][:0]
	best := none
	for _, i := range g.lists[j] {
		if g.arc[i] != none {
			continue
		}
		list = append(list, i)
		if best == none || g.w.demand.clients[i].tier > g.w.demand.clients[best].tier {
			best = i
		}
	}
	g.lists[j] = list
	if best != none {
		g.take(best, g.arcTo(int(best), j))
	}
}

func (g *game) arrive(m *method, client int) {
	if m.pick != nil {
		if a := m.pick(g, client); a != none {
			g.take(int32(client), a)
			return
		}
	}
	g.waiting = append(g.waiting, int32(client))
	if m.plan != nil {
		return
	}
	from, to := g.w.demand.arcs(client)
	for a := from; a < to; a++ {
		j := g.w.demand.therapist[a]
		g.lists[j] = append(g.lists[j], int32(client))
	}
}

// arcTo is the client's arc to the therapist.
func (g *game) arcTo(client int, j int32) int32 {
	from, to := g.w.demand.arcs(client)
	for a := from; a < to; a++ {
		if g.w.demand.therapist[a] == j {
			return a
		}
	}
	return none
}

// take gives the client the place.
func (g *game) take(client, arc int32) {
	j := g.w.demand.therapist[arc]
	g.free[j]--
	g.taken[j]++
	g.arc[client] = arc
	g.wait[client] = g.day - g.w.demand.clients[client].arrives
}

// stillWaiting drops those who were served from the list and returns it.
func (g *game) stillWaiting() []int32 {
	list := g.waiting[:0]
	for _, i := range g.waiting {
		if g.arc[i] == none {
			list = append(list, i)
		}
	}
	g.waiting = list
	return list
}

// best returns the arc to an open place that is worth most by value; the first of equals.
func (g *game) best(client int, value func(arc int32) int64) int32 {
	from, to := g.w.demand.arcs(client)
	found, most := none, int64(0)
	for a := from; a < to; a++ {
		if g.free[g.w.demand.therapist[a]] <= 0 {
			continue
		}
		if v := value(a); found == none || v > most {
			found, most = a, v
		}
	}
	return found
}
