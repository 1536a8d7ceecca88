package simulate

import (
	"context"
	"math"
)

// resolves is how often prices are computed anew while clients come one after the other.
const resolves = 50

// lookahead is how many days ahead the forecast of a year's practice sees.
const lookahead = 13 * week

// otherYears is how many years the forecast knows: their prices are averaged, so that one year's chance weighs less.
const otherYears = 3

// otherYear is another year of the same practice: the engine has no look at this one.
type otherYear struct {
	demand *demand
	supply supply
}

// forecast knows what a place is worth to those who are still to come, as they came in the other years.
type forecast struct {
	w      *world
	years  []*otherYear
	prices []int64
	// due is when prices are computed anew: the number of clients come, or the day.
	due int
}

func newForecast(w *world, years []*otherYear) *forecast {
	return &forecast{w: w, years: years, prices: make([]int64, len(w.staff.rows))}
}

// value is the product's score of an arc today: the kernel's, with the load and the price of the place.
func (f *forecast) value(g *game, arc int32) int64 {
	j := g.w.demand.therapist[arc]
	return int64(g.w.demand.ours[arc]) + g.w.weights.LoadOf(g.taken[j], g.w.supply.capacity[j]) - g.w.weights.PriceOf(f.prices[j])
}

// refresh computes the prices anew when it is time.
func (f *forecast) refresh(ctx context.Context, g *game) error {
	at, step := g.next, max(1, len(g.arc)/resolves)
	if f.w.cfg.Days > 0 {
		at, step = int(g.day), week
	}
	if at < f.due {
		return nil
	}
	f.due = at + step
	sum := make([]int64, len(f.prices))
	for _, year := range f.years {
		prices, err := year.prices(ctx, g)
		if err != nil {
			return err
		}
		for j, p := range prices {
			sum[j] += p
		}
	}
	for j := range sum {
		f.prices[j] = sum[j] / int64(len(f.years))
	}
	return nil
}

// prices are what one more place of each therapist would be worth if things went on as they did in the year.
func (y *otherYear) prices(ctx context.Context, g *game) ([]int64, error) {
	capacity := append([]int32(nil), g.free...)
	for _, o := range y.supply.openings {
		if o.day > g.day && o.day <= g.day+lookahead {
			capacity[o.therapist]++
		}
	}
	b := newBids(capacity)
	for _, i := range g.stillWaiting() {
		b.add(g.w.demand, int(i), func(a int32) int64 { return int64(g.w.demand.ours[a]) })
	}
	for i := range y.demand.clients {
		if y.toCome(g, i) {
			b.add(y.demand, i, func(a int32) int64 { return int64(y.demand.ours[a]) })
		}
	}
	_, prices, err := b.solve(ctx)
	return overLowest(prices), err
}

// toCome reports whether the year's client is one who is still to come, and soon enough to count.
func (y *otherYear) toCome(g *game, i int) bool {
	if g.w.cfg.Days == 0 {
		return i >= g.next
	}
	day := y.demand.clients[i].arrives
	return day > g.day && day <= g.day+lookahead
}

// overLowest takes the lowest price off all, as the product's plans do; places to spare cost nothing. When there are more
// clients than places, every place is worth at least what it is worth that one more client is served; that says nothing
// about whom.
func overLowest(prices []int64) []int64 {
	lowest := int64(math.MaxInt64)
	for _, p := range prices {
		if p > 0 {
			lowest = min(lowest, p)
		}
	}
	for j := range prices {
		prices[j] = max(0, prices[j]-lowest)
	}
	return prices
}
