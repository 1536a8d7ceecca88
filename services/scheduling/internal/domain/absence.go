package domain

import (
	"math"
	"slices"
	"time"
)

// ProviderAbsence is a stretch of dates on which openings of a provider are of no use to whoever asks, whatever the schedule
// says: leave that is planned elsewhere, or the end of a licence.
type ProviderAbsence struct {
	ProviderID string
	First      Date
	// Last is nil when it is for good.
	Last *Date
}

// stay is an absence in instants: from its first day's beginning to the end of its last.
type stay struct{ from, to int64 }

// absences are those of each provider, read in the zone.
func absences(loc *time.Location, all []ProviderAbsence) map[string][]stay {
	out := make(map[string][]stay, len(all))
	for _, a := range all {
		s := stay{from: dayStart(loc, a.First), to: math.MaxInt64}
		if a.Last != nil {
			s.to = dayStart(loc, *a.Last+1)
		}
		out[a.ProviderID] = append(out[a.ProviderID], s)
	}
	return out
}

// present appends the starts of the provider's grid that the bits leave, by time, but for those within an absence.
func (f *finder) present(provider int, out []int64) []int64 {
	if known, ok := f.known[provider]; ok {
		return append(out, known...)
	}
	out = f.left(provider, nil, out)
	if stays := f.absent[f.providers[provider].ID]; len(stays) > 0 {
		out = slices.DeleteFunc(out, func(at int64) bool {
			return slices.ContainsFunc(stays, func(s stay) bool { return s.from <= at && at < s.to })
		})
	}
	if f.known != nil {
		f.known[provider] = slices.Clone(out)
	}
	return out
}
