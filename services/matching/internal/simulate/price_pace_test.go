package simulate

import (
	"context"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
)

// restless is the product's online way with the prices computed anew for every client who comes, so that each knows all offers accepted
// before: half the way from what they were the night before, as in the night.
type restless struct {
	*online

	night []int64
}

func (o *restless) before(ctx context.Context, g *game) error {
	if int(g.day) >= o.due {
		o.night = slices.Clone(o.prices)
	}
	if err := o.refresh(ctx, g); err != nil {
		return err
	}
	var f forecast.Forecast
	for _, year := range o.years {
		if err := f.Add(ctx, o.bids(g, year)); err != nil {
			return err
		}
	}
	for j, price := range f.Prices(&o.w.weights) {
		o.prices[j] = forecast.Smooth(o.night[j], price, forecast.Night)
	}
	return nil
}

// TestPricesOfEveryOffer: prices that know of every offer accepted, and not only of those before the night, bring no more benefit: a day
// changes little of what thirteen weeks ahead are worth. No rule that moves a price a little at an offer can know more than that. LONG=1 plays
// ten seeds that nothing was tuned on.
func TestPricesOfEveryOffer(t *testing.T) {
	t.Parallel()
	cfg, err := Preset("practice")
	require.NoError(t, err)
	cfg.Seeds, cfg.First = 1, ForTuning
	cfg.Clients, cfg.Days = cfg.Clients/4, cfg.Days/4
	if os.Getenv("LONG") != "" {
		cfg, err = Preset("practice")
		require.NoError(t, err)
		cfg.Seeds, cfg.First = 10, heldOut
	}
	for _, load := range []float64{0.8, 1} {
		cfg.Load = load
		var mean, squares float64
		for seed := range cfg.Seeds {
			w := newWorld(&cfg, uint64(cfg.First+seed))
			var years []*demand
			for y := range uint64(otherYears) {
				years = append(years, w.newDemand(useOutlook+y, true))
			}
			nightly, each := newOnline(w, years), &restless{online: newOnline(w, years)}
			var gains []float64
			for _, m := range []*method{
				{name: "nightly", every: 1, before: nightly.refresh, plan: nightly.plan, pick: nightly.pick},
				{name: "with every client", every: 1, before: each.before, plan: each.plan, pick: each.pick},
			} {
				g, err := play(t.Context(), w, m)
				require.NoError(t, err)
				gain := 0.0
				for _, a := range g.arc {
					if a != none {
						gain += float64(w.demand.truth[a]) / millionth / float64(cfg.Clients)
					}
				}
				gains = append(gains, gain)
			}
			d := (gains[1] - gains[0]) / float64(cfg.Seeds)
			mean, squares = mean+d, squares+d*d*float64(cfg.Seeds)
		}
		t.Logf("load %.1f: %+.4f ± %.4f", load, mean, math.Sqrt(max(0, squares-mean*mean)/float64(cfg.Seeds)))
		require.InDelta(t, 0, mean, 0.005, "neither costs nor brings much")
	}
}
