package score

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const facts = 96

func genSpec(t *rapid.T) Spec {
	s := Spec{
		Severity: rapid.IntRange(0, 5).Draw(t, "severity"), HasStyle: rapid.Bool().Draw(t, "style"),
		LimitCents: rapid.SampledFrom([]int64{0, 1, 9_000, 15_000, 20_000}).Draw(t, "limit"),
	}
	for i := range s.Style {
		s.Style[i] = int8(rapid.IntRange(-3, 3).Draw(t, "scale"))
	}
	for range rapid.IntRange(0, 4).Draw(t, "concerns") {
		s.Concerns = append(s.Concerns, Concern{
			uint8(rapid.IntRange(1, 127).Draw(t, "concern")), uint8(rapid.IntRange(0, Domains-1).Draw(t, "domain")),
		})
	}
	for range rapid.IntRange(0, 4).Draw(t, "wishes") {
		s.Wishes = append(s.Wishes, Wish{
			Full: genFact(t), Half: genFact(t), Since: rapid.SampledFrom([]int32{0, 0, 0, 2016}).Draw(t, "since"),
			Avoid: rapid.Bool().Draw(t, "avoid"), Stated: rapid.Bool().Draw(t, "stated"), Strength: rapid.Int64Range(1, 3).Draw(t, "strength"),
		})
	}
	return s
}

func genFact(t *rapid.T) Fact {
	if rapid.IntRange(0, 3).Draw(t, "fact?") == 0 {
		return NoFact
	}
	return Fact(rapid.IntRange(0, facts-1).Draw(t, "fact"))
}

func genRow(t *rapid.T) Row {
	w := Default()
	r := Row{
		HasStyle: rapid.Bool().Draw(t, "style"), FeeCents: rapid.Int64Range(0, 30_000).Draw(t, "fee"),
		SlidingCents: rapid.SampledFrom([]int64{0, 0, 8_000}).Draw(t, "sliding"), Since: rapid.SampledFrom([]int32{0, 2000, 2020}).Draw(t, "since"),
		Load:  w.LoadOf(rapid.Int32Range(0, 20).Draw(t, "clients"), rapid.Int32Range(0, 20).Draw(t, "target")),
		Price: w.PriceOf(rapid.Int64Range(-10, 400_000).Draw(t, "price")),
	}
	for d := range r.Theta {
		r.Theta[d] = rapid.Int32Range(-400_000, 400_000).Draw(t, "theta")
		r.Prior[d] = w.PriorOf(rapid.Int32Range(0, 200).Draw(t, "n"))
	}
	for range rapid.IntRange(0, 8).Draw(t, "levels") {
		r.Levels.Set(uint8(rapid.IntRange(1, 127).Draw(t, "concern")), uint64(rapid.IntRange(1, 3).Draw(t, "level")))
	}
	for range rapid.IntRange(0, 12).Draw(t, "facts") {
		r.Facts = r.Facts.With(Fact(rapid.IntRange(0, facts-1).Draw(t, "fact")))
	}
	for i := range r.Axes {
		r.Axes[i] = int8(rapid.IntRange(-3, 3).Draw(t, "axis"))
	}
	return r
}

func TestScoreProperties(t *testing.T) {
	t.Parallel()
	w := Default()

	t.Run("the terms sum to the score", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			s, r := genSpec(t), genRow(t)
			n := NewNeed(&s, &w)
			sum := w.Base + n.Style(&r) + n.Fee(&r) + r.Load - r.Price
			for i := range n.Tracks() {
				sum += n.Track(i, &r)
			}
			for i := range n.Focuses() {
				sum += n.Focus(i, &r)
			}
			for i := range n.Wishes() {
				sum += n.Wish(i, &r)
			}
			require.Equal(t, sum, n.Score(&r))
		})
	})

	t.Run("more benefit never ranks lower", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			s, r := genSpec(t), genRow(t)
			n := NewNeed(&s, &w)
			before := n.Score(&r)
			r.Theta[rapid.IntRange(0, Domains-1).Draw(t, "domain")] += rapid.Int32Range(0, 300_000).Draw(t, "more")
			require.GreaterOrEqual(t, n.Score(&r), before)
		})
	})

	t.Run("what no wish and no concern names changes nothing", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			s, r := genSpec(t), genRow(t)
			n := NewNeed(&s, &w)
			before := n.Score(&r)
			r.Facts = append(Set(nil), r.Facts...).With(facts + 5)
			require.Equal(t, before, n.Score(&r))
		})
	})
}

func TestScoreOfNobodySpecial(t *testing.T) {
	t.Parallel()
	w := Default()
	n := NewNeed(&Spec{}, &w)
	require.Equal(t, w.Base, n.Score(&Row{}))
}

func TestWeights(t *testing.T) {
	t.Parallel()
	w := Default()
	require.Equal(t, uint16(Whole), w.PriorOf(0))
	require.Equal(t, uint16(Whole/2), w.PriorOf(19), "n/(n+19) at 19 courses")
	require.InDelta(t, .387755, float64(w.PriorOf(30))/Whole, 1e-4, "reliability .61 at 30 courses")
	require.Equal(t, uint16(Whole), Left(int32(Unit)))
	require.Equal(t, uint16(Whole/4), Left(250_000))
	require.Equal(t, []Micro{0, 25_000, 50_000, 100_000}, []Micro{w.MeanOf(NotListed), w.MeanOf(Listed), w.MeanOf(Trained), w.MeanOf(Certified)})
	require.Equal(t, Micro(7_200), w.LoadOf(0, 10))
	require.Zero(t, w.LoadOf(3, 0))
	require.Equal(t, w.PriceMax, w.PriceOf(Unit))
	require.Zero(t, w.PriceOf(-1))
	require.True(t, w.Harmful(-400_000, 100_000))
	require.False(t, w.Harmful(-360_000, 100_000), "1.6 standard deviations are not 1.645")
	require.False(t, w.Harmful(-400_000, 0), "without data nothing is known")
	require.Equal(t, []Micro{625_000, 375_000}, w.Shares(2))
}

// TestSources keeps every constant's source: a publication, or the word that the practice chose it.
func TestSources(t *testing.T) {
	t.Parallel()
	fields := reflect.TypeFor[Weights]()
	sources := Sources()
	require.Len(t, sources, fields.NumField())
	for i, s := range sources {
		require.Equal(t, fields.Field(i).Name, s.Constant)
		require.Contains(t, []Evidence{Trial, MetaAnalysis, Observational, SelfDeclared, Policy}, s.Evidence, s.Constant)
		require.Greater(t, len(s.From), 20, s.Constant)
		if s.Evidence != Policy {
			require.Regexp(t, `[12][0-9]{3}|\([0-9 ]+ referrals\)`, s.From, "%s names what was published", s.Constant)
		}
	}
}

func TestClauses(t *testing.T) {
	t.Parallel()
	d := NewDictionary()
	couple, ny := d.Number("format:COUPLE"), d.Number("license:NY")
	require.Equal(t, couple, d.Number("format:COUPLE"))
	require.Equal(t, "license:NY", d.Name(ny))
	require.Equal(t, 2, d.Len())
	r := Row{FeeCents: 20_000, SlidingCents: 12_000, Since: 2010}
	r.Facts = r.Facts.With(couple)
	require.Equal(t, 1, r.Facts.Len())
	cents := func(c int64) *int64 { return &c }
	for name, tt := range map[string]struct {
		clause Clause
		met    bool
	}{
		"nothing asked":        {Clause{}, true},
		"any":                  {Clause{Any: []string{"license:NY", "format:COUPLE"}}, true},
		"another":              {Clause{Any: []string{"license:NY"}}, false},
		"unknown":              {Clause{Any: []string{"license:XX"}}, false},
		"nobody":               {Clause{Any: []string{}}, false},
		"none":                 {Clause{None: []string{"format:COUPLE"}}, false},
		"none unknown":         {Clause{None: []string{"x"}}, true},
		"lowest fee":           {Clause{MaxCents: cents(12_000)}, true},
		"too dear":             {Clause{MaxCents: cents(11_999)}, false},
		"a fact or the fee":    {Clause{Any: []string{"license:NY"}, MaxCents: cents(12_000)}, true},
		"neither":              {Clause{Any: []string{"license:NY"}, MaxCents: cents(11_999)}, false},
		"long enough":          {Clause{Since: 2010}, true},
		"not long enough":      {Clause{Since: 2009}, false},
		"any but also too new": {Clause{Any: []string{"format:COUPLE"}, Since: 2009}, false},
	} {
		c := tt.clause.Compile(d)
		require.Equal(t, tt.met, c.Met(&r), name)
	}
}

func TestLevels(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var l Levels
		want := map[uint8]uint64{}
		for range rapid.IntRange(0, 40).Draw(t, "sets") {
			c, level := uint8(rapid.IntRange(0, 127).Draw(t, "concern")), uint64(rapid.IntRange(0, 3).Draw(t, "level"))
			l.Set(c, level)
			want[c] = max(want[c], level)
		}
		for c := range uint8(128) {
			require.Equal(t, want[c], l.At(c))
		}
	})
}

func TestScoreAllocatesNothing(t *testing.T) { //nolint:paralleltest // counts what the process allocates
	w := Default()
	n, r := typical(&w)
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = n.Score(&r) }))
}

func typical(w *Weights) (*Need, Row) {
	s := Spec{
		Concerns: []Concern{{5, 7}, {7, 7}, {1, 1}}, Severity: 4, LimitCents: 20_000, HasStyle: true, Style: [4]int8{3, 0, -2, 0},
		Wishes: []Wish{{Full: 3, Half: NoFact, Strength: 2}, {Full: 70, Half: 71, Strength: 1}},
	}
	r := Row{FeeCents: 18_000, HasStyle: true, Facts: Set{}.With(3).With(71)}
	for d := range r.Theta {
		r.Theta[d], r.Prior[d] = int32(10_000*d), w.PriorOf(int32(d)) //nolint:gosec // twelve
	}
	return NewNeed(&s, w), r
}

// BenchmarkScore measures the kernel over rows in memory.
func BenchmarkScore(b *testing.B) {
	w := Default()
	for _, rows := range []int{12, 100_000} {
		b.Run(strconv.Itoa(rows)+" therapists", func(b *testing.B) {
			n, r := typical(&w)
			all := make([]Row, rows)
			for i := range all {
				all[i] = r
			}
			b.ReportAllocs()
			var sum Micro
			for b.Loop() {
				for i := range all {
					sum += n.Score(&all[i])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/therapist")
			_ = sum
		})
	}
}
