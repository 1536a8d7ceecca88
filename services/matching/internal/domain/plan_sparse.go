package domain

import (
	"cmp"
	"runtime"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/index"
)

// How a plan of very many therapists looks at some of them. All are policy; the first two are the review's of the methods.
const (
	// bestEach of those who fit a client are looked at to begin with, and someEach drawn of all who fit, so that not everybody is
	// after the same.
	bestEach, someEach = 24, 8
	// worthAsking is how much sooner, in days, a client might begin before further therapists are asked for openings who fit as well as those
	// that were. What could be gained by less is part of the gap.
	worthAsking = 2
	// longestLook bounds how many a client looks at.
	longestLook = 512
)

// sparse is what a plan of very many therapists knows of those it does not look at.
type sparse struct {
	// index has everyone, by the date of the views; number is by id.
	index  map[string]*index.Index
	number map[string]int32
	// days is how much sooner a client might begin before somebody is looked at.
	days     Micro
	searches []index.Search
	// slack is by how much more the clients could gain with all others, and beyond says that for some not all were counted.
	slack  Micro
	beyond bool
	// unasked says that some were not asked for openings with whom a client who has none could go.
	unasked bool
}

// thin has each client look at some therapists.
func (w *waitlist) thin() error {
	p := &sparse{
		index: map[string]*index.Index{}, number: make(map[string]int32, len(w.therapists)), days: worthAsking,
		searches: make([]index.Search, runtime.GOMAXPROCS(0)),
	}
	for j := range w.therapists {
		p.number[w.therapists[j].ID] = int32(j) //nolint:gosec // at most some hundred thousand
	}
	for i := range w.clients {
		v := w.clients[i].view
		if p.index[v.date] != nil {
			continue
		}
		entries := make([]index.Entry, len(v.rows))
		for j := range entries {
			entries[j] = index.Entry{ID: w.therapists[j].ID, Row: *v.rows[j]}
			if licenses := w.therapists[j].Licenses; len(licenses) > 0 {
				entries[j].Shard = licenses[0].State
			}
		}
		var err error
		if p.index[v.date], err = index.Build(v.dict, entries); err != nil {
			return err
		}
	}
	w.sparse = p
	return w.each(func(worker, i int) {
		c := &w.clients[i]
		x, search := p.index[c.view.date], &p.searches[worker]
		for _, hit := range search.Top(x, c.question(), bestEach+len(c.entry.Need.Conflicts)) {
			c.consider(p.number[x.ID(hit.At)])
		}
		for _, at := range search.Some(x, c.asked.conditions, someEach, index.Seed(c.entry.Inquiry)) {
			c.consider(p.number[x.ID(at)])
		}
	})
}

// question is the need as the index is asked for it.
func (c *planned) question() *index.Query {
	return &index.Query{Need: c.kernel, Conditions: c.asked.conditions, Seed: index.Seed(c.entry.Inquiry)}
}

// consider has the client look at a therapist as well.
func (c *planned) consider(j int32) {
	at, known := slices.BinarySearch(c.therapists, j)
	if !known && !c.entry.Need.conflicts(c.view.in.Therapists[j].ID) {
		c.therapists = slices.Insert(c.therapists, at, j)
	}
}

// prospect is a therapist at whom a client does not look, and what could be gained by doing so.
type prospect struct {
	therapist int32
	gain      Micro
}

// widen has clients look at further therapists who could be worth more to them than what they have, at the prices of the solution, and
// reports whether there are any. If not, slack is what is left.
func (w *waitlist) widen(g *graph, s *assign.Solution, zone *time.Location) (bool, error) {
	p, prices := w.sparse, g.spare(s.Price)
	found, rest := make([][]prospect, len(w.clients)), make([]Micro, len(w.clients))
	err := w.each(func(worker, i int) {
		c, best := &w.clients[i], Micro(0)
		for a := g.First[i]; a < g.First[i+1]; a++ {
			best = max(best, g.Benefit[a]-s.Price[g.Place[a]])
		}
		floor := best - w.served(c.entry, w.level(c.entry, zone)) - w.soonest(c)
		found[i], rest[i] = c.prospects(p, &p.searches[worker], prices, floor, w.little(c))
	})
	grown := false
	p.slack, p.beyond = 0, false
	for i := range found {
		c := &w.clients[i]
		little := w.little(c)
		switch {
		case rest[i] <= little:
			p.slack += rest[i]
			continue
		case len(found[i]) == 0 || found[i][0].gain <= little || len(c.therapists) >= longestLook:
			p.beyond = true
			continue
		}
		grown = true
		for _, next := range found[i][:min(len(found[i]), len(c.therapists)+1)] {
			if next.gain > little {
				c.consider(next.therapist)
			}
		}
	}
	return grown, err
}

// little is a gain for which nobody is asked.
func (w *waitlist) little(c *planned) Micro {
	return w.weights.WaitWeek * w.weights.Tiers[tiers[c.entry.Need.Tier]] * w.sparse.days / 7
}

// soonest is the most that the terms of an opening can be worth to the client: the first session now, at a wished time.
func (w *waitlist) soonest(c *planned) Micro {
	worth := w.weights.WaitOf(0, tiers[c.entry.Need.Tier])
	if len(c.entry.Need.Times) > 0 {
		worth += w.weights.Time
	}
	return worth
}

// prospects are therapists at whom the client does not look and whose score, less what a place of theirs costs, is above the floor, the
// best first: all with whom there is much to gain, or so many that there is no need for more now, or that more would be too many. With all
// the others there is no more than rest to gain.
func (c *planned) prospects(p *sparse, search *index.Search, prices []Micro, floor, little Micro) (out []prospect, rest Micro) {
	x := p.index[c.view.date]
	for size := 2 * (bestEach + someEach); ; size *= 4 {
		out = out[:0]
		hits := search.Top(x, c.question(), size)
		for _, hit := range hits {
			therapist := x.ID(hit.At)
			j := p.number[therapist]
			gain := hit.Score - prices[j] - floor
			if _, known := slices.BinarySearch(c.therapists, j); gain > 0 && !known && !c.entry.Need.conflicts(therapist) {
				out = append(out, prospect{j, gain})
			}
		}
		slices.SortFunc(out, func(a, b prospect) int {
			return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.therapist, b.therapist))
		})
		if rest = 0; len(hits) == size {
			rest = max(0, hits[size-1].Score-floor)
		}
		enough := len(out) > len(c.therapists) && out[0].gain > little
		if rest <= little || enough || size >= longestLook {
			if len(out) > 0 {
				rest = max(rest, out[0].gain)
			}
			return out, rest
		}
	}
}

// spare are by therapist what one more of their openings could cost without anybody's being worth more than before.
func (g *graph) spare(prices []int64) []Micro {
	own := make([][]int64, len(g.w.therapists))
	for place, price := range prices {
		own[g.Therapist[place]] = append(own[g.Therapist[place]], price)
	}
	out, unit := make([]Micro, len(own)), 0
	for j, n := range g.Capacity {
		slices.Sort(own[j])
		if dear := len(own[j]) - int(n); dear >= 0 && n > 0 {
			out[j] = own[j][dear]
		} else if len(own[j]) > 0 {
			out[j] = min(own[j][0], g.Cost[unit+len(own[j])])
		}
		unit += int(n)
	}
	return out
}
