package simulate

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/explore"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

const millionth = 1_000_000

// nobody is drawn, tenth puts one of the little known first in a tenth of the near-ties another leads, and product is the product's.
func nobody(*learning, []explore.Therapist, bool) int { return 0 }

func tenth(l *learning, tie []explore.Therapist, _ bool) int {
	var little []int
	for i := 1; i < len(tie); i++ {
		if tie[i].Learning {
			little = append(little, i)
		}
	}
	if at := l.draws.below(10 * max(1, len(little))); !tie[0].Learning && at < len(little) {
		return little[at]
	}
	return 0
}

func product(l *learning, tie []explore.Therapist, lean bool) int {
	return explore.Pick(explore.Propensities(tie, l.w.weights.EvenShare, lean), int64(l.draws.below(millionth)))
}

// TestLearning plays two years in which every course is measured. Drawing who of a near-tie comes first costs some ten-thousandths of a
// standard deviation and brings no more: near-ties are few, and new therapists get clients as the others' places fill. LONG=1 plays
// forty seeds that nothing was tuned on.
func TestLearning(t *testing.T) {
	t.Parallel()
	cfg, err := Preset("practice")
	require.NoError(t, err)
	cfg.Load, cfg.Days, cfg.Clients, cfg.Seeds, cfg.First = 0.8, 2*year, 2*cfg.Clients, 4, ForTuning
	if os.Getenv("LONG") != "" {
		cfg.Seeds, cfg.First = 40, heldOut
	}
	rules := []struct {
		name string
		rule rule
	}{{"nobody", nobody}, {"a tenth, evenly", tenth}, {"the product's", product}}
	gains := make([][][2]float64, len(rules)) // by seed and year
	for r, rule := range rules {
		var ties, drawn, cost, little float64
		for seed := range cfg.Seeds {
			w := newWorld(&cfg, uint64(cfg.First+seed))
			l := newLearning(w, rule.rule)
			g, err := play(t.Context(), w, &method{name: rule.name, before: l.before, pick: l.pick})
			require.NoError(t, err)
			var years [2]float64
			for i, a := range g.arc {
				if a != none {
					years[w.demand.clients[i].arrives/year] += 2 * float64(w.demand.truth[a]) / millionth / float64(cfg.Clients)
				}
			}
			gains[r] = append(gains[r], years)
			ties += l.ties / float64(cfg.Clients*cfg.Seeds)
			drawn += l.drawn / float64(cfg.Clients*cfg.Seeds)
			cost += l.cost / float64(cfg.Clients*cfg.Seeds)
			little += share(l.served) / float64(cfg.Seeds)
		}
		require.LessOrEqual(t, cost, drawn*float64(score.Default().NearTie)/millionth)
		for year := range 2 {
			var mean, squares float64
			n := float64(cfg.Seeds)
			for s, years := range gains[r] {
				d := years[year] - gains[0][s][year]
				mean += d / n
				squares += d * d / n
			}
			t.Logf("%s: year %d %+.4f ± %.4f, near-ties %.1f %%, drawn %.1f %%, cost %.5f, little known %.1f %%", rule.name, year+1, mean,
				math.Sqrt((squares-mean*mean)/n), 100*ties, 100*drawn, cost, 100*little)
			require.InDelta(t, 0, mean, 0.005, "neither costs nor brings much")
		}
	}
}
