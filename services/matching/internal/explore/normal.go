package explore

// values is how many equally likely values a benefit is drawn from. Policy: a power of two, fine enough that no likelihood is off by
// more than about a hundredth.
const (
	valueBits = 6
	values    = 1 << valueBits
)

// upper are the upper half of the values of a standard normal number in millionths, by definition the quantiles in the middle of
// each of 64 equal parts; the lower half mirrors them.
var upper = [values / 2]int64{
	19_584, 58_783, 98_072, 137_513, 177_170, 217_107, 257_394, 298_102, 339_312, 381_105, 423_576, 466_825, 510_966, 556_126, 602_449, 650_104,
	699_283, 750_215, 803_173, 858_484, 916_557, 977_898, 1_043_158, 1_113_194, 1_189_164, 1_272_699, 1_366_204, 1_473_468, 1_601_009, 1_761_670,
	1_987_428, 2_417_559,
}

// value is the q-th of the values the therapist's benefit is drawn from, rising.
func (t *Therapist) value(q int) int64 {
	if q < values/2 {
		return t.Score - t.SD*upper[values/2-1-q]/Unit
	}
	return t.Score + t.SD*upper[q-values/2]/Unit
}
