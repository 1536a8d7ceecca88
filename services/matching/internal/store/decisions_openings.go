package store

import (
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packedOpenings are the openings scheduling answered under a key, of which there are more than of anything else: a list of
// each of their parts, therapist after therapist.
type packedOpenings struct {
	Key string `json:"key"`
	// Therapists are their numbers among those of the input, Of their ids in older bodies, N how many openings each has.
	Therapists []int    `json:"therapists,omitempty"`
	Of         []string `json:"of,omitempty"`
	N          []int    `json:"n"`

	Slots []string `json:"slots"`
	// After is how long each starts after the one before it, the first after 1970, Lengths how long it takes, in microseconds.
	After []int64 `json:"after"`
	// Of these the last stands for all that follow, see [shorten].
	Lengths []int64       `json:"lengths"`
	Modes   []domain.Mode `json:"modes,omitempty"`
	Sites   []string      `json:"sites,omitempty"`
}

func (p packedOpenings) compare(other packedOpenings) int { return strings.Compare(p.Key, other.Key) }

func (s *scratch) packedOpeningsOf(in *domain.Input) []packedOpenings {
	s.openings = slices.Grow(s.openings[:0], len(in.Openings))[:len(in.Openings)]
	n := 0
	for key, of := range in.Openings {
		s.openings[n].fill(key, in.Therapists, of)
		n++
	}
	slices.SortFunc(s.openings, packedOpenings.compare)
	return s.openings
}

// fill makes the lists say what was answered of the therapists, in the room they have.
func (p *packedOpenings) fill(key string, therapists []domain.Therapist, of map[string][]domain.Opening) {
	p.Key, p.Therapists, p.N, p.Slots = key, p.Therapists[:0], p.N[:0], p.Slots[:0]
	p.After, p.Lengths, p.Modes, p.Sites = p.After[:0], p.Lengths[:0], p.Modes[:0], p.Sites[:0]
	var before int64
	for i := range therapists {
		openings, answered := of[therapists[i].ID]
		if !answered {
			continue
		}
		p.Therapists, p.N = append(p.Therapists, i), append(p.N, len(openings))
		for _, o := range openings {
			start := sqldb.Micros(o.Start)
			p.Slots, p.Modes, p.Sites = append(p.Slots, o.Slot), append(p.Modes, o.Mode), append(p.Sites, o.Site)
			p.After, p.Lengths = append(p.After, start-before), append(p.Lengths, sqldb.Micros(o.End)-start)
			before = start
		}
	}
	p.Lengths, p.Modes, p.Sites = shorten(p.Lengths), shorten(p.Modes), shorten(p.Sites)
}

// shorten leaves out the last values as long as they are alike, but for one, and that one when it says nothing.
func shorten[T comparable](values []T) []T {
	n := len(values)
	for n > 1 && values[n-1] == values[n-2] {
		n--
	}
	var none T
	if n == 1 && values[0] == none {
		n = 0
	}
	return values[:n]
}

// at is the value of a shortened list.
func at[T any](values []T, i int) (v T) {
	if len(values) > 0 {
		v = values[min(i, len(values)-1)]
	}
	return v
}

// openings are the openings by therapist, of those of the input.
func (p *packedOpenings) openings(therapists []domain.Therapist) (map[string][]domain.Opening, error) {
	of, known := p.Of, true
	if len(of) == 0 {
		of, known = idsOf(therapists, p.Therapists)
	}
	all := len(p.Slots)
	if !known || len(p.N) != len(of) || len(p.After) != all {
		return nil, errBody
	}
	out, next, start := make(map[string][]domain.Opening, len(of)), 0, int64(0)
	for i, therapist := range of {
		for range p.N[i] {
			if next == all {
				return nil, errBody
			}
			start += p.After[next]
			out[therapist] = append(out[therapist], domain.Opening{
				Slot: p.Slots[next], Start: sqldb.Time(start), End: sqldb.Time(start + at(p.Lengths, next)), Mode: at(p.Modes, next), Site: at(p.Sites, next),
			})
			next++
		}
	}
	return out, nil
}

// idsOf are the ids of therapists by number; false when there is none of a number.
func idsOf(therapists []domain.Therapist, numbers []int) ([]string, bool) {
	out := make([]string, 0, len(numbers))
	for _, n := range numbers {
		if n < 0 || n >= len(therapists) {
			return nil, false
		}
		out = append(out, therapists[n].ID)
	}
	return out, true
}
