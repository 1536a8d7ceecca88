package evidence_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
)

const K = evidence.Domains

// TestOneDomain holds the estimate to its closed form where domains have nothing to do with each other.
func TestOneDomain(t *testing.T) {
	t.Parallel()
	m := evidence.Model{Tau2: evidence.StartTau2}
	for _, c := range []struct {
		n                 int32
		mean, reliability float64
	}{{1, 0.5, 1.0 / 20}, {15, 0.4, 15.0 / 34}, {30, -0.2, 30.0 / 49}, {60, 0.1, 60.0 / 79}, {100_000, 0.3, 100_000.0 / 100_019}} {
		track := evidence.Track{}
		track.N[3], track.Mean[3] = c.n, c.mean
		p := m.Posterior(&track)
		require.InDelta(t, c.reliability*c.mean, p.Mean[3], 1e-12, "ȳ·n/(n+19)")
		require.InDelta(t, 0.05*(1-c.reliability), p.Covariance(3, 3), 1e-12)
		require.Zero(t, p.Mean[4])
		require.InDelta(t, 0.05, p.Covariance(4, 4), 1e-12)
		require.Zero(t, p.Covariance(3, 4))
	}
}

// TestAgainstMatrices computes posteriors a second way, with matrices written out and Gauss's elimination.
func TestAgainstMatrices(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		track := drawTrack(t)
		p := m.Posterior(&track)
		e := p.Estimate(track.N)
		mean, covariance := slowPosterior(m, &track)
		for k := range K {
			require.InDelta(t, mean[k], p.Mean[k], 1e-9)
			require.InDelta(t, 1-covariance[k][k]*float64(track.N[k])/(1-m.Tau2), float64(e.Left[k])/1e6, 1e-6)
			for l := range K {
				require.InDelta(t, covariance[k][l], p.Covariance(k, l), 1e-9)
				if k != l {
					require.InDelta(t, covariance[k][l], float64(e.Common[k])*float64(e.Common[l])/1e12, 1e-6)
				}
			}
		}
	})
}

// TestNothingMeasured leaves what was known before: the average, and the spread of therapists.
func TestNothingMeasured(t *testing.T) {
	t.Parallel()
	track := evidence.Track{}
	p := evidence.Start().Posterior(&track)
	e := p.Estimate(track.N)
	for k := range K {
		require.Zero(t, e.Theta[k])
		require.EqualValues(t, 223_607, e.SD[k], "√0.05")
		require.EqualValues(t, 122_474, e.Common[k], "√(0.05 · 0.3)")
	}
}

// TestMoreBenefitNeverLowers adds a course that went at least as well as expected of the therapist: no domain's estimate
// falls, and every domain is known better.
func TestMoreBenefitNeverLowers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		track := drawTrack(t)
		before := m.Posterior(&track)
		k := rapid.IntRange(0, K-1).Draw(t, "domain")
		course := before.Mean[k] + rapid.Float64Range(0, 3).Draw(t, "better")
		if track.N[k] == 0 {
			track.Mean[k] = 0
		}
		track.Mean[k] = (track.Mean[k]*float64(track.N[k]) + course) / float64(track.N[k]+1)
		track.N[k]++
		after := m.Posterior(&track)
		for l := range K {
			require.GreaterOrEqual(t, after.Mean[l], before.Mean[l]-1e-12)
			require.LessOrEqual(t, after.Covariance(l, l), before.Covariance(l, l)+1e-12)
		}
		require.Less(t, after.Covariance(k, k), before.Covariance(k, k))
	})
}

// TestRelabelling gives the domains other numbers: the estimates move along.
func TestRelabelling(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		track := drawTrack(t)
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).Draw(t, "order")
		var other evidence.Track
		for k, to := range order {
			other.N[to], other.Mean[to] = track.N[k], track.Mean[k]
		}
		was, is := m.Posterior(&track), m.Posterior(&other)
		for k, to := range order {
			require.InDelta(t, was.Mean[k], is.Mean[to], 1e-12)
		}
	})
}

func drawModel(t *rapid.T) evidence.Model {
	return evidence.Model{
		Tau2: rapid.Float64Range(evidence.MinTau2, evidence.MaxTau2).Draw(t, "tau2"),
		Rho:  rapid.Float64Range(0, evidence.MaxRho).Draw(t, "rho"),
	}
}

func drawTrack(t *rapid.T) (track evidence.Track) {
	for k := range K {
		track.N[k] = rapid.Int32Range(0, 300).Draw(t, "n")
		if track.N[k] > 0 {
			track.Mean[k] = rapid.Float64Range(-1, 1).Draw(t, "mean")
		}
	}
	return track
}

// slowPosterior inverts Σ, adds the data's precision and inverts again.
func slowPosterior(m evidence.Model, track *evidence.Track) (mean [K]float64, covariance [K][K]float64) {
	var prior [K][K]float64
	for k := range K {
		for l := range K {
			prior[k][l] = m.Tau2 * m.Rho
		}
		prior[k][k] = m.Tau2
	}
	precision := inverse(prior)
	var pull [K]float64
	for k := range K {
		precision[k][k] += float64(track.N[k]) / (1 - m.Tau2)
		pull[k] = float64(track.N[k]) / (1 - m.Tau2) * track.Mean[k]
	}
	covariance = inverse(precision)
	for k := range K {
		for l := range K {
			mean[k] += covariance[k][l] * pull[l]
		}
	}
	return mean, covariance
}

func inverse(a [K][K]float64) (out [K][K]float64) {
	for i := range K {
		out[i][i] = 1
	}
	for i := range K {
		pivot := a[i][i]
		for j := range K {
			a[i][j] /= pivot
			out[i][j] /= pivot
		}
		for r := range K {
			if r == i {
				continue
			}
			factor := a[r][i]
			for j := range K {
				a[r][j] -= factor * a[i][j]
				out[r][j] -= factor * out[i][j]
			}
		}
	}
	return out
}
