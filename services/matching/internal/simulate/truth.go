package simulate

// What is true in the made-up world. The engine is told none of it: it sees histories, profiles and needs.
const (
	// preferenceEffect is what full coverage of the wishes adds to the outcome: d = 0.28, Swift et al. 2018.
	preferenceEffect = 0.28
	// declaredCorrelation is that of what therapists declare with what they achieve: .15, assumed after Constantino et al. 2023.
	declaredCorrelation = 0.15
	// attendance is the probability that a first session is attended when there is no wait: policy, between the 50 % that is usual
	// without a reminder and the best practices; weekOdds is what a week of waiting multiplies its odds with: 0.95,
	// of 1587 referrals (PubMed 37141046).
	attendance, weekOdds = 0.80, 0.95
	// therapy is what being in therapy is worth beside none, in d: 0.8 (Wampold 2001).
	therapy = 0.8
)

// trueShares are the parts of a client's three domains in their outcome: Constantino et al. 2021 count three.
func trueShares() [3]float64 { return [3]float64{0.5, 0.3, 0.2} }

// trueSeverity is how much the therapist matters by severity: the square root of the explained variance over that of the
// mean, Saxon and Barkham 2012 (1 % rising to 10 %, 6.6 % at mean severity).
func trueSeverity() [5]float64 { return [5]float64{0.4, 0.7, 1.0, 1.1, 1.2} }

// startChance is the probability that a client who waited so many days attends.
func startChance(days int) float64 {
	odds := attendance / (1 - attendance)
	for range days / week {
		odds = float64(odds * weekOdds)
	}
	return odds / (1 + odds)
}

// week is, by definition, seven days.
const week = 7

// kept is the part of a benefit that is left after so many days of waiting: who does not come any more has none.
func kept(days int) float64 { return startChance(days) / startChance(0) }
