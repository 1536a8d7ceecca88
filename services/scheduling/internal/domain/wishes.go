package domain

import "time"

// wishes are weekly windows of a client's clock.
type wishes struct {
	windows []Hours
	zone    []stretch
}

func newWishes(loc *time.Location, windows []Hours, from, to int64) *wishes {
	return &wishes{windows: windows, zone: offsets(loc, from-dayUS, to+dayUS)}
}

// wished reports whether the clock shows the whole of [start, end) inside one window. Without windows nothing is
// wished.
func (w *wishes) wished(start, end int64) bool {
	return w.inside(start, end) != 0
}

// inside has a bit for each window, of the first 64, in which the clock shows the whole of [start, end).
func (w *wishes) inside(start, end int64) uint64 {
	var in uint64
	if len(w.windows) == 0 {
		return 0
	}
	for _, s := range w.zone {
		if start < s.from || start >= s.to {
			continue
		}
		local := start + s.offset
		day := Date(floorDiv(local, dayUS))
		minute := (local - int64(day)*dayUS) / minuteUS
		until := (local - int64(day)*dayUS + end - start + minuteUS - 1) / minuteUS
		weekday := day.Weekday()
		for i := range w.windows {
			if h := &w.windows[i]; weekday == h.Day && minute >= int64(h.Start) && until <= int64(h.End) {
				in |= 1 << (i % 64)
			}
		}
	}
	return in
}
