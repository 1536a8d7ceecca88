package domain

import "time"

// stretch is a run of instants [from, to) at which the zone's clock shows instant + offset. Between two stretches the
// clock jumps: a local time may belong to none of them (skipped) or to two (repeated).
type stretch struct{ from, to, offset int64 }

// offsets returns the stretches of the zone that cover [from, to), in order.
func offsets(loc *time.Location, from, to int64) []stretch {
	out := make([]stretch, 0, 2)
	for at := from; at < to; {
		t := time.UnixMicro(at).In(loc)
		_, seconds := t.Zone()
		end := to
		if _, next := t.ZoneBounds(); !next.IsZero() {
			end = min(to, next.UnixMicro())
		}
		out = append(out, stretch{from: at, to: end, offset: int64(seconds) * 1_000_000})
		at = end
	}
	return out
}

// Instants returns the instants at which a clock in the zone shows the local time: none when the clock skips it, two
// when it repeats it. local is the wall-clock reading as if it were UTC, in microseconds.
func Instants(loc *time.Location, local int64) []int64 {
	var out []int64
	for _, s := range offsets(loc, local-2*dayUS, local+2*dayUS) {
		if at := local - s.offset; at >= s.from && at < s.to {
			out = append(out, at)
		}
	}
	return out
}

// offsetAt returns what the clock is ahead of UTC at an instant that one of the stretches covers.
func offsetAt(zone []stretch, at int64) int64 {
	for _, s := range zone {
		if at < s.to {
			return s.offset
		}
	}
	return 0
}
