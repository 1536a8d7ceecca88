package evidence

// How much the start values weigh against data, in therapists measured perfectly in one domain.
const (
	// tauWeight makes the spread of the start value that of the published range: 0.05 ± 0.03 at two standard deviations
	// is a coefficient of variation of 0.3, and that of a variance from n values is √(2/n). The range is that of Johns et al. 2019 and
	// Schiefele et al. 2017.
	tauWeight = 22
	// rhoWeight is a standard deviation of 0.25, as wide as the literature disagrees: that of a correlation from n pairs
	// is 1/√n. Policy, between Kraus et al. 2011 and Nissen-Lie et al. 2016.
	rhoWeight = 16
)

// Fit estimates the model from the tracks by the method of moments. Deviations from the domain's mean are squared for
// τ², and multiplied between two domains of one therapist for ρτ², where the noise of different courses cancels; each
// is weighted by its reliability at the start values, and what noise alone would give is taken off. Both are bounded by
// the constants above. The order of the tracks matters for rounding only.
func Fit(tracks []Track) Model {
	m := newMoments(tracks)
	start := Start()
	within, withinWeight := start.Tau2*tauWeight, float64(tauWeight)
	between, betweenWeight := start.Tau2*start.Rho*rhoWeight, float64(rhoWeight)
	for j := range tracks {
		for k := range Domains {
			sum, weight := m.square(j, k)
			within += sum
			withinWeight += weight
			for l := range k {
				sum, weight := m.product(j, k, l)
				between += sum
				betweenWeight += weight
			}
		}
	}
	tau2 := clamp(within/withinWeight, MinTau2, MaxTau2)
	return Model{Tau2: tau2, Rho: clamp(between/betweenWeight/tau2, 0, MaxRho)}
}

// moments holds the tracks' deviations and what takes the bias off their squares and products.
type moments struct {
	// weight and deviation are by track and domain; a weight of zero means nothing measured.
	weight, deviation [][Domains]float64
	// noise is the variance of each deviation that no therapist makes.
	noise [][Domains]float64
	total [Domains]float64
	// together is Σ wₖwₗ / (Σwₖ Σwₗ).
	together [Domains][Domains]float64
}

func newMoments(tracks []Track) *moments {
	start := Start()
	m := &moments{
		weight: make([][Domains]float64, len(tracks)), deviation: make([][Domains]float64, len(tracks)),
		noise: make([][Domains]float64, len(tracks)),
	}
	var mean [Domains]float64
	for j := range tracks {
		for k, n := range tracks[j].N {
			if n == 0 {
				continue
			}
			m.noise[j][k] = start.noise() / float64(n)
			m.weight[j][k] = start.Tau2 / (start.Tau2 + m.noise[j][k])
			m.deviation[j][k] = tracks[j].Mean[k]
			m.total[k] += m.weight[j][k]
			mean[k] += float64(m.weight[j][k] * m.deviation[j][k])
		}
	}
	for j := range tracks {
		for k := range Domains {
			if m.weight[j][k] == 0 {
				continue
			}
			m.deviation[j][k] -= mean[k] / m.total[k]
			for l := range Domains {
				if m.weight[j][l] > 0 {
					m.together[k][l] += m.weight[j][k] / m.total[k] * (m.weight[j][l] / m.total[l])
				}
			}
		}
	}
	return m
}

// square is the track's part of τ² in a domain, weighted, and the weight. The mean was estimated from the same tracks,
// which takes the track's share off.
func (m *moments) square(j, k int) (sum, weight float64) {
	w := m.weight[j][k]
	if w == 0 {
		return 0, 0
	}
	left := 1 - w/m.total[k]
	excess := float64(m.deviation[j][k]*m.deviation[j][k]) - float64(m.noise[j][k]*left)
	return w * excess, w * left
}

// product is the track's part of ρτ² in two domains, weighted, and the weight.
func (m *moments) product(j, k, l int) (sum, weight float64) {
	both := m.weight[j][k] * m.weight[j][l]
	if both == 0 {
		return 0, 0
	}
	left := 1 - m.weight[j][k]/m.total[k] - m.weight[j][l]/m.total[l] + m.together[k][l]
	return both * float64(m.deviation[j][k]*m.deviation[j][l]), both * left
}

func clamp(x, low, high float64) float64 { return min(max(x, low), high) }
