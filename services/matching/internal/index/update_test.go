package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// TestUpdateIsExact changes, adds and removes therapists and compares with the rules and the kernel each time. The index
// before an update stays as it was.
func TestUpdateIsExact(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 2))
			w := score.Default()
			d, entries := crowd(r, []int{0, 1, 60, 64, 500, segmentRows - 1, segmentRows, 1_000}[seed])
			b, err := NewBook(d, slices.Clone(entries))
			require.NoError(t, err)
			var s Search
			for round := range 12 {
				before, was, dict := b.Index(), slices.Clone(entries), d
				d = d.Clone()
				d.Number(fmt.Sprint("new", round/4))
				var changed []Entry
				for range r.IntN(4) {
					e := Entry{ID: id.Derive("crowd", fmt.Sprint(r.IntN(len(entries)+3))), Row: person(r, d, &w, true)}
					if i := slices.IndexFunc(entries, func(o Entry) bool { return o.ID == e.ID }); i < 0 {
						entries = append(entries, e)
					} else if r.IntN(2) == 0 {
						entries[i].Row.Load = e.Row.Load // as with every pairing
						e = entries[i]
					} else {
						entries[i] = e
					}
					changed = append(changed, e)
				}
				var gone []string
				if r.IntN(3) == 0 && len(entries) > 0 {
					i := r.IntN(len(entries))
					gone = []string{entries[i].ID, id.Derive("nobody")}
					changed = slices.DeleteFunc(changed, func(e Entry) bool { return e.ID == entries[i].ID })
					entries = slices.Delete(entries, i, i+1)
				}
				require.NoError(t, b.Update(d, changed, gone))
				require.Equal(t, len(entries), b.Index().Len())
				agree(t, &s, b.Index(), entries, question(r, d))
				agree(t, &s, before, was, question(r, dict))
			}
		})
	}
}

func TestRefusesWhatItCannotHold(t *testing.T) {
	t.Parallel()
	good := func() Entry { return Entry{ID: id.Derive("one")} }
	d := score.NewDictionary()
	b, err := NewBook(d, []Entry{good()})
	require.NoError(t, err)
	for name, spoil := range map[string]func(*Entry){
		"id":     func(e *Entry) { e.ID = "short" },
		"fee":    func(e *Entry) { e.Row.FeeCents = 1 << 31 },
		"year":   func(e *Entry) { e.Row.Since = 1 << 15 },
		"weight": func(e *Entry) { e.Row.Prior[3] = score.Whole + 1 },
	} {
		bad := good()
		spoil(&bad)
		_, err := Build(d, []Entry{bad})
		require.Error(t, err, name)
		require.Error(t, b.Update(d, []Entry{bad}, nil), name)
		require.Equal(t, 1, b.Index().Len(), name)
	}
}

// BenchmarkUpdate makes one therapist's caseload another in a hundred thousand.
func BenchmarkUpdate(b *testing.B) {
	n := theNetwork()
	book, err := NewBook(n.dict, n.entries)
	if err != nil {
		b.Fatal(err)
	}
	e := n.entries[len(n.entries)/2]
	for b.Loop() {
		e.Row.Load++
		if err := book.Update(n.dict, []Entry{e}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
