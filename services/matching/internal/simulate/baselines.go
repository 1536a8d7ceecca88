package simulate

import (
	"container/heap"
	"context"
)

// Names of the methods, in the order of the table.
const (
	Random    = "random eligible"
	FirstCome = "first available"
	Declared  = "declared specialty"
	RawMeans  = "raw means, one by one"
	OneByOne  = "estimates, one by one"
	Stable    = "Gale-Shapley"
	Today     = "product: rankings"
	Online    = "bid prices, holding back"
	Planned   = "product: plans"
	Timed     = "hindsight by the day"
	Hindsight = "hindsight"
	Oracle    = "oracle"
)

// Decides says when a method decides, and so what it can know: rows of the table are to be compared with others of the same kind.
type Decides string

// When a method decides: for each client as they come and each place as it opens; once a week for all who wait and all that is open; or,
// which no practice can, knowing all that comes.
const (
	AsTheyCome Decides = "as they come"
	Weekly     Decides = "weekly"
	Knowing    Decides = "knowing all"
)

// baselines are what the product is compared with. They keep the same rules, serve the same waiting list in the same
// order, and know everything the product knows but for what their name leaves out.
func (w *world) baselines() []method {
	d := w.demand
	// Ties are broken by chance, as they are in a directory that shows therapists in random order.
	ties := newStream(w.seed, useRandom)
	tie := make([]int64, len(d.therapist))
	const orders = 1 << 30 // as good as no two alike. Policy.
	for a := range tie {
		tie[a] = int64(ties.below(orders))
	}
	since := newSinceOpen(w)
	return []method{
		{name: Random, decides: AsTheyCome, pick: func(g *game, i int) int32 { return g.best(i, func(a int32) int64 { return tie[a] }) }},
		{name: FirstCome, decides: AsTheyCome, pick: func(g *game, i int) int32 {
			return g.best(i, func(a int32) int64 { return -since.of(g, d.therapist[a])*orders + tie[a] })
		}},
		{name: Declared, decides: AsTheyCome, pick: func(g *game, i int) int32 {
			return g.best(i, func(a int32) int64 { return int64(d.overlap[a])*orders + tie[a] })
		}},
		{name: RawMeans, decides: AsTheyCome, pick: func(g *game, i int) int32 { return g.best(i, func(a int32) int64 { return int64(d.raw[a]) }) }},
		{name: OneByOne, decides: AsTheyCome, pick: func(g *game, i int) int32 { return g.best(i, func(a int32) int64 { return int64(d.ours[a]) }) }},
		{name: Stable, decides: Weekly, every: max(1, min(week, int32(w.cfg.Days))), plan: stable},
	}
}

// sinceOpen knows since when a therapist's oldest open place has been open.
type sinceOpen struct{ days [][]int32 }

func newSinceOpen(w *world) sinceOpen {
	s := sinceOpen{make([][]int32, len(w.staff.rows))}
	for _, o := range w.supply.openings {
		s.days[o.therapist] = append(s.days[o.therapist], o.day)
	}
	return s
}

func (s sinceOpen) of(g *game, j int32) int64 { return int64(s.days[j][g.taken[j]]) }

// stable is the deferred acceptance of Gale and Shapley (1962) among the waiting and the open places: clients ask the
// therapists in the order of the score, therapists keep whom the score is highest with. No client and therapist would
// rather have each other.
func stable(_ context.Context, g *game) error {
	d := g.w.demand
	kept := make([]offers, len(g.free))
	asked := map[int32]map[int32]bool{}
	ask := append([]int32(nil), g.stillWaiting()...)
	for len(ask) > 0 {
		i := ask[len(ask)-1]
		ask = ask[:len(ask)-1]
		best, from, to := none, d.first[i], d.first[i+1]
		for a := from; a < to; a++ {
			if g.free[d.therapist[a]] > 0 && !asked[i][a] && (best == none || d.ours[a] > d.ours[best]) {
				best = a
			}
		}
		if best == none {
			continue
		}
		if asked[i] == nil {
			asked[i] = map[int32]bool{}
		}
		asked[i][best] = true
		j := d.therapist[best]
		heap.Push(&kept[j], offer{d.ours[best], i, best})
		if len(kept[j]) > int(g.free[j]) {
			refused, _ := heap.Pop(&kept[j]).(offer)
			ask = append(ask, refused.client)
		}
	}
	for j := range kept {
		for _, o := range kept[j] {
			g.take(o.client, o.arc)
		}
	}
	return nil
}

// offer is a client who asked a therapist.
type offer struct {
	score       int32
	client, arc int32
}

// offers is a heap, the least wanted first; of equals the one who came last.
type offers []offer

func (o offers) Len() int { return len(o) }

func (o offers) Less(i, k int) bool {
	if o[i].score != o[k].score {
		return o[i].score < o[k].score
	}
	return o[i].client > o[k].client
}

func (o offers) Swap(i, k int) { o[i], o[k] = o[k], o[i] }

// Push implements heap.Interface.
func (o *offers) Push(x any) {
	if v, ok := x.(offer); ok {
		*o = append(*o, v)
	}
}

// Pop implements heap.Interface.
func (o *offers) Pop() any {
	last := (*o)[len(*o)-1]
	*o = (*o)[:len(*o)-1]
	return last
}
