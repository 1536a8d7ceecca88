// Package forecast says what one more place of each therapist is worth to those who wait and to those who are still to come:
// the prices that keep scarce therapists open. The product and the simulation of it compute them here, so that what is found
// of the one holds for the other.
package forecast

import (
	"context"
	"math"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Weeks is how far ahead a forecast sees, Days the same. Policy: chosen by playing.
const (
	Weeks = 13
	Days  = 7 * Weeks
)

// Forecast is made of one or more ways in which things may go on; its prices are the mean over them, so that the chance of
// one weighs less. The zero value knows none.
type Forecast struct {
	sum  []score.Micro
	ways int64
}

// Add takes in a way: everyone who would want a place, and the places there would be.
func (f *Forecast) Add(ctx context.Context, b *Bids) error {
	s, err := assign.Solve(ctx, &b.Instance, assign.Options{Within: Near})
	if err != nil {
		return err
	}
	if f.sum == nil {
		f.sum = make([]score.Micro, len(b.Capacity))
	}
	f.ways++
	for j, price := range OverLowest(s.Price, func(j int) bool { return b.Capacity[j] > 0 }) {
		f.sum[j] += price
	}
	return nil
}

// Ways is how many were taken in.
func (f *Forecast) Ways() int { return int(f.ways) }

// noise is below what a price is none: solutions are near the optimum only, so that a place to spare may seem worth as much as [Near] of what
// a client is. Policy: some times that.
const noise = 1000

// Prices are what one more place of each therapist is worth, as far as it counts. There must be a way.
func (f *Forecast) Prices(w *score.Weights) []score.Micro {
	out := make([]score.Micro, len(f.sum))
	for j, sum := range f.sum {
		if price := sum / f.ways; price >= noise {
			out[j] = w.PriceOf(price)
		}
	}
	return out
}

// OverLowest takes from every price the lowest of those who have places. Where nobody has one to spare each is worth at least
// what it is worth that one more client is served, which says nothing about whom; the difference tells whom to keep open.
func OverLowest(prices []score.Micro, has func(therapist int) bool) []score.Micro {
	lowest := score.Micro(-1)
	for j, price := range prices {
		if has(j) && (lowest < 0 || price < lowest) {
			lowest = price
		}
	}
	out := make([]score.Micro, len(prices))
	for j, price := range prices {
		if has(j) {
			out[j] = price - lowest
		}
	}
	return out
}

// Night is the time in which a price moves half the way to a fresh one. Policy: so that one unusual day does not turn the rankings over.
const Night = 24 * time.Hour

// Smooth is the price that counts so long after the last one, given a fresh one: it moves half the way in a [Night], in however many
// steps.
func Smooth(last, fresh score.Micro, after time.Duration) score.Micro {
	left := math.Exp2(-float64(max(after, 0)) / float64(Night))
	return fresh + score.Micro(float64(last-fresh)*left)
}
