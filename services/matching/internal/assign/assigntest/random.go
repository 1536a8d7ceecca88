// Package assigntest makes instances for tests and benchmarks of the assignment: the same on every platform, because it counts
// in integers only.
package assigntest

// Random is the SplitMix64 generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014),
// whose constants these are. It is written out here because the instances must stay the same for ever.
type Random uint64

// Next returns 64 random bits.
func (r *Random) Next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below returns a number from 0 to n-1; n is far below 2³².
func (r *Random) Below(n int) int {
	return int(r.Next() >> 32 * uint64(n) >> 32)
}

// Normal returns a nearly normal number of mean 0 and the standard deviation sd: the sum of 12 uniform ones (Irwin-Hall).
func (r *Random) Normal(sd int64) int64 {
	const one = 1 << 16
	sum := int64(-6 * one)
	for range 3 {
		bits := r.Next()
		for range 4 {
			sum += int64(bits & (one - 1))
			bits >>= 16
		}
	}
	return sum * sd / one
}
