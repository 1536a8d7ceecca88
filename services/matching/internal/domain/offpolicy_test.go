package domain

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// otherPolicies put someone else of those drawn from first: who ranks by something else.
func otherPolicies() map[string]func(r *Ranked, n int32) Micro {
	return map[string]func(r *Ranked, n int32) Micro{
		"always the best":          func(r *Ranked, _ int32) Micro { return r.Fit() },
		"the last of the near-tie": func(r *Ranked, _ int32) Micro { return -r.Fit() },
		"whoever is known least":   func(_ *Ranked, n int32) Micro { return -int64(n) },
	}
}

// practice is a made-up one: a staff, and the true benefits nobody knows.
type practice struct {
	staff   []Therapist
	benefit map[string]float64
	known   map[string]int32
}

func (d dice) practice() practice {
	p := practice{append(d.nearTie(), measured("seventh", 5, 20_000)), map[string]float64{}, map[string]int32{}}
	for i := range p.staff {
		t := &p.staff[i]
		p.benefit[t.ID], p.known[t.ID] = unit(int64(t.Track.Theta[7]))+0.2*d.NormFloat64(), t.Track.N[7]
	}
	return p
}

// log ranks for made-up clients, and says what came of it. Where there is more choice clients come worse off, so that what is seen
// of one policy's decisions is not its value.
func (p *practice) log(t *testing.T, d dice, clients int) (log []logged, level []float64) {
	t.Helper()
	const noise = 0.3
	for i := range clients {
		choice, from := 2+d.IntN(5), d.IntN(len(p.staff))
		var some []Therapist
		for k := range choice {
			some = append(some, p.staff[(from+k)%len(p.staff)])
		}
		in := inputFor(couple(), some...)
		in.Seed = strconv.Itoa(i)
		out, err := Rank(&in)
		require.NoError(t, err)
		if out.Ranked[0].Propensity == 0 {
			continue // nobody was drawn, and every policy does the same
		}
		client := 1 - float64(choice)/5
		log = append(log, logged{ranked: out.Ranked, result: client + p.benefit[out.Ranked[0].Therapist] + noise*d.NormFloat64()})
		level = append(level, client)
	}
	return log, level
}

// TestOffPolicy: from what was logged, estimates of what another policy would have brought hold the truth as often as their
// intervals say.
func TestOffPolicy(t *testing.T) {
	t.Parallel()
	const practices, clients, within = 25, 500, 1.96 // 95 %
	d, held := newDice(15), map[string]int{}
	for range practices {
		p := d.practice()
		log, level := p.log(t, d, clients)
		for name, value := range otherPolicies() {
			truth := 0.0
			for i := range log {
				l := &log[i]
				l.other = 0
				for k := range l.ranked {
					r, most := &l.ranked[k], &l.ranked[l.other]
					if r.Propensity > 0 && value(r, p.known[r.Therapist]) > value(most, p.known[most.Therapist]) {
						l.other = k
					}
				}
				truth += (level[i] + p.benefit[l.ranked[l.other].Therapist]) / float64(len(log))
			}
			for estimator, estimate := range map[string]func([]logged) (float64, float64){
				"inverse": inverse, "doubly robust": doublyRobust, "unweighed": unweighed,
			} {
				found, err := estimate(log)
				require.Less(t, err, 0.1, "%s of %s", estimator, name)
				if math.Abs(found-truth) <= within*err {
					held[estimator+" of "+name]++
				}
			}
		}
	}
	for name := range otherPolicies() {
		// Of 25 intervals of 95 % fewer than 21 hold the truth seven times in a thousand.
		require.GreaterOrEqual(t, held["inverse of "+name], 21, name)
		require.GreaterOrEqual(t, held["doubly robust of "+name], 21, name)
		require.Less(t, held["unweighed of "+name], 15, "%s: without weights something else is seen", name)
	}
	t.Log(held)
}
