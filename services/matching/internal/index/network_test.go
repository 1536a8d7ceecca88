package index

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// networkSize is the network the aims are stated for.
const networkSize = 100_000

// The shares of a made-up network: which part of the therapists has what.
var network = struct {
	states    []string
	inState   []float64
	languages map[string]float64
	insurers  map[string]float64
	cultures  map[string]float64
}{
	states:    []string{"CA", "NY", "TX", "FL", "PA", "IL", "OH", "GA", "NC", "MI", "NJ", "VA", "WA", "AZ", "MA", "TN", "IN", "MD", "MO", "WI", "CO", "MN", "SC", "AL", "LA", "KY", "OR", "OK", "CT", "UT", "IA", "NV", "AR", "MS", "KS", "NM", "NE", "ID", "WV", "HI", "NH", "ME", "MT", "RI", "DE", "SD", "ND", "AK", "DC", "VT", "WY"},
	languages: map[string]float64{"es": .12, "zh": .02, "ru": .01, "fr": .02, "ko": .008, "ar": .006, "he": .006, "ase": .004, "pt": .01, "hi": .01},
	insurers:  map[string]float64{"AETNA": .4, "CIGNA": .35, "BLUE_CROSS": .45, "UNITED": .38, "HUMANA": .12, "OSCAR": .1, "MEDICARE": .15, "MEDICAID": .2, "EMPIRE": .08, "OXFORD": .09},
	cultures:  map[string]float64{"LATINA": .09, "BLACK": .1, "ASIAN": .06, "JEWISH": .05, "WHITE": .3, "SOUTH_ASIAN": .02, "ARAB": .01},
}

// therapists makes a network of n, the same on every machine.
func therapists(n int) (*score.Dictionary, []Entry) {
	r := rand.New(rand.NewPCG(7, 7))
	d, w := score.NewDictionary(), score.Default()
	out := make([]Entry, n)
	for i := range out {
		row := score.Row{HasStyle: r.IntN(10) < 6, Since: int32(1985 + r.IntN(40)), FeeCents: int64(90+r.IntN(34)*5) * 100}
		has := func(fact string, share float64) {
			if r.Float64() < share {
				row.Facts = row.Facts.With(d.Number(fact))
			}
		}
		home := network.states[int(float64(len(network.states))*math.Pow(r.Float64(), 2.2))]
		has("licensed", 1)
		has("license:"+home, .98)
		for r.IntN(8) == 0 {
			has("license:"+network.states[r.IntN(len(network.states))], 1)
		}
		for _, group := range []struct {
			prefix string
			shares map[string]float64
		}{
			{"language:", network.languages}, {"insurer:", network.insurers}, {"culture:", network.cultures},
			{"format:", map[string]float64{"INDIVIDUAL": .97, "COUPLE": .35, "FAMILY": .2, "GROUP": .1}},
			{"mode:", map[string]float64{"IN_PERSON": .6, "VIDEO": .85, "PHONE": .4}},
			{"age:", map[string]float64{"CHILD": .2, "TEEN": .35, "ADULT": .93, "OLDER_ADULT": .4}},
			{"gender:", map[string]float64{"WOMAN": .7, "MAN": .26}},
			{"", map[string]float64{"lgbtq": .5, "accepting": .75, "place": .7, "week": .95, "risk": .6, "language:en": .995}},
		} {
			for _, name := range sorted(group.shares) {
				has(group.prefix+name, group.shares[name])
			}
		}
		for range 3 + r.IntN(8) {
			has("listed:"+string(rune('A'+r.IntN(40))), 1)
			has("approach:"+string(rune('A'+r.IntN(40))), .3)
			row.Levels.Set(uint8(r.IntN(60)), uint64(1+min(2, r.IntN(6)/2)))
		}
		for range r.IntN(4) {
			has("excluded:"+string(rune('A'+r.IntN(60))), 1)
		}
		measure(r, &row, &w)
		if row.HasStyle {
			for a := range row.Axes {
				row.Axes[a] = int8(r.IntN(7) - 3)
			}
		}
		if r.IntN(3) == 0 {
			row.SlidingCents = row.FeeCents * 6 / 10
		}
		target := int32(10 + r.IntN(25))
		row.Load = w.LoadOf(int32(r.IntN(int(target))), target)
		out[i] = Entry{ID: id.Derive("network", strconv.Itoa(i)), Shard: home, Row: row}
	}
	return d, out
}

// measure gives four of five therapists a track record: effects of variance .05, correlated by .3 across domains, shrunk by
// n/(n+19).
func measure(r *rand.Rand, row *score.Row, w *score.Weights) {
	general, fresh := r.NormFloat64(), r.IntN(5) == 0
	for k := range row.Theta {
		n := r.IntN(40)
		if fresh {
			n = 0
		}
		reliability := float64(n) / float64(n+19)
		effect := math.Sqrt(.05) * (math.Sqrt(.3)*general + math.Sqrt(.7)*r.NormFloat64())
		row.Theta[k], row.Prior[k] = int32(1e6*math.Sqrt(reliability)*effect), w.PriorOf(int32(n))
	}
}

func sorted(m map[string]float64) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// unmeasured is the network before any outcome is known.
func unmeasured(entries []Entry) []Entry {
	out := slices.Clone(entries)
	for i := range out {
		out[i].Row.Theta = [score.Domains]int32{}
		for k := range out[i].Row.Prior {
			out[i].Row.Prior[k] = score.Whole
		}
	}
	return out
}

// theNetwork is made once.
var theNetwork = sync.OnceValue(func() (n struct {
	dict    *score.Dictionary
	entries []Entry
	index   *Index
}) {
	n.dict, n.entries = therapists(networkSize)
	n.index, _ = Build(n.dict, n.entries)
	return n
})

// wishedLimit is the need's, in cents.
const wishedLimit = 22_000

// need is a client with three concerns, two wishes, a style and a limit.
func need(x *Index) *score.Need {
	spec, w := spec(x), score.Default()
	return score.NewNeed(&spec, &w)
}

func spec(x *Index) score.Spec {
	return score.Spec{
		Concerns: []score.Concern{{Number: 3, Domain: 7}, {Number: 11, Domain: 1}, {Number: 20, Domain: 0}}, Severity: 3,
		Wishes: []score.Wish{
			{Full: x.dict.Find("gender:WOMAN"), Half: score.NoFact, Strength: 2},
			{Full: x.dict.Find("approach:E"), Half: x.dict.Find("listed:E"), Strength: 1},
		},
		Style: [4]int8{2, 0, 0, 3}, HasStyle: true, LimitCents: wishedLimit,
	}
}

// filters are conditions that let through the share they are named for.
func filters(x *Index) []struct {
	name       string
	conditions []score.Condition
} {
	compile := func(clauses ...score.Clause) (out []score.Condition) {
		for i := range clauses {
			out = append(out, clauses[i].Compile(x.dict))
		}
		return out
	}
	any := func(rule string, names ...string) score.Clause { return score.Clause{Rule: rule, Any: names} }
	open := []score.Clause{any("OPEN", "accepting"), any("PLACE", "place"), any("WEEK", "week"), any("AGE", "age:ADULT"), any("LANGUAGE", "language:en")}
	limit := int64(wishedLimit)
	return []struct {
		name       string
		conditions []score.Condition
	}{
		{"under 1 percent", compile(append(open, any("LICENSE", "license:NY"), any("FORMAT", "format:COUPLE"), any("MODE", "mode:VIDEO", "mode:IN_PERSON"),
			any("PAYMENT", "insurer:AETNA"), score.Clause{Rule: "CONCERN", None: []string{"excluded:C"}})...)},
		{"4 percent", compile(append(open, any("FORMAT", "format:COUPLE"), any("MODE", "mode:VIDEO"), any("PAYMENT", "insurer:CIGNA"),
			score.Clause{Rule: "CONCERN", None: []string{"excluded:C", "excluded:D"}})...)},
		{"13 percent", compile(append(open, any("FORMAT", "format:COUPLE"), any("MODE", "mode:VIDEO"), score.Clause{Rule: "PAYMENT", MaxCents: &limit})...)},
		{"no filter", nil},
	}
}

// TestNetworkIsExact checks the network of the benchmark, before and after anything was measured.
func TestNetworkIsExact(t *testing.T) {
	t.Parallel()
	size := networkSize / 8
	if os.Getenv("LONG") != "" {
		size = networkSize
	}
	d, entries := therapists(size)
	var s Search
	for _, all := range [][]Entry{entries, unmeasured(entries)} {
		x, err := Build(d, slices.Clone(all))
		require.NoError(t, err)
		for _, f := range filters(x) {
			agree(t, &s, x, all, &Query{Need: need(x), Conditions: f.conditions, Seed: 1})
		}
	}
}
