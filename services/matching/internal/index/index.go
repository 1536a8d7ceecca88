// Package index finds the best therapists for a need among very many, exactly: the same candidates with the same scores
// as the rules and the kernel of package score give when they are asked about every therapist in turn, and in the same
// order. A practice of twelve and a network of a hundred thousand run the same code.
//
// Therapists lie in segments of 4096 rows, those of a shard (the state they are licensed in) together and the better ones
// first. A segment keeps a bitmap per fact and a column per number of a [score.Row]. An [Index] is never changed: an
// update copies the columns and bitmaps it touches, and readers go on with the index they have.
//
// A search works through the segments. The conditions narrow a bitmap of the segment's rows, the rarest facts first,
// until it is empty or what is left is worth scoring. For each 64 rows a bound tells whether any of them can reach the
// k-th best score so far: the highest effect per domain among them, the highest points of each wish and concern that the
// bitmaps say occur, the most favourable caseload. Rows that lack what the bound cannot spare are dropped by bitmap; of
// the rest only those whose own effect is high enough are scored in full.
//
// Cost: a condition reads 64 words of each segment that is still in play, 1600 for a hundred thousand rows; a row that
// is looked at costs some nanoseconds, one that is scored some tens. Nothing is allocated.
//
// The method is that of inverted bitmaps with block maxima (Ding and Suel, Faster top-k document retrieval using
// block-max indexes, SIGIR 2011), over a sum of few terms instead of many postings.
package index

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

const (
	// segmentRows is how many rows a segment holds: the columns of one fit the cache next to the bitmaps in play. Policy.
	segmentRows = 4096
	// wordRows is how many rows one word of a bitmap stands for, by definition.
	wordRows = 64
	// words of a bitmap of a segment.
	words = segmentRows / wordRows
)

// Entry is a therapist as the index takes them.
type Entry struct {
	// ID is the therapist's.
	ID string
	// Shard groups therapists that are asked for together, such as the state they are licensed in. It changes no
	// result.
	Shard string
	Row   score.Row
}

// Index is an immutable state of all therapists.
type Index struct {
	dict     *score.Dictionary
	segments []*segment
	// count is how many therapists there are, facts how many have each fact.
	count int
	facts []int32
}

// Len is how many therapists there are.
func (x *Index) Len() int { return x.count }

// Dictionary numbers the facts, to compile conditions and needs with.
func (x *Index) Dictionary() *score.Dictionary { return x.dict }

// ID is the therapist of a hit.
func (x *Index) ID(at uint32) string {
	return string(x.segments[at/segmentRows].id(int(at % segmentRows)))
}

// IDs are all therapists.
func (x *Index) IDs() []string {
	out := make([]string, 0, x.count)
	for _, s := range x.segments {
		for at := range s.rows {
			if s.alive.has(at) {
				out = append(out, string(s.id(at)))
			}
		}
	}
	return out
}

// Having are the facts with the prefix that some therapist has, without it, in order.
func (x *Index) Having(prefix string) []string {
	var out []string
	for f, count := range x.facts {
		name, begins := strings.CutPrefix(x.dict.Name(score.Fact(f)), prefix) //nolint:gosec // some thousands
		if begins && count > 0 {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// rarity is how many therapists can meet the condition at most, by its facts.
func (x *Index) rarity(c *score.Condition) int {
	if !c.Asks || c.HasMax {
		return x.count
	}
	n := 0
	for _, f := range c.Any {
		if int(f) < len(x.facts) {
			n += int(x.facts[f])
		}
	}
	return min(n, x.count)
}

// Tie orders therapists of the same score for one client: an order that looks random, is the same on every machine, and
// differs from client to client, so that nobody always comes last.
func Tie(id string, seed uint64) uint64 { return mix(hash(id) ^ seed) }

// Seed is the seed of an inquiry.
func Seed(inquiry string) uint64 { return hash(inquiry) }

// hash is FNV-1a with the finaliser of MurmurHash3.
func hash(text string) uint64 { return hashOf([]byte(text)) }

func hashOf(text []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range text {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// block is a bitmap of a segment.
type block [words]uint64

func (b *block) has(at int) bool { return b[at/wordRows]>>(at%wordRows)&1 == 1 }

func (b *block) set(at int) { b[at/wordRows] |= 1 << (at % wordRows) }

// nonzero has a bit for each word that is not empty.
func (b *block) nonzero() uint64 {
	var out uint64
	for w := range b {
		if b[w] != 0 {
			out |= 1 << w
		}
	}
	return out
}

func (b *block) count() int {
	n := 0
	for w := range b {
		n += bits.OnesCount64(b[w])
	}
	return n
}
