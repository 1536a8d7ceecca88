package domain

// Unavailable says why a list of slots is empty. The values are the wire's names.
type Unavailable string

// The reasons for an empty list.
const (
	FullyBooked    Unavailable = "FULLY_BOOKED"
	Closed         Unavailable = "CLOSED"
	AllTooSoon     Unavailable = "TOO_SOON"
	AllTooFar      Unavailable = "TOO_FAR"
	NotUnavailable Unavailable = ""
)

// WhyNone says why there is no open start in [from, to): all of it lies inside the notice or beyond the horizon, or
// everything inside the hours is taken, or what the hours allow is too soon or too far, or there are no hours.
func (c *Calendar) WhyNone(t *Type, from, to int64) Unavailable {
	first, last := t.bookable(c.Now)
	switch {
	case to <= first:
		return AllTooSoon
	case from > last:
		return AllTooFar
	}
	var soon, far, inside bool
	step, length := t.Step.Microseconds(), t.Duration.Microseconds()
	if t.Packed {
		step = minuteUS
	}
	for _, i := range c.candidates(t, "") {
		if inside {
			break
		}
		p := c.providers[i]
		p.starts(t, c.zones.of(p.zone), from, to, func(r run) {
			for at := r.from(from, step); !inside && at <= min(r.last, to-1); at += step {
				switch {
				case c.shut(at, at+length) || p.away(t.ID, at, at+length):
				case at < first:
					soon = true
				case at > last:
					far = true
				default:
					inside = true
				}
			}
		})
	}
	switch {
	case inside:
		return FullyBooked
	case soon:
		return AllTooSoon
	case far:
		return AllTooFar
	default:
		return Closed
	}
}
