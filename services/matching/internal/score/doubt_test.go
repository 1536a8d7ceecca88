package score

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestDoubt computes the variance of the weighted sum from the whole matrix.
func TestDoubt(t *testing.T) {
	t.Parallel()
	w := Default()
	rapid.Check(t, func(t *rapid.T) {
		s := genSpec(t)
		n := NewNeed(&s, &w)
		var sd, common [Domains]int32
		for k := range sd {
			sd[k] = rapid.Int32Range(0, 300_000).Draw(t, "sd")
			common[k] = rapid.Int32Range(0, sd[k]).Draw(t, "common")
		}
		var variance float64
		for i := range n.Tracks() {
			k, a := n.Domain(i)
			for j := range n.Tracks() {
				l, b := n.Domain(j)
				both := float64(common[k]) * float64(common[l])
				if k == l {
					both = float64(sd[k]) * float64(sd[k])
				}
				variance += float64(a) * float64(b) * both / 1e12
			}
		}
		require.InDelta(t, math.Sqrt(variance), n.Doubt(&sd, &common), 200, "every product is cut to a whole millionth")
	})
}

// TestDoubtOfOne is the interval's: the share times the standard deviation.
func TestDoubtOfOne(t *testing.T) {
	t.Parallel()
	w := Default()
	n := NewNeed(&Spec{Concerns: []Concern{{1, 3}}, Severity: 2}, &w)
	sd, common := [Domains]int32{3: 100_000}, [Domains]int32{3: 40_000}
	require.EqualValues(t, 70_000, n.Doubt(&sd, &common))
	require.Zero(t, NewNeed(&Spec{}, &w).Doubt(&sd, &common))
}
