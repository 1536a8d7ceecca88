package ics

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"
)

// maxOnsets bounds the changes of one zone that a file defines: two a year since the calendar's reform is less.
const maxOnsets = 2_000

// zone returns the clock that a TZID names: the IANA zone of that name, or else what the file defines under it, or
// else the IANA zone that its end names, as in /example.org/20050126_1/America/New_York. Without any it is the owner's
// and known is false.
func (r *reader) zone(id string) (z zone, known bool) {
	if z, ok := r.zones[id]; ok {
		return z, !slices.Contains(r.unknown, id)
	}
	z, known = r.iana(id)
	if def := r.defined[id]; !known && def != nil {
		z, known = r.define(def)
	}
	for rest := id; !known; {
		var found bool
		if _, rest, found = strings.Cut(rest, "/"); !found {
			break
		}
		z, known = r.iana(rest)
	}
	if !known {
		z = r.local
		r.unknown = append(r.unknown, id)
	}
	r.zones[id] = z
	return z, known
}

func (r *reader) iana(id string) (zone, bool) {
	if id == "" || id == "Local" || len(id) > 64 {
		return nil, false
	}
	loc, err := time.LoadLocation(id)
	if err != nil {
		return nil, false
	}
	return zoneOf(loc, r.window.To), true
}

// onset is an instant at which the clock is set from one offset to another.
type onset struct{ at, from, to int64 }

// define builds the clock that a VTIMEZONE describes.
func (r *reader) define(def *ical.Component) (zone, bool) {
	var onsets []onset
	for _, part := range def.Children {
		some, ok := r.onsets(part)
		if !ok || len(onsets)+len(some) > maxOnsets {
			return nil, false
		}
		onsets = append(onsets, some...)
	}
	if len(onsets) == 0 {
		return nil, false
	}
	slices.SortFunc(onsets, func(a, b onset) int { return cmp.Compare(a.at, b.at) })
	z := zone{{from: math.MinInt64, to: onsets[0].at, offset: onsets[0].from}}
	for _, o := range onsets {
		z[len(z)-1].to = o.at
		z = append(z, stretch{from: o.at, to: math.MaxInt64, offset: o.to})
	}
	return z, true
}

// onsets returns when one part of a VTIMEZONE, STANDARD or DAYLIGHT, begins to hold.
func (r *reader) onsets(part *ical.Component) ([]onset, bool) {
	from, ok := offsetOf(part.Props.Get(ical.PropTimezoneOffsetFrom))
	to, okTo := offsetOf(part.Props.Get(ical.PropTimezoneOffsetTo))
	begin := part.Props.Get(ical.PropDateTimeStart)
	if !ok || !okTo || begin == nil {
		return nil, false
	}
	first, err := parseStamp(begin.Value, utc())
	if err != nil {
		return nil, false
	}
	local := zone{{from: math.MinInt64, to: math.MaxInt64, offset: from}}
	first.zone = local
	readings := []int64{first.reading}
	for _, p := range part.Props.Values(ical.PropRecurrenceRule) {
		err := r.expand(p.Value, first, r.window.To+366*day, func(reading int64) { readings = append(readings, reading) })
		if err != nil {
			return nil, false
		}
	}
	for _, p := range part.Props.Values(ical.PropRecurrenceDates) {
		for text := range strings.SplitSeq(p.Value, ",") {
			s, err := parseStamp(text, local)
			if err != nil {
				return nil, false
			}
			readings = append(readings, s.reading)
		}
	}
	slices.Sort(readings)
	var out []onset
	for _, reading := range slices.Compact(readings) {
		out = append(out, onset{at: reading - from, from: from, to: to})
	}
	return out, true
}

// offsetOf reads +hhmm or -hhmmss.
func offsetOf(p *ical.Prop) (int64, bool) {
	if p == nil || len(p.Value) != 5 && len(p.Value) != 7 || p.Value[0] != '+' && p.Value[0] != '-' {
		return 0, false
	}
	var seconds int64
	for i, unit := range []int64{3600, 60, 1}[:len(p.Value)/2] {
		n, err := strconv.ParseUint(p.Value[1+2*i:3+2*i], 10, 8)
		if err != nil || n >= 60 {
			return 0, false
		}
		seconds += int64(n) * unit
	}
	if p.Value[0] == '-' {
		seconds = -seconds
	}
	return seconds * second, true
}
