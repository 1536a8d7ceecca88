package simulate

import (
	"math"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Uses of a seed, a stream of random numbers each.
const (
	useTruth = iota + 1
	useProfile
	useHistory
	useClients
	usePlaces
	useRandom
	// The last is for the first of the years of the outlook; every further one has the next.
	useOutlook
)

// world is a made-up practice: its therapists, the clients of a year with whom each can go to, and when places open.
type world struct {
	cfg     *Config
	weights score.Weights
	staff   *staff
	demand  *demand
	supply  supply
	seed    uint64
}

// demand is clients and their arcs: the therapists each can go to.
type demand struct {
	clients []client
	// first has an entry more than there are clients: the arcs of client i are first[i] to first[i+1].
	first     []int32
	therapist []int32
	// ours is the product's score without load and price, raw the same from plain means; whole millionths over the base.
	ours, raw []int32
	// truth is the benefit to be had, in millionths of d over the average therapist.
	truth []int32
	// overlap is how much of the client's concerns the therapist declares, in tenths of the shares times the level.
	overlap []int8
	// coverage is how much of the wishes is met, in 1/255; wished says whether the client has any.
	coverage []uint8
}

// supply is places: how many each therapist has in all, and when they open.
type supply struct {
	capacity []int32
	// openings are sorted by day.
	openings []opening
}

type opening struct{ day, therapist int32 }

func newWorld(cfg *Config, seed uint64) *world {
	w := &world{cfg: cfg, weights: score.Default(), seed: seed}
	w.staff = newStaff(cfg, seed)
	w.demand = w.newDemand(useClients, false)
	w.supply = newSupply(newStream(seed, usePlaces), cfg)
	return w
}

// newSupply spreads the places over therapists and days. Each therapist has as many as the others, but for one.
func newSupply(r *stream, cfg *Config) supply {
	out := supply{capacity: make([]int32, cfg.Therapists)}
	for n := range cfg.places() {
		j := int32(n % cfg.Therapists)
		o := opening{therapist: j}
		if cfg.Days > 0 {
			o.day = int32(r.below(cfg.Days))
		}
		out.capacity[j]++
		out.openings = append(out.openings, o)
	}
	slices.SortStableFunc(out.openings, func(a, b opening) int { return int(a.day - b.day) })
	return out
}

// newDemand makes the clients of a year; of another year than the one that is played only the engine's scores are kept.
func (w *world) newDemand(use uint64, other bool) *demand {
	r := newStream(w.seed, use)
	d := &demand{clients: make([]client, w.cfg.Clients), first: make([]int32, 1, w.cfg.Clients+1)}
	for i := range d.clients {
		d.clients[i] = w.staff.newClient(r, w.cfg)
	}
	slices.SortStableFunc(d.clients, func(a, b client) int { return int(a.arrives - b.arrives) })
	for i := range d.clients {
		c := &d.clients[i]
		spec := c.spec()
		need := score.NewNeed(&spec, &w.weights)
		for _, j := range w.inReach(r, c) {
			d.therapist = append(d.therapist, j)
			d.ours = append(d.ours, int32(need.Score(&w.staff.rows[j])-w.weights.Base))
			if !other {
				w.add(d, c, need, j)
			}
		}
		d.first = append(d.first, int32(len(d.therapist)))
	}
	return d
}

// inReach are the therapists the client can go to: the first who fit, in an order of the client's own.
func (w *world) inReach(r *stream, c *client) []int32 {
	n := len(w.staff.rows)
	around := prime(n)
	at, step := r.below(around), 1+r.below(around-1)
	out := make([]int32, 0, w.cfg.Reach)
	for range around {
		at = (at + step) % around
		if at < n && c.fits(&w.staff.rows[at]) {
			if out = append(out, int32(at)); len(out) == w.cfg.Reach {
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

// prime is the least prime above n, at least 3: stepping round it visits everything.
func prime(n int) int {
	for p := max(n+1, 3); ; p++ {
		divisible := false
		for q := 2; q*q <= p && !divisible; q++ {
			divisible = p%q == 0
		}
		if !divisible {
			return p
		}
	}
}

// add adds what is true of an arc, and what the baselines go by.
func (w *world) add(d *demand, c *client, need *score.Need, j int32) {
	row := &w.staff.rows[j]
	covered := 1.0
	if len(c.asks) > 0 {
		var met, of int64
		for i, wish := range c.asks {
			met += int64(need.Met(i, row)) * wish.Strength
			of += int64(score.Full) * wish.Strength
		}
		covered = float64(met) / float64(of)
	}
	benefit := 0.0
	for i, share := range trueShares() {
		benefit += float64(share * w.staff.theta[j][c.domains[i]])
	}
	if c.severity > 0 {
		benefit = float64(benefit * trueSeverity()[c.severity-1])
	}
	if len(c.asks) > 0 {
		benefit += float64(preferenceEffect * covered)
	}
	d.raw = append(d.raw, int32(need.Score(&w.staff.raw[j])-w.weights.Base))
	d.truth = append(d.truth, int32(math.Round(benefit*float64(score.Unit))))
	d.overlap = append(d.overlap, int8(c.overlap(row)))
	d.coverage = append(d.coverage, uint8(math.Round(covered*float64(opaque))))
}

// opaque is, by definition, full coverage in a byte.
const opaque = 255

// overlap is how much of the concerns the therapist declares: the shares in tenths times the level.
func (c *client) overlap(row *score.Row) int {
	total := 0
	for i, share := range [3]int{5, 3, 2} {
		total += share * int(row.Levels.At(c.concerns[i]))
	}
	return total
}

// arcs are the bounds of a client's arcs.
func (d *demand) arcs(i int) (from, to int32) { return d.first[i], d.first[i+1] }
