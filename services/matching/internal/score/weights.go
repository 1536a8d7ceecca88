package score

// Weights are the constants of the score, stored with every decision. Where each comes from is said by [Sources].
type Weights struct {
	// Base is what meeting every rule is worth.
	Base Micro `json:"base"`
	// Expertise is the mean effect in a concern's domain of those who are certified in it, before anything was measured.
	Expertise Micro `json:"expertise"`
	// ConcernShares are the weights of the first three concerns; rescaled for fewer.
	ConcernShares [3]Micro `json:"concernShares"`
	// Levels are the worth of listed, trained and certified expertise.
	Levels [3]Micro `json:"levels"`
	// Severity scales the expected effect, measured or declared: not said, minimal, mild, moderate, moderately severe, severe.
	Severity [6]Micro `json:"severity"`
	// HalfInformed is after how many measured courses in a domain what is declared has lost half its weight, where the estimate does
	// not say what is left of it.
	HalfInformed int64 `json:"halfInformed"`
	// HarmBelow is the effect below which a therapist does harm in a domain, HarmQuantile the normal quantile of the
	// certainty asked for.
	HarmBelow    Micro `json:"harmBelow"`
	HarmQuantile Micro `json:"harmQuantile"`
	// Preference is full coverage of the stated wishes.
	Preference Micro `json:"preference"`
	// Style is full closeness of style.
	Style Micro `json:"style"`
	// Time is openings that all lie in the wished windows.
	Time Micro `json:"time"`
	// FeeStep is taken per 10 % of the budget above comfort.
	FeeStep Micro `json:"feeStep"`
	// FeeComfort is the share of the client's limit that is comfortable.
	FeeComfort Micro `json:"feeComfort"`
	// WaitWeek is what a week until the first opening costs a routine client.
	WaitWeek Micro `json:"waitWeek"`
	// Tiers multiply the cost of waiting: routine, priority, urgent.
	Tiers [3]int64 `json:"tiers"`
	// LatestDays is within how many days someone must be seen: routine, priority, urgent; zero: no bound.
	LatestDays [3]int64 `json:"latestDays"`
	// WaitWeeksMax bounds the wait that counts.
	WaitWeeksMax int64 `json:"waitWeeksMax"`
	// WaitWeeksNeutral is the wait that neither adds nor takes.
	WaitWeeksNeutral int64 `json:"waitWeeksNeutral"`
	// Load is taken by the square of the caseload after this client.
	Load Micro `json:"load"`
	// NearTie is how much expected benefit exploration may cost a client at most; zero: nobody is drawn to come first.
	NearTie Micro `json:"nearTie"`
	// EvenShare is the part of the draw that is even.
	EvenShare Micro `json:"evenShare"`
	// LearnBelow is the number of measured courses below which a therapist is one to learn about, LearnShare the part of the new
	// clients below which the draw leans to them.
	LearnBelow int64 `json:"learnBelow"`
	LearnShare Micro `json:"learnShare"`
	// PriorSD is how much therapists differ in a domain, the doubt about one of whom nothing was measured; PriorCommon the part of it
	// that domains share.
	PriorSD     Micro `json:"priorSd"`
	PriorCommon Micro `json:"priorCommon"`
	// LeaveWeek is what a week of leave costs that begins within LeaveWithin weeks of the first session.
	LeaveWeek   Micro `json:"leaveWeek"`
	LeaveWithin int64 `json:"leaveWithin"`
	// PriceMax bounds the price of a place, over the lowest there is, that counts.
	PriceMax Micro `json:"priceMax"`
	// FeeUpCents is the step by which "a little more" is tried.
	FeeUpCents int64 `json:"feeUpCents"`
	// OutOfNetworkCents is the fee outside the insurer's network that is tried first.
	OutOfNetworkCents int64 `json:"outOfNetworkCents,omitempty"`
}

// Default returns the weights of this version.
func Default() Weights {
	return Weights{
		Base:             400_000,
		Expertise:        100_000,
		ConcernShares:    [3]Micro{500_000, 300_000, 200_000},
		Levels:           [3]Micro{250_000, 500_000, 1_000_000},
		Severity:         [6]Micro{1_000_000, 400_000, 700_000, 1_000_000, 1_100_000, 1_200_000},
		HalfInformed:     19,
		HarmBelow:        -200_000,
		HarmQuantile:     1_644_854,
		Preference:       280_000,
		Style:            50_000,
		Time:             100_000,
		FeeStep:          20_000,
		FeeComfort:       800_000,
		WaitWeek:         10_000,
		Tiers:            [3]int64{1, 3, 10},
		LatestDays:       [3]int64{0, 14, 7},
		WaitWeeksMax:     8,
		WaitWeeksNeutral: 2,
		Load:             30_000,
		NearTie:          20_000,
		EvenShare:        100_000,
		LearnBelow:       30,
		LearnShare:       100_000,
		PriorSD:          223_607,
		PriorCommon:      122_474,
		LeaveWeek:        5_000,
		LeaveWithin:      4,
		PriceMax:         400_000,
		FeeUpCents:       2_500,

		OutOfNetworkCents: 15_000,
	}
}

// Shares are the weights of the first n concerns, at most three, rescaled to one unit.
func (w *Weights) Shares(n int) []Micro {
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

// MeanOf is the effect that a level of declared expertise lets one expect before anything was measured.
func (w *Weights) MeanOf(level uint64) Micro {
	if level == NotListed {
		return 0
	}
	return w.Expertise * w.Levels[level-1] / Unit
}

// PriorOf is what is left of a declared mean after n measured courses in a domain, by the model at the start and where nothing else
// was measured: s/(s+n), the complement of the reliability n/(n+s) of a mean of n courses. In parts of [Whole].
func (w *Weights) PriorOf(n int32) uint16 {
	return uint16(w.HalfInformed * Whole / (w.HalfInformed + int64(n))) //nolint:gosec // at most Whole
}

// Left is so many millionths of a declared mean in parts of [Whole].
func Left(millionths int32) uint16 {
	return uint16(int64(millionths) * Whole / Unit) //nolint:gosec // at most Whole
}

// LoadOf is the term of a caseload after one more client: the square of the share of the target, half full being neutral.
// Without a target there is none.
func (w *Weights) LoadOf(clients, target int32) Micro {
	if target <= 0 {
		return 0
	}
	const neutral = 4 // (1/2)² as a divisor. Policy: half full neither adds nor takes.
	after, of := int64(clients)+1, int64(target)
	return w.Load/neutral - w.Load*after*after/(of*of)
}

// WaitOf is the term of a first session so many minutes ahead for a client of a tier, [Weights.WaitWeeksNeutral] neither adding
// nor taking.
func (w *Weights) WaitOf(minutes int64, tier int) Micro {
	const minutesPerWeek = 7 * 24 * 60 // by definition
	costs := min(minutes, w.WaitWeeksMax*minutesPerWeek) * w.Tiers[tier]
	return w.WaitWeek * (w.WaitWeeksNeutral*minutesPerWeek - costs) / minutesPerWeek
}

// PriceOf is the part of a place's price that counts; never negative.
func (w *Weights) PriceOf(price Micro) Micro { return min(max(price, 0), w.PriceMax) }

// Harmful reports whether the data say with the certainty asked for that the therapist does harm in a domain.
func (w *Weights) Harmful(theta, sd int32) bool {
	return sd > 0 && (w.HarmBelow-int64(theta))*Unit > w.HarmQuantile*int64(sd)
}
