package ics

import (
	"math"
	"sort"
	"time"
)

const (
	second = int64(time.Second / time.Microsecond)
	day    = 24 * 3600 * second
)

// zone is the history of a clock: stretches [from, to) in order, in each of which it shows instant + offset. The
// first reaches back and the last ahead for ever.
type zone []stretch

type stretch struct{ from, to, offset int64 }

// utc is the clock of UTC.
func utc() zone { return zone{{from: math.MinInt64, to: math.MaxInt64}} }

// since is the earliest change of an IANA zone that is looked at.
var since = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro() //nolint:gochecknoglobals // a constant

// zoneOf returns the clock of an IANA zone, right until a year after an instant.
func zoneOf(loc *time.Location, until int64) zone {
	var out zone
	until += 366 * day
	for at := since; at < until; {
		t := time.UnixMicro(at).In(loc)
		_, seconds := t.Zone()
		end := int64(math.MaxInt64)
		if _, next := t.ZoneBounds(); !next.IsZero() {
			end = next.UnixMicro()
		}
		out = append(out, stretch{from: at, to: end, offset: int64(seconds) * second})
		at = end
	}
	out[0].from, out[len(out)-1].to = math.MinInt64, math.MaxInt64
	return out
}

// instant returns when the clock shows the reading, which is given as if it were UTC: the first time when it shows it
// twice, and when it skips it, what the clock would show had it not been set forward (RFC 5545 3.3.5).
func (z zone) instant(reading int64) int64 {
	i := sort.Search(len(z)-1, func(i int) bool { return reading-z[i].offset < z[i].to })
	at := reading - z[i].offset
	if i > 0 && at < z[i].from {
		return reading - z[i-1].offset
	}
	return at
}

// reading returns what the clock shows at an instant, as if that were UTC.
func (z zone) reading(instant int64) int64 {
	i := sort.Search(len(z)-1, func(i int) bool { return instant < z[i].to })
	return instant + z[i].offset
}
