package evidence_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
)

// draw simulates courses: half of the therapists get the severe cases, whose changes are larger whoever sees them.
func draw(seed uint64, therapists, clients int, tau float64) ([]evidence.Course, map[string]float64) {
	r := rand.New(rand.NewPCG(seed, 5))
	truth := map[string]float64{}
	names := make([]string, therapists)
	for j := range names {
		names[j] = fmt.Sprintf("t%02d", j)
		truth[names[j]] = tau * r.NormFloat64()
	}
	var out []evidence.Course
	for i := range clients {
		j := r.IntN(therapists)
		hard := j%2 == 0
		mix := evidence.CaseMix{Elevated: 2 + r.IntN(3), Insured: r.IntN(2) == 0, Risk: hard && r.IntN(3) == 0, Substance: r.IntN(5) == 0}
		for k := range 3 {
			c := evidence.Course{Therapist: names[j], Inquiry: fmt.Sprintf("i%05d", i), Domain: k, Mix: mix}
			c.Before = 0.5 + 0.5*r.NormFloat64()
			if hard {
				c.Before += 0.8
			}
			change := 0.3 + 0.6*c.Before + truth[names[j]] + 0.9*r.NormFloat64()
			if mix.Risk {
				change -= 0.4
			}
			c.After = c.Before - change
			out = append(out, c)
		}
	}
	return out, truth
}

// TestAdjustmentIsFair gives the severe cases to half of the therapists: without adjustment they look far better, with
// it they do not.
func TestAdjustmentIsFair(t *testing.T) {
	t.Parallel()
	courses, _ := draw(1, 40, 4000, 0)
	residuals := evidence.Adjust(courses)
	var raw, adjusted, count [2]float64
	for i, c := range courses {
		half := int(c.Therapist[2]) % 2
		raw[half] += c.Before - c.After
		adjusted[half] += residuals[i]
		count[half]++
	}
	require.Greater(t, raw[0]/count[0]-raw[1]/count[1], 0.35)
	require.InDelta(t, 0, adjusted[0]/count[0]-adjusted[1]/count[1], 0.05)
	var square float64
	for _, x := range residuals {
		square += x * x
	}
	require.InDelta(t, 1, square/float64(len(residuals)), 0.01)
}

// TestAdjustmentLeavesOutTheClient changes one client's outcome: what is expected of that client does not move, and
// nothing of their fold does, but for the common scale.
func TestAdjustmentLeavesOutTheClient(t *testing.T) {
	t.Parallel()
	courses, _ := draw(2, 10, 400, 0.2)
	before := evidence.Adjust(courses)
	changed := slices.Clone(courses)
	changed[0].After -= 50
	after := evidence.Adjust(changed)
	moved := 0
	// Where two clients' residuals keep their ratio, what is expected of them did not move.
	for i := 1; i < len(courses); i++ {
		if math.Abs(before[i]/before[1]-after[i]/after[1]) > 1e-9 {
			moved++
		}
	}
	require.Greater(t, moved, len(courses)/2, "the other folds learn from the client")
	require.Less(t, moved, len(courses)*9/10, "their own does not")
}

func TestComputeFindsTheStrong(t *testing.T) {
	t.Parallel()
	courses, truth := draw(3, 30, 6000, 0.25)
	s := evidence.Compute(courses)
	require.Len(t, s.Estimates, 30)
	require.Equal(t, len(courses), s.Courses)
	require.Len(t, s.Residuals, len(courses))
	var both, a, b float64
	for name, skill := range truth {
		e := s.Estimates[name]
		require.Positive(t, e.N[0])
		theta := float64(e.Theta[0]) / 1e6
		both += skill * theta
		a += skill * skill
		b += theta * theta
		require.Less(t, e.SD[0], int64(100_000))
	}
	require.Greater(t, both/math.Sqrt(a*b), 0.9)
}

// TestComputeIsAFunctionOfTheSet shuffles the courses and renames the therapists; no bit changes.
func TestComputeIsAFunctionOfTheSet(t *testing.T) {
	t.Parallel()
	courses, _ := draw(4, 12, 300, 0.2)
	want := evidence.Compute(courses)
	r := rand.New(rand.NewPCG(9, 9))
	for range 5 {
		order := r.Perm(len(courses))
		shuffled := make([]evidence.Course, len(courses))
		for to, from := range order {
			shuffled[to] = courses[from]
		}
		got := evidence.Compute(shuffled)
		require.Equal(t, want.Estimates, got.Estimates)
		for to, from := range order {
			require.Equal(t, want.Residuals[from], got.Residuals[to])
		}
	}
	renamed := slices.Clone(courses)
	for i := range renamed {
		renamed[i].Therapist = "x" + renamed[i].Therapist
	}
	got := evidence.Compute(renamed)
	for name, e := range want.Estimates {
		require.Equal(t, e, got.Estimates["x"+name])
	}
}

// TestComputeIsRecorded pins what a fixed set of courses gives; another number on any machine is another ranking.
func TestComputeIsRecorded(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 6))
	var courses []evidence.Course
	for i := range 90 {
		c := evidence.Course{Therapist: fmt.Sprintf("t%d", i%3), Inquiry: fmt.Sprintf("i%d", i/2), Domain: i % 2}
		// Sixty-fourths are exact on every machine.
		c.Before, c.After = float64(r.IntN(128))/64, float64(r.IntN(128)-i%3*20)/64
		courses = append(courses, c)
	}
	s := evidence.Compute(courses)
	require.Equal(t, []int64{59_512, 305_705}, []int64{s.Tau2, s.Rho})
	first, last := s.Estimates["t0"], s.Estimates["t2"]
	require.Equal(t, []int64{-373_495, -293_349, -156_128}, first.Theta[:3])
	require.Equal(t, []int64{172_635, 172_635, 234_088}, last.SD[:3])
}

func TestComputeOfNothing(t *testing.T) {
	t.Parallel()
	s := evidence.Compute(nil)
	require.Equal(t, evidence.Snapshot{
		Tau2: 50_000, Rho: 300_000, Estimates: map[string]evidence.Estimate{}, Residuals: []int64{},
	}, s)
}
