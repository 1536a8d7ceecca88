package index

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// crowd makes therapists whose facts, numbers and gaps repeat often enough that everything meets everything.
func crowd(r *rand.Rand, n int) (*score.Dictionary, []Entry) {
	d := score.NewDictionary()
	for f := range 40 {
		d.Number(fmt.Sprint("fact", f))
	}
	w := score.Default()
	measured := r.IntN(3) > 0
	out := make([]Entry, n)
	for i := range out {
		out[i] = Entry{ID: id.Derive("crowd", fmt.Sprint(i)), Shard: fmt.Sprint(r.IntN(3)), Row: person(r, d, &w, measured)}
	}
	return d, out
}

func person(r *rand.Rand, d *score.Dictionary, w *score.Weights, measured bool) score.Row {
	row := score.Row{
		FeeCents: int64(r.IntN(8)) * 5_000, SlidingCents: int64(r.IntN(3)) * 4_000, Since: int32(r.IntN(3)) * 1_000,
		Load: w.LoadOf(int32(r.IntN(20)), int32(r.IntN(20))), Price: int64(r.IntN(2)) * 30_000, HasStyle: r.IntN(2) == 0,
	}
	for k := range score.Domains {
		if row.Prior[k] = score.Whole; measured && r.IntN(5) > 0 {
			row.Theta[k], row.Prior[k] = int32(r.IntN(1_000_001)-500_000), uint16(r.IntN(score.Whole+1))
		}
	}
	for c := range 5 {
		row.Levels.Set(uint8(c*30), uint64(r.IntN(4)))
	}
	for f := range d.Len() {
		// The first facts are common, the last are rare.
		if r.IntN(1+f) < 3 {
			row.Facts = row.Facts.With(score.Fact(f))
		}
	}
	if row.HasStyle {
		for a := range row.Axes {
			row.Axes[a] = int8(r.IntN(7) - 3)
		}
	}
	return row
}

// question is a need with conditions, some of which name facts nobody has.
func question(r *rand.Rand, d *score.Dictionary) *Query {
	fact := func() score.Fact {
		if r.IntN(12) == 0 {
			return score.NoFact
		}
		return score.Fact(r.IntN(d.Len() + 1))
	}
	s := score.Spec{Severity: r.IntN(6), HasStyle: r.IntN(2) == 0}
	for range r.IntN(5) {
		s.Concerns = append(s.Concerns, score.Concern{Number: uint8(r.IntN(6) * 30 % 128), Domain: uint8(r.IntN(score.Domains))})
	}
	for range r.IntN(4) {
		wish := score.Wish{Full: fact(), Half: fact(), Avoid: r.IntN(4) == 0, Stated: r.IntN(2) == 0, Strength: int64(1 + r.IntN(3))}
		if r.IntN(4) == 0 {
			wish.Since = 1_500
		}
		s.Wishes = append(s.Wishes, wish)
	}
	for a := range s.Style {
		s.Style[a] = int8(r.IntN(7) - 3)
	}
	if r.IntN(2) == 0 {
		s.LimitCents = int64(1+r.IntN(6)) * 5_000
	}
	q := &Query{Seed: r.Uint64()}
	w := score.Default()
	q.Need = score.NewNeed(&s, &w)
	for range r.IntN(4) {
		c := score.Condition{Asks: r.IntN(3) > 0, HasMax: r.IntN(5) == 0, MaxCents: int64(r.IntN(8)) * 5_000}
		c.Asks = c.Asks || c.HasMax
		for range r.IntN(3) {
			if f := fact(); c.Asks && f != score.NoFact {
				c.Any = append(c.Any, f)
			}
			if f := fact(); r.IntN(4) == 0 && f != score.NoFact {
				c.None = append(c.None, f)
			}
		}
		if r.IntN(8) == 0 {
			c.Since = 1_500
		}
		q.Conditions = append(q.Conditions, c)
	}
	return q
}

// answer is a hit by name.
type answer struct {
	id    string
	score score.Micro
}

// slow asks the rules and the kernel about everyone.
func slow(entries []Entry, q *Query) []answer {
	var out []answer
	for i := range entries {
		row := &entries[i].Row
		if !slices.ContainsFunc(q.Conditions, func(c score.Condition) bool { return !c.Met(row) }) {
			out = append(out, answer{entries[i].ID, q.Need.Score(row)})
		}
	}
	slices.SortFunc(out, func(a, b answer) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(Tie(a.id, q.Seed), Tie(b.id, q.Seed)))
	})
	return out
}

// agree compares a search with the rules and the kernel, to the bit.
func agree(t *testing.T, s *Search, x *Index, entries []Entry, q *Query) {
	t.Helper()
	want := slow(entries, q)
	require.Equal(t, len(want), s.Count(x, q.Conditions))
	for _, k := range []int{1, 10, 300} {
		var got []answer
		for _, h := range s.Top(x, q, k) {
			got = append(got, answer{x.ID(h.At), h.Score})
		}
		require.Equal(t, append([]answer(nil), want[:min(k, len(want))]...), got, "the best %d of %d", k, len(want))
	}
	checkFunnel(t, s, x, entries, q)
}

func TestTopIsExact(t *testing.T) {
	t.Parallel()
	sizes := []int{0, 1, 12, 63, 64, 65, 700, segmentRows, segmentRows + 1, 2*segmentRows + 100}
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			d, entries := crowd(r, sizes[int(seed)%len(sizes)])
			x, err := Build(d, slices.Clone(entries))
			require.NoError(t, err)
			require.Equal(t, len(entries), x.Len())
			var s Search
			for range 10 {
				q := question(r, d)
				agree(t, &s, x, entries, q)
				checkGains(t, &s, x, entries, q, question(r, d), question(r, d), &Query{})
			}
		})
	}
}
