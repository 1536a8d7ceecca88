// Package evidence turns courses of therapy that were measured into what can be said of each therapist: how much more, or
// less, their clients improve than expected, in every outcome domain, and how sure that is.
//
// Three steps, each a pure function of what it is given:
//
//  1. [Adjust] takes from each course's change what its case mix lets one expect: a ridge regression that does not know
//     the therapist and never saw the client it predicts.
//  2. [Fit] estimates how much therapists differ (τ²) and how alike one therapist's domains are (ρ) by the method of
//     moments, drawn towards the published values while there are few therapists.
//  3. [Model.Posterior] is the multivariate empirical Bayes estimate of one therapist. With
//     θ ~ N(0, Σ), Σ = τ²[(1−ρ)I + ρ11ᵀ], and ȳₖ the mean of nₖ adjusted changes with variance σ² = 1 − τ² each, the
//     posterior precision is Σ⁻¹ + diag(nₖ/σ²): a diagonal and a multiple of 11ᵀ, which Sherman and Morrison's formula
//     inverts, so that a therapist costs twelve divisions and no matrix. In one domain alone it is ȳ·n/(n + 19).
//
// [Compute] does all three. Benefit is in units of standard deviation (d): positive is better than expected. What leaves
// the package for a ranking is whole millionths, and every product is rounded before it is added (the conversions
// float64(a*b) forbid fused multiplication), so that all machines give the same number. What a therapist declares is no
// evidence: it is the mean that was believed before, which the score adds as far as the data leave it ([Estimate.Left]).
//
// Sources: Constantino et al. 2021 (matching by domain track record, a trial); Kraus et al. 2011 and Nissen-Lie et al. 2016
// (domains little or much alike: ρ is estimated); Johns et al. 2019 and Schiefele et al. 2017 (τ²); Mukamel et al. 2010
// (shrinkage hides small providers: n and the interval are always shown).
package evidence

import "math"

// Domains is the number of outcome domains. Policy: that of the Treatment Outcome Package (Constantino et al. 2021); their names are the domain model's.
const Domains = 12

// Unit is, by definition, one d in the whole millionths that rankings use.
const Unit int64 = 1_000_000

// Bounds and start values of a model.
const (
	// StartTau2 is the share of outcome that is the therapist's: 5 %, Johns et al. 2019 (weighted mean).
	StartTau2 = 0.05
	// MinTau2 and MaxTau2 are the range of the large studies: 2 to 8 %, Johns et al. 2019, Schiefele et al. 2017.
	MinTau2, MaxTau2 = 0.02, 0.08
	// StartRho is how alike a therapist's domains are at first. Policy: between Kraus et al. 2011 (poorly correlated) and
	// Nissen-Lie et al. 2016 (uniform).
	StartRho = 0.3
	// MaxRho bounds it below a single skill, where nothing would be left to match. Policy.
	MaxRho = 0.9
)

// Model is how therapists differ.
type Model struct {
	// Tau2 is the variance of a therapist's benefit in a domain.
	Tau2 float64
	// Rho is the correlation of one therapist's domains.
	Rho float64
}

// Start returns the model before any data.
func Start() Model { return Model{Tau2: StartTau2, Rho: StartRho} }

// noise is the variance of one client's adjusted change about the therapist's benefit: the rest of a variance of one.
func (m Model) noise() float64 { return 1 - m.Tau2 }

// Estimate is what a ranking needs to know of one therapist, in whole millionths of d. The zero value stands for no
// estimate, not for an average therapist.
type Estimate struct {
	// N counts measured courses by domain.
	N [Domains]int32
	// Theta is the expected benefit over the average therapist.
	Theta [Domains]int64
	// SD is the standard deviation of Theta; Common the part of it that is shared between domains, so that the covariance
	// of two is the product of theirs.
	SD, Common [Domains]int64
	// Left is what is left of a mean that was believed before anything was measured, by domain: all of it without data.
	Left [Domains]int64
}

// micro rounds to whole millionths, halves away from zero.
func micro(x float64) int64 { return int64(math.Round(x * float64(Unit))) }
