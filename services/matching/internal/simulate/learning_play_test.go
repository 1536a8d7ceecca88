package simulate

import (
	"context"
	"math"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
	"github.com/firstcall-health/firstcall/services/matching/internal/explore"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// learning is a practice that measures every course and estimates its therapists anew each week. Clients get the place open today that
// ranks first by the score and the load; who of a near-tie comes first is the rule's to say.
type learning struct {
	w          *world
	rule       rule
	tracks     []evidence.Track
	sd, common [][domains]int32
	// ended are the courses that are not measured yet.
	ended []course
	draws *stream
	begun map[int]bool
	// served are the clients so far, newest last: whether little was measured of the therapist.
	served []bool
	// ties counts the near-ties of routine clients, drawn those in which the best did not come first, cost what they had more.
	ties, drawn, cost float64
	learned           int32
}

type course struct{ day, client, therapist int32 }

// rule says who of a near-tie comes first; lean that few places went to those of whom little is measured.
type rule func(l *learning, tie []explore.Therapist, lean bool) int

func newLearning(w *world, r rule) *learning {
	n := len(w.staff.rows)
	l := &learning{
		w: w, rule: r, tracks: make([]evidence.Track, n), sd: make([][domains]int32, n), common: make([][domains]int32, n),
		draws: newStream(w.seed, useRandom), begun: map[int]bool{}, learned: -week,
	}
	history := newStream(w.seed, useHistory)
	for j := range l.tracks {
		l.tracks[j] = w.staff.measure(history, w.cfg, j) // what the world was made with
	}
	return l
}

// before begins the courses of those who were served, measures those that have ended and, once a week, learns from all of them.
func (l *learning) before(_ context.Context, g *game) error {
	for i := range g.next {
		if a := g.arc[i]; a != none && !l.begun[i] {
			j := l.w.demand.therapist[a]
			l.begun[i] = true
			l.served = append(l.served, l.isNew(&l.w.demand.clients[i], j))
			l.ended = append(l.ended, course{g.day + 8*week, int32(i), j})
		}
	}
	for len(l.ended) > 0 && l.ended[0].day <= g.day {
		c := l.ended[0]
		l.ended = l.ended[1:]
		noise, t := newStream(l.w.seed, millionth+uint64(c.client)), &l.tracks[c.therapist]
		for _, k := range l.w.demand.clients[c.client].domains {
			change := l.w.staff.theta[c.therapist][k] + float64(math.Sqrt(1-l.w.cfg.Tau2)*noise.normal())
			t.Mean[k] += (change - t.Mean[k]) / float64(t.N[k]+1)
			t.N[k]++
		}
	}
	if g.day < l.learned+week {
		return nil
	}
	l.learned = g.day
	model := evidence.Fit(l.tracks)
	for j := range l.tracks {
		p := model.Posterior(&l.tracks[j])
		e := p.Estimate(l.tracks[j].N)
		for k := range domains {
			row := &l.w.staff.rows[j]
			row.Theta[k], row.Prior[k] = int32(e.Theta[k]), score.Left(int32(e.Left[k]))
			l.sd[j][k], l.common[j][k] = int32(e.SD[k]), int32(e.Common[k])
		}
	}
	return nil
}

// pick offers the place that comes first.
func (l *learning) pick(g *game, i int) int32 {
	d, w, c := l.w.demand, &l.w.weights, &l.w.demand.clients[i]
	spec := c.spec()
	need := score.NewNeed(&spec, w)
	type place struct {
		arc   int32
		value int64
	}
	var open []place
	from, to := d.arcs(i)
	for a := from; a < to; a++ {
		if j := d.therapist[a]; g.free[j] > 0 {
			open = append(open, place{a, need.Score(&l.w.staff.rows[j]) + w.LoadOf(g.taken[j], l.w.supply.capacity[j])})
		}
	}
	if len(open) == 0 {
		return none
	}
	slices.SortStableFunc(open, func(x, y place) int { return int(y.value - x.value) })
	var tie []explore.Therapist
	for _, o := range open {
		if open[0].value-o.value > w.NearTie || len(tie) == explore.Most {
			break
		}
		j := d.therapist[o.arc]
		tie = append(tie, explore.Therapist{Score: o.value, SD: need.Doubt(&l.sd[j], &l.common[j]), Learning: l.isNew(c, j)})
	}
	first := 0
	const moderate = 3
	if len(tie) > 1 && c.tier == 0 && c.severity <= moderate {
		l.ties++
		first = l.rule(l, tie, l.short())
	}
	if first > 0 {
		l.drawn++
		l.cost += float64(open[0].value-open[first].value) / millionth
	}
	return open[first].arc
}

// isNew reports whether little is measured of the therapist in what the client needs.
func (l *learning) isNew(c *client, j int32) bool {
	var n int64
	for _, k := range c.domains {
		n += int64(l.tracks[j].N[k])
	}
	return n < l.w.weights.LearnBelow
}

// share is the part of the last clients who went to therapists of whom little is measured.
func share(served []bool) float64 {
	n := 0.0
	for _, little := range served {
		if little {
			n++
		}
	}
	return n / max(1, float64(len(served)))
}

// short reports whether that is less than it should be, over some eight weeks.
func (l *learning) short() bool {
	weeks := l.w.cfg.Clients * 8 * week / l.w.cfg.Days
	return share(l.served[max(0, len(l.served)-weeks):])*millionth < float64(l.w.weights.LearnShare)
}
