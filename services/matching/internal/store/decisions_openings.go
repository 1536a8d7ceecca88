package store

import (
	"maps"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packedOpenings are the openings scheduling answered under a key, of which there are more than of anything else: a list of
// each of their parts, therapist after therapist.
type packedOpenings struct {
	Key string `json:"key"`
	// Of are the therapists, N how many openings each has.
	Of []string `json:"of"`
	N  []int    `json:"n"`

	Slots []string `json:"slots"`
	// After is how long each starts after the one before it, the first after 1970, Lengths how long it takes, in microseconds.
	After   []int64       `json:"after"`
	Lengths []int64       `json:"lengths"`
	Modes   []domain.Mode `json:"modes,omitempty"`
	Sites   []string      `json:"sites,omitempty"`
}

func (p packedOpenings) compare(other packedOpenings) int { return strings.Compare(p.Key, other.Key) }

func (s *scratch) packedOpeningsOf(answers map[string]map[string][]domain.Opening) []packedOpenings {
	s.openings = slices.Grow(s.openings[:0], len(answers))[:len(answers)]
	n := 0
	for key, of := range answers {
		s.openings[n].fill(key, of)
		n++
	}
	slices.SortFunc(s.openings, packedOpenings.compare)
	return s.openings
}

// fill makes the lists say what was answered, in the room they have.
func (p *packedOpenings) fill(key string, of map[string][]domain.Opening) {
	p.Key, p.Of = key, slices.AppendSeq(p.Of[:0], maps.Keys(of))
	slices.Sort(p.Of)
	p.N, p.Slots, p.After, p.Lengths, p.Modes, p.Sites = p.N[:0], p.Slots[:0], p.After[:0], p.Lengths[:0], p.Modes[:0], p.Sites[:0]
	var before int64
	for _, therapist := range p.Of {
		p.N = append(p.N, len(of[therapist]))
		for _, o := range of[therapist] {
			start := sqldb.Micros(o.Start)
			p.Slots, p.Modes, p.Sites = append(p.Slots, o.Slot), append(p.Modes, o.Mode), append(p.Sites, o.Site)
			p.After, p.Lengths = append(p.After, start-before), append(p.Lengths, sqldb.Micros(o.End)-start)
			before = start
		}
	}
	p.Modes, p.Sites = unlessEmpty(p.Modes), unlessEmpty(p.Sites)
}

// unlessEmpty is nothing when no value says anything.
func unlessEmpty[T ~string](values []T) []T {
	if slices.ContainsFunc(values, func(v T) bool { return v != "" }) {
		return values
	}
	return values[:0]
}

// openings are the openings by therapist.
func (p *packedOpenings) openings() (map[string][]domain.Opening, error) {
	all := len(p.Slots)
	if len(p.N) != len(p.Of) || len(p.After) != all || len(p.Lengths) != all {
		return nil, errBody
	}
	out, next, start := make(map[string][]domain.Opening, len(p.Of)), 0, int64(0)
	for i, therapist := range p.Of {
		for range p.N[i] {
			if next == all {
				return nil, errBody
			}
			start += p.After[next]
			o := domain.Opening{Slot: p.Slots[next], Start: sqldb.Time(start), End: sqldb.Time(start + p.Lengths[next])}
			if next < len(p.Modes) {
				o.Mode = p.Modes[next]
			}
			if next < len(p.Sites) {
				o.Site = p.Sites[next]
			}
			out[therapist] = append(out[therapist], o)
			next++
		}
	}
	return out, nil
}
