package assigntest

import (
	"math/bits"
	"runtime"
	"slices"
	"sync"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// Waitlist describes a made-up waitlist.
type Waitlist struct {
	Clients, Therapists int
	// Load is clients per place, in percent.
	Load int
	Seed uint64
	// Renewed is how many of a thousand clients are others than with Renewed 0: yesterday's list, today.
	Renewed int
	// Whole keeps all arcs, not the best and some others.
	Whole bool
}

// Units are micro-d, a millionth of a standard deviation of benefit.
const (
	domains = 12
	// sdOwn and sdShared split the variance 0.05 of a therapist's effect (Johns 2019, 5 %) at a correlation of 0.3 between domains.
	sdOwn, sdShared = 187_083, 122_474
	preference      = 280_000   // Swift 2018: d = 0.28 for a kept preference
	offset          = 2_000_000 // policy: to be matched at all is worth more than any difference between therapists
	perWeek         = 10_000    // policy: a week of waiting is worth 0.005 to 0.02 d, for 5 % of the odds to start are lost in it
	best, random    = 24, 8     // policy: the arcs of a client, the best ones and some of the others
	groupSize       = 100       // policy: groups of licence, payer and language are so many that each could have 100 therapists of its own
	groupsEach      = 3         // policy: the groups of a therapist
)

// therapist is what the generator knows of one.
type therapist struct {
	effect [domains]int64
	traits uint64
}

// Make makes the waitlist: a client can go to the therapists of its group, of whom the best and some at random are its arcs.
func (w Waitlist) Make() *assign.Instance {
	therapists, groups := w.supply()
	in := &assign.Instance{First: make([]int32, w.Clients+1), Capacity: w.capacities()}
	k := best + random
	if w.Whole {
		k = len(slices.MaxFunc(groups, func(a, b []int32) int { return len(a) - len(b) }))
	}
	in.Place, in.Benefit = make([]int32, w.Clients*k), make([]int64, w.Clients*k)
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		wait.Go(func() {
			g := generator{therapists: therapists, groups: groups, whole: w.Whole}
			for i := worker * w.Clients / workers; i < (worker+1)*w.Clients/workers; i++ {
				g.client(w.stream(i), in.Place[i*k:i*k:i*k+k], in.Benefit[i*k:i*k+k])
				in.First[i+1] = int32(g.arcs)
			}
		})
	}
	wait.Wait()
	compact(in, k)
	return in
}

// stream is where the randomness of client i begins.
func (w Waitlist) stream(i int) Random {
	r := Random(w.Seed*0x2545f4914f6cdd1d + uint64(i))
	if w.IsRenewed(i) {
		r = Random(r.Next())
	}
	return r
}

// IsRenewed tells whether client i is another one than with Renewed 0.
func (w Waitlist) IsRenewed(i int) bool {
	r := Random(uint64(i) ^ 0xbf58476d1ce4e5b9)
	return r.Below(1000) < w.Renewed
}

// supply makes therapists and says who is in which group.
func (w Waitlist) supply() ([]therapist, [][]int32) {
	r := Random(w.Seed ^ 0xd1b54a32d192ed03)
	therapists := make([]therapist, w.Therapists)
	groups := make([][]int32, max(1, w.Therapists/groupSize))
	for j := range therapists {
		shared := r.Normal(sdShared)
		for k := range therapists[j].effect {
			therapists[j].effect[k] = shared + r.Normal(sdOwn)
		}
		therapists[j].traits = r.Next()
		for range groupsEach {
			g := r.Below(len(groups))
			if n := len(groups[g]); n == 0 || groups[g][n-1] != int32(j) {
				groups[g] = append(groups[g], int32(j))
			}
		}
	}
	return therapists, groups
}

// capacities spreads the places evenly between 1 and twice the mean.
func (w Waitlist) capacities() []int32 {
	r := Random(w.Seed ^ 0x8bb84b93962eacc9)
	places := w.Clients * 100 / w.Load
	left := places
	capacity := make([]int32, w.Therapists)
	for j := range capacity {
		capacity[j] = int32(1 + r.Below(2*places/w.Therapists-1))
		left -= int(capacity[j])
	}
	for left != 0 {
		j := r.Below(len(capacity))
		switch {
		case left > 0:
			capacity[j]++
			left--
		case capacity[j] > 1:
			capacity[j]--
			left++
		}
	}
	return capacity
}

// generator makes clients; each worker has its own.
type generator struct {
	therapists []therapist
	groups     [][]int32
	found      []candidate // the best ones in order, then the others
	arcs       int
	whole      bool
}

type candidate struct {
	place   int32
	benefit int64
}

// client draws one client and writes its arcs.
func (g *generator) client(r Random, place []int32, benefit []int64) {
	var concern [3]int
	for k := range concern {
		concern[k] = r.Below(domains)
	}
	severity := [5]int64{4, 7, 10, 11, 12}[r.Below(5)] // tenths: 1 % to 10 % of the variance (Saxon and Barkham 2012)
	wishes := ^uint64(0)                               // one wish in eight
	for range 3 {
		wishes &= r.Next()
	}
	wanted := int64(bits.OnesCount64(wishes))
	tier := int64(1) // policy: 85 % routine, 12 % priority, 3 % urgent
	switch n := r.Below(100); {
	case n < 3:
		tier = 10
	case n < 15:
		tier = 3
	}
	base := int64(offset) + int64(r.Below(27))*perWeek*tier
	g.found = g.found[:0]
	for _, j := range g.groups[r.Below(len(g.groups))] {
		t := &g.therapists[j]
		b := severity * (5*t.effect[concern[0]] + 3*t.effect[concern[1]] + 2*t.effect[concern[2]]) / 100
		if wanted > 0 {
			b += preference * int64(bits.OnesCount64(wishes&t.traits)) / wanted
		}
		g.add(candidate{j, base + b})
	}
	n := min(best, len(g.found))
	for k := 0; k < random && n < len(g.found); k++ {
		other := n + r.Below(len(g.found)-n)
		g.found[n], g.found[other] = g.found[other], g.found[n]
		n++
	}
	if g.whole {
		n = len(g.found)
	}
	for k, c := range g.found[:n] {
		place = append(place, c.place)
		benefit[k] = c.benefit
	}
	g.arcs = n
}

// add keeps the best candidates sorted at the front; who no longer belongs there goes to the end. Of equals the first stays ahead.
func (g *generator) add(c candidate) {
	g.found = append(g.found, c)
	k := len(g.found) - 1
	if k >= best {
		if c.benefit <= g.found[best-1].benefit {
			return
		}
		g.found[k], k = g.found[best-1], best-1
	}
	for ; k > 0 && g.found[k-1].benefit < c.benefit; k-- {
		g.found[k] = g.found[k-1]
	}
	g.found[k] = c
}

// compact closes the gaps left by clients with fewer than k arcs.
func compact(in *assign.Instance, k int) {
	at := int32(0)
	for i := range in.Clients() {
		n := in.First[i+1]
		copy(in.Place[at:], in.Place[i*k:i*k+int(n)])
		copy(in.Benefit[at:], in.Benefit[i*k:i*k+int(n)])
		at += n
		in.First[i+1] = at
	}
	in.Place, in.Benefit = in.Place[:at], in.Benefit[:at]
}

// Shuffled is the same instance with clients, therapists and arcs in another order.
func Shuffled(in *assign.Instance, r *Random) *assign.Instance {
	clients, places := r.order(in.Clients()), r.order(in.Places())
	out := &assign.Instance{First: []int32{0}, Capacity: make([]int32, in.Places())}
	for j, k := range places {
		out.Capacity[k] = in.Capacity[j]
	}
	for _, i := range clients {
		first, arcs := in.First[i], int(in.First[i+1]-in.First[i])
		for _, k := range r.order(arcs) {
			out.Place = append(out.Place, places[in.Place[first+k]])
			out.Benefit = append(out.Benefit, in.Benefit[first+k])
		}
		out.First = append(out.First, int32(len(out.Place)))
	}
	return out
}

// order is the numbers below n in a random order.
func (r *Random) order(n int) []int32 {
	order := make([]int32, n)
	for i := range order {
		k := r.Below(i + 1)
		order[i] = order[k]
		order[k] = int32(i)
	}
	return order
}
