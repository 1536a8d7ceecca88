package simulate

import (
	"slices"
)

// Figures are what a method achieved in one run, or the mean over runs.
type Figures struct {
	// Gain is the benefit per client over the random method's, in d.
	Gain float64 `json:"gain"`
	// OfOracle is the gain's part of what perfect knowledge of everything would reach; Regret is the rest.
	OfOracle float64 `json:"ofOracle"`
	Regret   float64 `json:"regret"`
	// OfHindsight is the same with benefits as the engine estimates them, of what could be reached with all clients known
	// from the start.
	OfHindsight float64 `json:"ofHindsight"`
	// Net is the gain when being served at all counts as well, and the starts that waiting costs; OfNet its part of hindsight's,
	// by the engine's own estimates.
	Net   float64 `json:"net"`
	OfNet float64 `json:"ofNet"`
	// Served is the share of the clients for whom there is a therapist at all.
	Served float64 `json:"served"`
	// Coverage is how much of the wishes of those served is met.
	Coverage float64 `json:"coverage"`
	// WaitMedian and WaitP90 are days; InTime is the share of all clients served within ten business days.
	WaitMedian float64 `json:"waitMedian"`
	WaitP90    float64 `json:"waitP90"`
	InTime     float64 `json:"inTime"`
	// Starts is the share of all clients who are expected to attend a first session.
	Starts float64 `json:"starts"`
	// Gini is the inequality of how full the therapists' places are.
	Gini float64 `json:"gini"`
}

// tenBusinessDays is the clock of the plans' duty in New York (10 NYCRR 98-5.5), in calendar days.
const tenBusinessDays = 14

// tally is the sums the figures are made of.
type tally struct {
	truth, estimate, net, netEstimate float64
	Figures
}

func (g *game) tally() tally {
	var out tally
	d := g.w.demand
	var reachable, served, wished float64
	var waits []int32
	for i, arc := range g.arc {
		if from, to := d.arcs(i); from == to {
			continue
		}
		reachable++
		if arc == none {
			continue
		}
		served++
		out.truth += float64(d.truth[arc]) / 1e6
		out.estimate += float64(d.ours[arc]) / 1e6
		out.net += kept(int(g.wait[i])) * (therapy + float64(d.truth[arc])/1e6)
		out.netEstimate += kept(int(g.wait[i])) * (therapy + float64(d.ours[arc])/1e6)
		out.Starts += startChance(int(g.wait[i]))
		waits = append(waits, g.wait[i])
		if g.wait[i] <= tenBusinessDays {
			out.InTime++
		}
		if len(d.clients[i].asks) > 0 {
			wished++
			out.Coverage += float64(d.coverage[arc]) / opaque
		}
	}
	for _, x := range []*float64{&out.truth, &out.estimate, &out.net, &out.netEstimate, &out.Starts, &out.InTime} {
		*x /= max(1, reachable)
	}
	out.Served = served / max(1, reachable)
	out.Coverage /= max(1, wished)
	slices.Sort(waits)
	out.WaitMedian, out.WaitP90 = quantile(waits, 0.5), quantile(waits, 0.9)
	out.Gini = gini(g.taken, g.w.supply.capacity)
	return out
}

func quantile(sorted []int32, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))])
}

// gini is the Gini coefficient of the share of each therapist's places that was taken.
func gini(taken, capacity []int32) float64 {
	var fill []float64
	for j, c := range capacity {
		if c > 0 {
			fill = append(fill, float64(taken[j])/float64(c))
		}
	}
	slices.Sort(fill)
	var sum, ranked float64
	for i, x := range fill {
		sum += x
		ranked += float64(i+1) * x
	}
	if sum == 0 {
		return 0
	}
	n := float64(len(fill))
	return 2*ranked/(n*sum) - (n+1)/n
}
