package explore

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// genTie is a near-tie, best first.
func genTie(t *rapid.T) []Therapist {
	tie := make([]Therapist, rapid.IntRange(2, Most).Draw(t, "n"))
	score := rapid.Int64Range(0, 2_000_000).Draw(t, "best")
	for i := range tie {
		tie[i] = Therapist{score, rapid.Int64Range(0, 300_000).Draw(t, "sd"), rapid.Bool().Draw(t, "learning")}
		score -= rapid.Int64Range(0, 3_000).Draw(t, "gap")
	}
	return tie
}

func TestPropensities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tie := genTie(t)
		even, lean := rapid.Int64Range(0, Unit).Draw(t, "even"), rapid.Bool().Draw(t, "lean")
		likely := Propensities(tie, even, lean)
		n := int64(len(tie))
		var sum, learning, little int64
		for i, p := range likely {
			require.GreaterOrEqual(t, p, even/n, "so much at least for everybody")
			sum += p
			if tie[i].Learning {
				learning += p
				little++
			}
		}
		require.Equal(t, Unit, sum)
		if lean && little > 0 {
			require.InDelta(t, Unit-even+even/n*little, learning, 30, "all but the even part of the others")
		}
		// Each is drawn by as many numbers as it is likely.
		at := int64(0)
		for i, p := range likely {
			if p > 0 {
				require.Equal(t, i, Pick(likely, at))
				require.Equal(t, i, Pick(likely, at+p-1))
			}
			at += p
		}
	})
}

// TestEveryJointDraw counts the joint draws of three one by one.
func TestEveryJointDraw(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tie := genTie(t)[:2]
		tie = append(tie, Therapist{tie[1].Score, tie[0].SD, false})
		var won [3]int64
		for a := range values {
			for b := range values {
				for c := range values {
					first := 0
					x := [3]int64{tie[0].value(a), tie[1].value(b), tie[2].value(c)}
					for i := range x {
						if x[i] > x[first] {
							first = i
						}
					}
					won[first]++
				}
			}
		}
		for i, p := range thompson(tie) {
			require.Equal(t, won[i]*Unit/(values*values*values), p)
		}
	})
}

// TestAgainstTheNormal: of two, the likelihood is that of the difference of two normal numbers.
func TestAgainstTheNormal(t *testing.T) {
	t.Parallel()
	for _, gap := range []int64{0, 5_000, 20_000} {
		for _, sd := range [][2]int64{{60_000, 60_000}, {80_000, 220_000}, {20_000, 20_000}} {
			likely := thompson([]Therapist{{100_000, sd[0], false}, {100_000 - gap, sd[1], false}})
			z := float64(gap) / math.Hypot(float64(sd[0]), float64(sd[1]))
			require.InDelta(t, math.Erfc(-z/math.Sqrt2)/2, float64(likely[0])/float64(Unit), 0.012)
		}
	}
	// Ten alike are as likely, but for what rounding and equal values give the first.
	ten := make([]Therapist, Most)
	for i := range ten {
		ten[i] = Therapist{Score: -int64(i), SD: 200_000}
	}
	for _, p := range thompson(ten) {
		require.InDelta(t, Unit/Most, p, 10_000)
	}
}

// TestMoreIsLikelier: of two as surely known, who scores higher is likelier to come first; of equals, who is less known, among many.
func TestMoreIsLikelier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sd, gap := rapid.Int64Range(1, 300_000).Draw(t, "sd"), rapid.Int64Range(0, 20_000).Draw(t, "gap")
		likely := thompson([]Therapist{{0, sd, false}, {-gap, sd, false}})
		require.Greater(t, likely[0], likely[1])
		wider := thompson([]Therapist{{3, 50_000, false}, {2, 50_000, false}, {1, 50_000, false}, {0, 220_000, true}})
		require.Greater(t, wider[3], wider[0])
	})
}

// TestValuesAreTheQuantiles computes them another way.
func TestValuesAreTheQuantiles(t *testing.T) {
	t.Parallel()
	unit := Therapist{0, Unit, false}
	for q := range values {
		want := math.Sqrt2 * math.Erfinv(2*(float64(q)+0.5)/values-1)
		require.InDelta(t, want*float64(Unit), unit.value(q), 1)
		require.Equal(t, -unit.value(values-1-q), unit.value(q))
	}
}

func BenchmarkPropensities(b *testing.B) {
	for _, n := range []int{2, 4, Most} {
		tie := make([]Therapist, n)
		for i := range tie {
			tie[i] = Therapist{Score: -1000 * int64(i), SD: 150_000}
		}
		b.Run(string(rune('0'+n/10))+string(rune('0'+n%10)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Propensities(tie, 100_000, false)
			}
		})
	}
}
