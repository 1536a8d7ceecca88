package simulate

import "math/rand/v2"

// stream is a source of random numbers that gives the same on every machine: the generator is specified, and everything
// made from it is whole numbers, or sums and products that are rounded one by one.
type stream struct{ source *rand.PCG }

// newStream returns a stream of its own for each use of a seed.
func newStream(seed, use uint64) *stream { return &stream{rand.NewPCG(seed, use)} }

// below returns a whole number from 0 to n-1. The bias of at most n in 2⁶⁴ is no matter here.
func (s *stream) below(n int) int {
	const half = 32 // by definition, of the bits of a word
	return int((s.source.Uint64() >> half) * uint64(n) >> half)
}

// unit returns a number from 0 to under 1, in steps of 2⁻⁵³.
func (s *stream) unit() float64 {
	const bits = 53 // by definition, of a float64
	return float64(s.source.Uint64()>>(64-bits)) / (1 << bits)
}

// chance reports true with the probability.
func (s *stream) chance(p float64) bool { return s.unit() < p }

// normal returns a standard normal number: the sum of twelve uniform ones, less its mean. It has no tail beyond six,
// and needs no function that machines round differently.
func (s *stream) normal() float64 {
	var sum uint64
	const terms, bits = 12, 48 // by definition: twelve variances of 1/12
	for range terms {
		sum += s.source.Uint64() >> (64 - bits)
	}
	return float64(int64(sum)-terms/2*(1<<bits)) / (1 << bits)
}

// poisson returns a Poisson number of a whole mean: that many of mean one, each looked up.
func (s *stream) poisson(mean int) int {
	// By definition, 1/e in 1/2⁶⁴.
	const none = 6_786_177_901_268_885_274
	total := 0
	for range mean {
		left, term := s.source.Uint64(), uint64(none)
		for k := uint64(1); left >= term && term > 0; k++ {
			total++
			left -= term
			term /= k
		}
	}
	return total
}

// pick returns an index with a probability proportional to its weight.
func (s *stream) pick(weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := s.below(total)
	for i, w := range weights {
		if at < w {
			return i
		}
		at -= w
	}
	return len(weights) - 1
}
