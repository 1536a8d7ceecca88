package index

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Build returns an index of the entries, whose facts dict numbers. Entries are sorted in place.
func Build(dict *score.Dictionary, entries []Entry) (*Index, error) {
	for i := range entries {
		if err := check(&entries[i]); err != nil {
			return nil, err
		}
	}
	arrange(entries)
	x := &Index{dict: dict, count: len(entries), segments: make([]*segment, (len(entries)+segmentRows-1)/segmentRows)}
	group := errgroup.Group{}
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range x.segments {
		part := entries[i*segmentRows : min((i+1)*segmentRows, len(entries))]
		group.Go(func() error {
			x.segments[i] = segmentOf(part, dict.Len())
			return nil
		})
	}
	_ = group.Wait() // segments are made without fault
	x.facts = make([]int32, dict.Len())
	for _, s := range x.segments {
		for f := range s.facts {
			x.facts[f] += int32(s.facts[f].len()) //nolint:gosec // at most segmentRows
		}
	}
	return x, nil
}

// arrange puts shards together and in each the better therapists first, so that a search finds high scores early and
// need not look at most of what follows.
func arrange(entries []Entry) {
	type key struct {
		quality   int64
		shard, at int32
	}
	shards := map[string]int32{}
	keys := make([]key, len(entries))
	for i := range entries {
		shard, known := shards[entries[i].Shard]
		if !known {
			shard = int32(len(shards)) //nolint:gosec // far fewer
			shards[entries[i].Shard] = shard
		}
		keys[i] = key{quality(&entries[i].Row), shard, int32(i)} //nolint:gosec // far fewer
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.shard, b.shard), cmp.Compare(b.quality, a.quality), cmp.Compare(a.at, b.at))
	})
	sorted := make([]Entry, len(entries))
	for i, k := range keys {
		sorted[i] = entries[k.at]
	}
	copy(entries, sorted)
}

// quality is how high a row is likely to score, whatever the need.
func quality(r *score.Row) int64 {
	sum := score.Domains * (r.Load - r.Price)
	for _, theta := range r.Theta {
		sum += int64(theta)
	}
	return sum
}

// segmentOf makes a segment of the entries.
func segmentOf(entries []Entry, facts int) *segment {
	s := &segment{rows: len(entries)}
	s.grow(len(entries))
	rows := make([][]uint16, facts)
	var levels [128][2][]uint16
	var style []uint16
	concerns := 0
	lowest := make([]int32, len(entries))
	for i := range entries {
		at := uint16(i) //nolint:gosec // below segmentRows
		r := &entries[i].Row
		s.put(i, &entries[i])
		lowest[i] = int32(r.LowestFee()) //nolint:gosec // checked
		for w, word := range r.Facts {
			for ; word != 0; word &= word - 1 {
				f := w*64 + bits.TrailingZeros64(word)
				rows[f] = append(rows[f], at)
			}
		}
		for w, packed := range r.Levels {
			for ; packed != 0; packed &= packed - 1 {
				bit := bits.TrailingZeros64(packed)
				c := w*32 + bit/2
				levels[c][bit%2] = append(levels[c][bit%2], at)
				concerns = max(concerns, c+1)
			}
		}
		if r.HasStyle {
			style = append(style, at)
		}
	}
	s.facts, s.level, s.style = make([]set, facts), make([][2]set, concerns), setOf(style)
	s.lowest = sliceOf(lowest)
	for f := range rows {
		s.facts[f] = setOf(rows[f])
	}
	for c := range concerns {
		s.level[c] = [2]set{setOf(levels[c][0]), setOf(levels[c][1])}
	}
	for w := range s.lift {
		s.rebound(w)
	}
	s.total()
	return s
}
