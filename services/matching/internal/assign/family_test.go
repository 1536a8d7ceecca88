package assign_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// pairs is an instance in which client i has the arcs to the places listed, each worth what value says.
func pairs(clients int, capacity []int32, list func(i int) []int32, value func(i int, j int32) int64) *assign.Instance {
	in := &assign.Instance{First: []int32{0}, Capacity: capacity}
	for i := range clients {
		for _, j := range list(i) {
			in.Place = append(in.Place, j)
			in.Benefit = append(in.Benefit, value(i, j))
		}
		in.First = append(in.First, int32(len(in.Place)))
	}
	return in
}

func ones(n int) []int32 {
	c := make([]int32, n)
	for j := range c {
		c[j] = 1
	}
	return c
}

// Families on which assignment solvers are known to be slow or to go wrong. The proof is the test: a gap of 0 means the best.
func TestFamilies(t *testing.T) {
	t.Parallel()
	r := assigntest.Random(17)
	all := func(n int) func(int) []int32 {
		list := make([]int32, n)
		for j := range list {
			list[j] = int32(j)
		}
		return func(int) []int32 { return list }
	}
	sparse := func(n, degree int) func(int) []int32 {
		return func(int) (list []int32) {
			for range degree {
				list = append(list, int32(r.Below(n)))
			}
			return list
		}
	}
	x := make([]int64, 1200)
	for i := range x {
		x[i] = int64(r.Below(1 << 20))
	}
	half := ones(500)
	half[7] = 1000
	for name, in := range map[string]*assign.Instance{
		// Machol and Wien, "A hard assignment problem" (1976)
		"products": pairs(150, ones(150), all(150), func(i int, j int32) int64 { return 1_000_000 - int64(i+1)*int64(j+1) }),
		// the two costs and geometric classes of the first DIMACS challenge
		"two costs":        pairs(2000, ones(2000), sparse(2000, 16), func(int, int32) int64 { return 1 + int64(r.Next()&1)*100_000_000 }),
		"on a line":        pairs(300, ones(600), all(600), func(i int, j int32) int64 { d := x[i] - x[600+j]; return 1<<21 - max(d, -d) }),
		"all the same":     pairs(900, ones(400), all(400), func(int, int32) int64 { return 1_000_000_000 }),
		"nearly the same":  pairs(600, ones(400), all(400), func(int, int32) int64 { return 1_000_000_000 + int64(r.Below(3)) }),
		"a large house":    pairs(2000, half, sparse(500, 20), func(_ int, j int32) int64 { return 1_000_000 + int64(r.Below(1000)) - int64(j) }),
		"tiers beyond all": pairs(3000, ones(1500), sparse(1500, 12), func(i int, _ int32) int64 { return []int64{0, 1e9, 1e9, 1e13}[i%4] + int64(r.Below(1_000_000)) }),
		"costs that rise":  rising(assigntest.Waitlist{Clients: 3000, Therapists: 600, Load: 90, Seed: 2}.Make()),
		"slots":            slots(500, 60, 12, 5, &r),
		"nobody":           pairs(0, ones(3), nil, nil),
		"nowhere":          pairs(3, nil, func(int) []int32 { return nil }, nil),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := solve(t, in, assign.Options{})
			require.Zero(t, s.Gap())
			again := solve(t, in, assign.Options{Start: s})
			require.Equal(t, s.Primal, again.Primal)
			require.Zero(t, again.Gap())
		})
	}
}

// rising gives each therapist costs that rise with the square of the caseload.
func rising(in *assign.Instance) *assign.Instance {
	for _, c := range in.Capacity {
		for k := range int64(c) {
			in.Cost = append(in.Cost, 200_000*(k+1)*(k+1)/int64(c)/int64(c))
		}
	}
	return in
}

// slots is an instance in which therapists have weekly slots, more than they take clients, and clients can at some.
func slots(clients, therapists, each, capacity int, r *assigntest.Random) *assign.Instance {
	in := &assign.Instance{First: []int32{0}}
	for j := range therapists {
		in.Capacity = append(in.Capacity, int32(capacity))
		for range each {
			in.Therapist = append(in.Therapist, int32(j))
		}
	}
	for range clients {
		for range 8 {
			j, benefit := r.Below(therapists), 2_000_000+r.Normal(224_000)
			for range 3 {
				in.Place = append(in.Place, int32(j*each+r.Below(each)))
				in.Benefit = append(in.Benefit, benefit+int64(r.Below(50_000)))
			}
		}
		in.First = append(in.First, int32(len(in.Place)))
	}
	return in
}
