package store

import (
	"maps"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packedWeekly is what the calendar says of the hour of one of a therapist's openings, times in microseconds.
type packedWeekly struct {
	Of      string  `json:"of"`
	Start   int64   `json:"start"`
	Weeks   int32   `json:"weeks"`
	Missing []int64 `json:"missing,omitempty"`
}

func packedWeeklyOf(weekly map[string][]domain.Weekly) (out []packedWeekly) {
	for _, therapist := range slices.Sorted(maps.Keys(weekly)) {
		for _, w := range weekly[therapist] {
			p := packedWeekly{Of: therapist, Start: sqldb.Micros(w.Start), Weeks: w.Weeks, Missing: make([]int64, len(w.Missing))}
			for i, at := range w.Missing {
				p.Missing[i] = sqldb.Micros(at)
			}
			out = append(out, p)
		}
	}
	return out
}

func weeklyOf(packed []packedWeekly) map[string][]domain.Weekly {
	out := map[string][]domain.Weekly{}
	for _, p := range packed {
		w := domain.Weekly{Start: sqldb.Time(p.Start), Weeks: p.Weeks}
		for _, at := range p.Missing {
			w.Missing = append(w.Missing, sqldb.Time(at))
		}
		out[p.Of] = append(out[p.Of], w)
	}
	return out
}
