// Package explore draws who of a near-tie comes first, so that a practice learns whom its therapists help.
//
// It is Thompson's rule (Biometrika 25:285, 1933): everyone in the near-tie gets a benefit drawn from what is believed of them, a
// normal distribution about the score, and the largest comes first. Believed is one of [values] equally likely values each, so all
// joint draws can be counted: how likely each is to come first is a whole number of them, the same on every machine, and
// known before anything is drawn. A part of the draw is even, so that nobody in the near-tie is too unlikely for an estimate of what
// another order would have brought, in which a decision weighs by one over its likelihood.
package explore

import "math/bits"

// Unit is a likelihood of one, by definition: likelihoods are whole millionths.
const Unit int64 = 1_000_000

// Most is how many of a near-tie take part at most, the best of them. Policy: beyond that everyone's part is small; it is also
// what fits into 64 bits.
const Most = 10

// Therapist is one of a near-tie.
type Therapist struct {
	// Score is what ranks, SD how sure the benefit in it is.
	Score, SD int64
	// Learning: little is measured of them.
	Learning bool
}

// Propensities says how likely each of a near-tie, best first, is to come first; together one [Unit]. The part even of the draw is
// even. With lean the rest goes to those of whom little is measured, if there are any.
func Propensities(tie []Therapist, even int64, lean bool) []int64 {
	out := thompson(tie)
	if lean {
		leanOn(tie, out)
	}
	n := int64(len(tie))
	left := Unit
	for i := range out {
		out[i] = out[i]*(Unit-even)/Unit + even/n
		left -= out[i]
	}
	out[0] += left // what rounding leaves
	return out
}

// thompson counts, of all joint draws, those in which each is the largest; of equals the one who scores higher is.
func thompson(tie []Therapist) []int64 {
	out := make([]int64, len(tie))
	var believed [Most][values]int64
	for i := range tie {
		for q := range values {
			believed[i][q] = tie[i].value(q)
		}
	}
	for i := range tie {
		var won uint64
		var below [Most]int // how many of each one's values the q-th of these is larger than
		for q := range values {
			x, ways := believed[i][q], uint64(1)
			for j := range tie {
				if j == i {
					continue
				}
				n := below[j]
				for n < values && (believed[j][n] < x || j > i && believed[j][n] == x) {
					n++
				}
				below[j] = n
				ways *= uint64(n) //nolint:gosec // not negative
			}
			won += ways
		}
		hi, lo := bits.Mul64(won, uint64(Unit))
		of, _ := bits.Div64(hi, lo, 1<<(valueBits*len(tie)))
		out[i] = int64(of) //nolint:gosec // at most Unit
	}
	return out
}

// leanOn gives those of whom little is measured all of it, in proportion.
func leanOn(tie []Therapist, likely []int64) {
	var all, n int64
	for i := range tie {
		if tie[i].Learning {
			all += likely[i]
			n++
		}
	}
	if n == 0 {
		return
	}
	for i := range tie {
		switch {
		case !tie[i].Learning:
			likely[i] = 0
		case all == 0:
			likely[i] = Unit / n
		default:
			likely[i] = likely[i] * Unit / all
		}
	}
}

// Pick is whom a number from 0 to under [Unit] draws.
func Pick(likely []int64, drawn int64) int {
	for i, p := range likely {
		if drawn < p {
			return i
		}
		drawn -= p
	}
	return 0
}
