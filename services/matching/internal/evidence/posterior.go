package evidence

import "math"

// Track is what was measured of one therapist.
type Track struct {
	// N counts measured courses by domain.
	N [Domains]int32
	// Mean is their mean adjusted change, in d; ignored where N is zero.
	Mean [Domains]float64
}

// Posterior is the distribution of one therapist's benefit given their track.
type Posterior struct {
	// Mean is the expected benefit by domain, in d.
	Mean [Domains]float64
	// own and shared make up the covariance: own on the diagonal, plus shared·own·ownᵀ.
	own    [Domains]float64
	shared float64
	// left is 1 less how far a domain's mean moves the estimate of it.
	left [Domains]float64
}

// Posterior returns what is known of a therapist.
func (m Model) Posterior(t *Track) Posterior {
	var p Posterior
	// Σ⁻¹ = unlike·I − alike·11ᵀ.
	unlike := 1 / float64(m.Tau2*(1-m.Rho))
	alike := float64(unlike*m.Rho) / (float64(1-m.Rho) + float64(Domains*m.Rho))
	var pull [Domains]float64
	var sum, drawn float64
	for k := range Domains {
		informed := float64(t.N[k]) / m.noise()
		p.own[k] = 1 / (unlike + informed)
		if t.N[k] > 0 {
			pull[k] = float64(p.own[k] * float64(informed*t.Mean[k]))
		}
		sum += p.own[k]
		drawn += pull[k]
	}
	p.shared = alike / (1 - float64(alike*sum))
	for k := range Domains {
		p.Mean[k] = pull[k] + float64(float64(p.shared*p.own[k])*drawn)
		p.left[k] = max(0, 1-float64(p.Covariance(k, k)*float64(t.N[k])/m.noise()))
	}
	return p
}

// Covariance returns that of the benefits in two domains, in d².
func (p *Posterior) Covariance(k, l int) float64 {
	both := float64(p.shared * float64(p.own[k]*p.own[l]))
	if k == l {
		both += p.own[k]
	}
	return both
}

// Estimate rounds the posterior for rankings.
func (p *Posterior) Estimate(n [Domains]int32) Estimate {
	e := Estimate{N: n}
	for k := range Domains {
		e.Theta[k] = micro(p.Mean[k])
		e.SD[k] = micro(math.Sqrt(p.Covariance(k, k)))
		e.Common[k] = micro(float64(math.Sqrt(p.shared) * p.own[k]))
		e.Left[k] = micro(p.left[k])
	}
	return e
}
