package simulate

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
)

// resolves is how often prices are computed anew while clients come one after the other. Policy.
const resolves = 50

// nightlyClients bounds the clients of a year for whom prices are computed anew every night, as the product does. Where there are more, it is
// once a week, so that a run does not take hours. Policy.
const nightlyClients = 20_000

// otherYears is how many years the outlook knows beside the one that is played. Policy: chosen by playing, on the seeds of the tuning.
const otherYears = 3

// outlook is the product's forecast: it knows who came in other years of the same practice, having no look at this one, and at
// which rate places open.
type outlook struct {
	w      *world
	years  []*demand
	prices []int64
	// due is when prices are computed anew: the number of clients come, or the day.
	due int
}

func newOutlook(w *world, years []*demand) *outlook {
	return &outlook{w: w, years: years, prices: make([]int64, len(w.staff.rows))}
}

// value is the product's score of an arc today: the kernel's, with the load and the price of the place.
func (o *outlook) value(g *game, arc int32) int64 {
	j := g.w.demand.therapist[arc]
	return int64(g.w.demand.ours[arc]) + g.w.weights.LoadOf(g.taken[j], g.w.supply.capacity[j]) - o.prices[j]
}

// refresh computes the prices anew when it is time.
func (o *outlook) refresh(ctx context.Context, g *game) error {
	at, step, nights := g.next, max(1, len(g.arc)/resolves), week
	if o.w.cfg.Days > 0 {
		if at = int(g.day); o.w.cfg.Clients <= nightlyClients {
			nights = 1
		}
		step = nights
	}
	if at < o.due {
		return nil
	}
	o.due = at + step
	var f forecast.Forecast
	for _, year := range o.years {
		if err := f.Add(ctx, o.bids(g, year)); err != nil {
			return err
		}
	}
	for j, price := range f.Prices(&o.w.weights) {
		o.prices[j] = forecast.Smooth(o.prices[j], price, time.Duration(nights)*forecast.Night)
	}
	return nil
}

// bids are those of who waits, and of who would come if things went on as they did in the year, for the places there are and
// are likely to open.
func (o *outlook) bids(g *game, year *demand) *forecast.Bids {
	places := append([]int32(nil), g.free...)
	for j := range places {
		places[j] += o.opening(g, int32(j))
	}
	b := newBids(places)
	for _, i := range g.stillWaiting() {
		b.add(g.w.demand, int(i), func(a int32) int64 { return int64(g.w.demand.ours[a]) })
	}
	for i := range year.clients {
		if o.toCome(g, year, i) {
			b.add(year, i, func(a int32) int64 { return int64(year.ours[a]) })
		}
	}
	return b.Bids
}

// ahead is how many days the outlook sees today: what lies beyond the year is not played.
func (o *outlook) ahead(g *game) int32 { return min(forecast.Days, int32(o.w.cfg.Days)-g.day) }

// opening is how many places of the therapist are likely to open in the days ahead.
func (o *outlook) opening(g *game, j int32) int32 {
	days := int32(o.w.cfg.Days)
	if days == 0 {
		return 0
	}
	return (o.w.supply.capacity[j]*o.ahead(g) + days/2) / days
}

// toCome reports whether the year's client is one who is still to come, and soon enough to count.
func (o *outlook) toCome(g *game, year *demand, i int) bool {
	if o.w.cfg.Days == 0 {
		return i >= g.next
	}
	day := year.clients[i].arrives
	return day > g.day && day <= g.day+forecast.Days
}
