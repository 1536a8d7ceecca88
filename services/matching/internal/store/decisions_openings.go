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

func packedOpeningsOf(key string, of map[string][]domain.Opening) packedOpenings {
	p := packedOpenings{Key: key, Of: slices.Sorted(maps.Keys(of))}
	all := 0
	for _, openings := range of {
		all += len(openings)
	}
	p.N, p.Slots = make([]int, 0, len(of)), make([]string, 0, all)
	p.After, p.Lengths = make([]int64, 0, all), make([]int64, 0, all)
	p.Modes = make([]domain.Mode, 0, all)
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
	return p
}

// unlessEmpty is nothing when no value says anything.
func unlessEmpty[T ~string](values []T) []T {
	if slices.ContainsFunc(values, func(v T) bool { return v != "" }) {
		return values
	}
	return nil
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
