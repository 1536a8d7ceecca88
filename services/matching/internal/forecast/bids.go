package forecast

import (
	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

const (
	// Served is what it is worth that a client is served at all, in units of score: more than any difference between therapists, so
	// that nobody is left out for a better fit of others. Policy; urgency comes on top.
	Served = 2 * score.Unit
	// tierBonus is what a higher tier adds to it.
	tierBonus = score.Unit
	// Near is how near to the optimum is near enough, in millionths: where the best is two units a client, a few thousandths of
	// what therapists differ by. Policy.
	Near = 100
)

// Bids are clients with what the place of each therapist is worth to them.
type Bids struct{ assign.Instance }

// NewBids is of no clients yet; places are by therapist.
func NewBids(places []int32) *Bids {
	return &Bids{assign.Instance{First: []int32{0}, Capacity: places}}
}

// Bid adds what a therapist is worth to the client under way, by score, and reports whether there is a place at all.
func (b *Bids) Bid(therapist int32, tier int, worth score.Micro) bool {
	if b.Capacity[therapist] <= 0 {
		return false
	}
	b.Place = append(b.Place, therapist)
	b.Benefit = append(b.Benefit, Served+int64(tier)*tierBonus+worth)
	return true
}

// Next ends the client under way: bids that follow are the next one's.
func (b *Bids) Next() {
	b.First = append(b.First, int32(len(b.Place))) //nolint:gosec // bounded by who asks
}
