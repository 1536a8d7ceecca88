package ics

import (
	"errors"
	"strings"
	"time"

	"github.com/emersion/go-ical"
)

// stamp is a point in time as a calendar writes it: what a clock shows, and whose clock.
type stamp struct {
	// reading is what the clock shows, as if that were UTC.
	reading int64
	zone    zone
	// whole says that it is a date without a time.
	whole bool
}

func (s stamp) instant() int64 { return s.zone.instant(s.reading) }

var errUnreadable = errors.New("unreadable")

// stamp reads a property with one date or time.
func (r *reader) stamp(p *ical.Prop) (stamp, error) {
	all, err := r.stamps(p)
	if err != nil || len(all) != 1 {
		return stamp{}, errUnreadable
	}
	return all[0], nil
}

// stamps reads a property with a list of dates or times; the periods of RDATE are beyond it. A zone that nobody knows is
// taken for the owner's, and the event counts as one that could not be read whole.
func (r *reader) stamps(p *ical.Prop) ([]stamp, error) {
	z := r.local
	if id := p.Params.Get(ical.ParamTimezoneID); id != "" {
		var known bool
		if z, known = r.zone(id); !known {
			r.doubtful = true
		}
	}
	var out []stamp
	for text := range strings.SplitSeq(p.Value, ",") {
		s, err := parseStamp(strings.TrimSpace(text), z)
		if err != nil {
			return nil, err
		}
		if s.whole {
			s.zone = r.local
		}
		out = append(out, s)
	}
	return out, nil
}

func parseStamp(text string, z zone) (stamp, error) {
	layout := "20060102T150405"
	switch len(text) {
	case len("20060102"):
		layout = "20060102"
	case len("20060102T150405Z"):
		layout, z = "20060102T150405Z", utc()
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return stamp{}, errUnreadable
	}
	return stamp{reading: t.UnixMicro(), zone: z, whole: layout == "20060102"}, nil
}
