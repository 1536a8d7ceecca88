package domain

import "math"

// logged is a decision and what came of it.
type logged struct {
	ranked []Ranked
	result float64
	// other is whom another policy would have put first, as an index.
	other int
}

// weight is one over how likely the decision was where the other policy would have made the same, else zero.
func (l *logged) weight() float64 {
	if l.other != 0 {
		return 0
	}
	return 1 / unit(l.ranked[0].Propensity)
}

// scored is what the score expects of the i-th.
func (l *logged) scored(i int) float64 { return unit(l.ranked[i].Fit()) }

// inverse weighs by one over the propensity (inverse propensity scoring, self-normalised): the mean of what came of decisions as the
// other policy would have made them, and its standard error.
func inverse(log []logged) (value, err float64) {
	var weights, sum, squares float64
	for _, l := range log {
		weights += l.weight()
		sum += l.weight() * l.result
	}
	value = sum / weights
	for _, l := range log {
		squares += math.Pow(l.weight()*(l.result-value), 2)
	}
	return value, math.Sqrt(squares) / weights
}

// doublyRobust corrects what a model says by what the model got wrong. The model is the score and how much better or worse it was on
// the whole.
func doublyRobust(log []logged) (value, err float64) {
	n := float64(len(log))
	each, level := make([]float64, len(log)), 0.0
	for _, l := range log {
		level += (l.result - l.scored(0)) / n
	}
	for i, l := range log {
		each[i] = level + l.scored(l.other) + l.weight()*(l.result-level-l.scored(0))
		value += each[i] / n
	}
	for _, x := range each {
		err += (x - value) * (x - value)
	}
	return value, math.Sqrt(err) / n
}

// unweighed is what is seen of decisions that were as the other policy would have made them.
func unweighed(log []logged) (value, err float64) {
	var same, squares float64
	for _, l := range log {
		if l.other == 0 {
			same++
			value += l.result
			squares += l.result * l.result
		}
	}
	value /= same
	return value, math.Sqrt((squares/same - value*value) / same)
}
