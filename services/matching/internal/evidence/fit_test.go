package evidence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
)

// drawTracks simulates therapists of the model with about so many courses each in every domain.
func drawTracks(r *rand.Rand, m evidence.Model, therapists, courses int) ([]evidence.Track, [][K]float64) {
	tracks, truth := make([]evidence.Track, therapists), make([][K]float64, therapists)
	for j := range tracks {
		skill := r.NormFloat64()
		for k := range K {
			truth[j][k] = math.Sqrt(m.Tau2*m.Rho)*skill + math.Sqrt(m.Tau2*(1-m.Rho))*r.NormFloat64()
			n := r.IntN(2*courses + 1)
			tracks[j].N[k] = int32(n)
			if n > 0 {
				tracks[j].Mean[k] = truth[j][k] + math.Sqrt((1-m.Tau2)/float64(n))*r.NormFloat64()
			}
		}
	}
	return tracks, truth
}

func TestFitRecovers(t *testing.T) {
	t.Parallel()
	for i, m := range []evidence.Model{
		{Tau2: 0.03, Rho: 0}, {Tau2: 0.05, Rho: 0.3}, {Tau2: 0.07, Rho: 0.6}, {Tau2: 0.04, Rho: 0.85},
	} {
		tracks, _ := drawTracks(rand.New(rand.NewPCG(1, uint64(i))), m, 2000, 20)
		got := evidence.Fit(tracks)
		require.InDelta(t, m.Tau2, got.Tau2, 0.003, "τ² of %v", m)
		require.InDelta(t, m.Rho, got.Rho, 0.06, "ρ of %v", m)
	}
}

// TestFitIsUnbiased averages many practices of a size at which one alone says little; what is left is the pull to the
// start, which is known.
func TestFitIsUnbiased(t *testing.T) {
	t.Parallel()
	m := evidence.Start()
	var tau2, rho float64
	const practices = 400
	for i := range practices {
		tracks, _ := drawTracks(rand.New(rand.NewPCG(2, uint64(i))), m, 40, 10)
		got := evidence.Fit(tracks)
		tau2 += got.Tau2 / practices
		rho += got.Rho / practices
	}
	require.InDelta(t, m.Tau2, tau2, 0.002)
	require.InDelta(t, m.Rho, rho, 0.03)
}

func TestFitWithoutDataIsTheStart(t *testing.T) {
	t.Parallel()
	start := evidence.Start()
	for _, tracks := range [][]evidence.Track{nil, {{}}, make([]evidence.Track, 12)} {
		got := evidence.Fit(tracks)
		require.InDelta(t, start.Tau2, got.Tau2, 1e-12)
		require.InDelta(t, start.Rho, got.Rho, 1e-12)
	}
	one := evidence.Track{}
	one.N[0], one.Mean[0] = 60, 0.7
	got := evidence.Fit([]evidence.Track{one})
	require.InDelta(t, start.Tau2, got.Tau2, 1e-12, "a single therapist says nothing of how they differ")
}

func TestFitKeepsItsBounds(t *testing.T) {
	t.Parallel()
	alike, apart, level := make([]evidence.Track, 200), make([]evidence.Track, 200), make([]evidence.Track, 200)
	for j := range apart {
		for k := range K {
			alike[j].N[k], apart[j].N[k], level[j].N[k] = 200, 200, 200
			apart[j].Mean[k] = float64(1 - 2*(j%2))
			level[j].Mean[k] = float64(1 - 2*((j+k)%2))
		}
	}
	require.InDelta(t, evidence.MinTau2, evidence.Fit(alike).Tau2, 1e-12)
	require.Equal(t, evidence.Model{Tau2: evidence.MaxTau2, Rho: evidence.MaxRho}, evidence.Fit(apart))
	require.Equal(t, evidence.Model{Tau2: evidence.MaxTau2, Rho: 0}, evidence.Fit(level))
}

// TestShrinkageIsCalibrated compares estimates with the truth: their slope is one, eight in ten intervals hold the truth,
// and they are nearer to it than the raw means.
func TestShrinkageIsCalibrated(t *testing.T) {
	t.Parallel()
	m := evidence.Model{Tau2: 0.05, Rho: 0.4}
	tracks, truth := drawTracks(rand.New(rand.NewPCG(3, 0)), m, 3000, 15)
	fitted := evidence.Fit(tracks)
	var both, square, within, count, error2, raw2 float64
	for j := range tracks {
		p := fitted.Posterior(&tracks[j])
		e := p.Estimate(tracks[j].N)
		for k := range K {
			both += p.Mean[k] * truth[j][k]
			square += p.Mean[k] * p.Mean[k]
			// 80 % of a normal distribution are within 1.2816 standard deviations.
			if math.Abs(truth[j][k]*1e6-float64(e.Theta[k])) <= 1.281552*float64(e.SD[k]) {
				within++
			}
			if tracks[j].N[k] > 0 {
				error2 += (p.Mean[k] - truth[j][k]) * (p.Mean[k] - truth[j][k])
				raw2 += (tracks[j].Mean[k] - truth[j][k]) * (tracks[j].Mean[k] - truth[j][k])
			}
			count++
		}
	}
	require.InDelta(t, 1, both/square, 0.03)
	require.InDelta(t, 0.8, within/count, 0.01)
	require.Less(t, error2, 0.4*raw2)
}
