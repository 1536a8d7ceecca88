package store

import (
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packedWeekly is what the calendar says of the hour of one of a therapist's openings, times in microseconds.
type packedWeekly struct {
	// Therapist is their number among those of the input, Of their id in older bodies.
	Therapist int    `json:"therapist"`
	Of        string `json:"of,omitempty"`
	Start     int64  `json:"start"`
	Weeks     int32  `json:"weeks"`
	// Skips says how much later than a week after the one before it each missing hour is, the first after the start: mostly nothing.
	Skips []int64 `json:"skips,omitempty"`
	// Missing are the hours themselves in older bodies.
	Missing []int64 `json:"missing,omitempty"`
}

// aWeek is, by definition, in microseconds.
const aWeek = 7 * 24 * int64(time.Hour/time.Microsecond)

func (s *scratch) packedWeeklyOf(in *domain.Input) []packedWeekly {
	s.weekly, s.skips = s.weekly[:0], s.skips[:0]
	for i := range in.Therapists {
		for _, w := range in.Weekly[in.Therapists[i].ID] {
			begin, before := len(s.skips), sqldb.Micros(w.Start)
			for _, at := range w.Missing {
				s.skips = append(s.skips, sqldb.Micros(at)-before-aWeek)
				before = sqldb.Micros(at)
			}
			s.weekly = append(s.weekly, packedWeekly{Therapist: i, Start: sqldb.Micros(w.Start), Weeks: w.Weeks, Skips: s.skips[begin:]})
		}
	}
	return s.weekly
}

func weeklyOf(packed []packedWeekly, therapists []domain.Therapist) (map[string][]domain.Weekly, error) {
	out := map[string][]domain.Weekly{}
	for _, p := range packed {
		if p.Of == "" {
			if p.Therapist < 0 || p.Therapist >= len(therapists) {
				return nil, errBody
			}
			p.Of = therapists[p.Therapist].ID
		}
		w := domain.Weekly{Start: sqldb.Time(p.Start), Weeks: p.Weeks}
		for _, at := range p.Missing {
			w.Missing = append(w.Missing, sqldb.Time(at))
		}
		at := p.Start
		for _, skip := range p.Skips {
			at += aWeek + skip
			w.Missing = append(w.Missing, sqldb.Time(at))
		}
		out[p.Of] = append(out[p.Of], w)
	}
	return out, nil
}
