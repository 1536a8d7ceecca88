package domain

import "github.com/firstcall-health/firstcall/services/matching/internal/assign"

// PlanStart is what openings were worth in a plan, where the next one begins to look. It decides how soon the best is found, not
// what it is. [Plan.Prices] would not do: they are what one more place is worth over others, not what each opening costs.
type PlanStart struct {
	// Served is what it was worth that a client is served at all; where clients are left over it is in the prices, and changes with
	// how many there are.
	Served Micro `json:"served,omitempty"`
	// Therapists are those of whom an opening cost something, by id.
	Therapists map[string]OpeningPrices `json:"therapists,omitempty"`
}

// OpeningPrices are those of one therapist's openings.
type OpeningPrices struct {
	// Least is the lowest: the price of openings that were not known.
	Least Micro `json:"least,omitempty"`
	// More is what one costs beyond it, by its start in microseconds since 1970.
	More map[int64]Micro `json:"more,omitempty"`
}

// leave is what the next plan begins from.
func (g *graph) leave(prices []int64) PlanStart {
	out := PlanStart{Served: g.urgency.least, Therapists: map[string]OpeningPrices{}}
	least := make(map[int32]Micro, len(g.w.therapists))
	for place, price := range prices {
		j := g.Therapist[place]
		if last, known := least[j]; !known || price < last {
			least[j] = price
		}
	}
	for place, price := range prices {
		j := g.Therapist[place]
		if price == 0 {
			continue
		}
		therapist := g.w.therapists[j].ID
		of, known := out.Therapists[therapist]
		if !known {
			of.Least = least[j]
		}
		if price > of.Least {
			if of.More == nil {
				of.More = map[int64]Micro{}
			}
			of.More[g.starts[place].from] = price - of.Least
		}
		out.Therapists[therapist] = of
	}
	return out
}

// begin is where to look first: the prices that the last plan left, nil when it left none.
func (g *graph) begin() *assign.Solution {
	left := &g.w.left
	if len(left.Therapists) == 0 {
		return nil
	}
	out := &assign.Solution{Price: make([]int64, len(g.Therapist))}
	for place, j := range g.Therapist {
		of := left.Therapists[g.w.therapists[j].ID]
		price := of.Least + of.More[g.starts[place].from]
		served := (price + left.Served/2) / left.Served // a price is what some clients more are worth, and little
		out.Price[place] = price + served*(g.urgency.least-left.Served)
	}
	return out
}
