package domain

// EngineVersion names the rules and terms of this build. It changes whenever the same input could give another order.
const EngineVersion = "2026.1"

// Micro is one millionth of a unit of score. All arithmetic on scores is whole, so that a sum is exact and a decision
// can be computed again to the same bit.
type Micro = int64

// Unit is a score of one.
const Unit Micro = 1_000_000

// Weights are the constants of the score, stored with every decision. [matching.md] below stands for the section on the
// additive score in the product's review of the evidence; "policy" means that the practice chose it.
type Weights struct {
	// Base is what meeting every rule is worth. Policy: it keeps scores between 0 and 1.
	Base Micro `json:"base"`
	// Expertise is full expertise in all concerns. Policy: what declared expertise is worth in outcome is not measured
	// (0.03 is the assumption of [matching.md], as a prior for outcome data this version does not have); without
	// such data the concern should lead.
	Expertise Micro `json:"expertise"`
	// ConcernShares are the weights of the first three concerns: .5, .3, .2 [matching.md]; rescaled for fewer.
	ConcernShares [3]Micro `json:"concernShares"`
	// Levels are the worth of listed, trained and certified expertise. Trained .5 and certified 1 [matching.md];
	// listed .25 is policy.
	Levels [3]Micro `json:"levels"`
	// Preference is full coverage of the stated wishes: d = 0.28, Swift, Callahan, Cooper, Parkin 2018.
	Preference Micro `json:"preference"`
	// Style breaks ties: 0.05 [matching.md]; Cooper 2021 (n = 470) found no effect of matching style.
	Style Micro `json:"style"`
	// Time is openings that all lie in the wished windows. Policy; that choice of the time helps attendance is
	// Oldham et al. 2012.
	Time Micro `json:"time"`
	// FeeStep is taken per 10 % of the budget above comfort: 0.02, policy [matching.md].
	FeeStep Micro `json:"feeStep"`
	// FeeComfort is the share of the client's limit that is comfortable. Policy.
	FeeComfort Micro `json:"feeComfort"`
	// WaitWeek is what a week until the first opening costs: 0.005 to 0.02 [matching.md], the middle.
	WaitWeek Micro `json:"waitWeek"`
	// WaitWeeksMax bounds the wait that counts. Policy: beyond it the openings speak for themselves.
	WaitWeeksMax int64 `json:"waitWeeksMax"`
	// WaitWeeksNeutral is the wait that neither adds nor takes. Policy: it moves no rank.
	WaitWeeksNeutral int64 `json:"waitWeeksNeutral"`
	// Load is taken by the square of the caseload after this client; the convex form is [matching.md], the size policy.
	Load Micro `json:"load"`
	// FeeUpCents is the step by which "a little more" is tried. Policy.
	FeeUpCents int64 `json:"feeUpCents"`
}

// DefaultWeights returns the weights of this version.
func DefaultWeights() Weights {
	return Weights{
		Base:          300_000,
		Expertise:     200_000,
		ConcernShares: [3]Micro{500_000, 300_000, 200_000},
		Levels:        [3]Micro{250_000, 500_000, 1_000_000},
		Preference:    280_000,
		Style:         50_000,
		Time:          100_000,
		FeeStep:       20_000,
		FeeComfort:    800_000,
		WaitWeek:      10_000,
		WaitWeeksMax:  8,

		WaitWeeksNeutral: 2,
		Load:             30_000,
		FeeUpCents:       2_500,
	}
}

// level is the worth of a level of expertise.
func (w *Weights) level(l Level) Micro {
	switch l {
	case Certified:
		return w.Levels[2]
	case Trained:
		return w.Levels[1]
	default:
		return w.Levels[0]
	}
}

// shares are the weights of the first n concerns, at most three, rescaled to one unit.
func (w *Weights) shares(n int) []Micro {
	n = min(n, len(w.ConcernShares))
	var total Micro
	for _, s := range w.ConcernShares[:n] {
		total += s
	}
	out := make([]Micro, n)
	for i, s := range w.ConcernShares[:n] {
		out[i] = s * Unit / total
	}
	return out
}
