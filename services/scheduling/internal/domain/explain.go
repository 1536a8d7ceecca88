package domain

import (
	"context"
	"time"
)

// Question asks why a start is or is not offered.
type Question struct {
	TypeID     string
	ProviderID string // "" means any provider of the type
	// Start is the instant asked about; 0 when Local is given.
	Start int64
	// Local is the wall clock of the provider's zone, YYYY-MM-DDTHH:MM. Where the clock shows it twice, the first
	// instant that is offered is meant, or else the first.
	Local string
	Mode  Mode
	// Wish is what it would ask of its room.
	Wish RoomWish
}

// Explanation is the engine's word on a start.
type Explanation struct {
	Reason Reason
	// Slot is the slot when it is offered.
	Slot *Opening
	// Text says the same in words for staff, with the zone.
	Text string
}

// Explain says why a start is or is not offered, by the function that lists and books. Errors: ErrNotFound for an
// unknown type or provider, invalid fields.
func (s *Scheduler) Explain(ctx context.Context, q Question) (Explanation, error) {
	t := s.types[q.TypeID]
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return Explanation{}, err
	}
	zone := s.practice
	if q.ProviderID != "" {
		i, ok := c.index[q.ProviderID]
		if !ok {
			return Explanation{}, ErrNotFound
		}
		zone = c.providers[i].zone
	}
	if t == nil {
		return Explanation{}, ErrNotFound
	}
	starts, local, err := q.starts(zone)
	if err != nil {
		return Explanation{}, err
	}
	if len(starts) == 0 {
		return Explanation{Reason: NonexistentTime, Text: skipped(local, zone)}, nil
	}
	cal, err := s.calendar(ctx, starts[0], starts[len(starts)-1]+1)
	if err != nil {
		return Explanation{}, err
	}
	return s.explain(cal.Wishing(q.Wish), t, q, starts, zone), nil
}

// starts returns the instants asked about, and the local time as if it were UTC when that is what was asked.
func (q Question) starts(zone *time.Location) (at []int64, local int64, err error) {
	switch {
	case (q.Start == 0) == (q.Local == ""):
		return nil, 0, invalid("startTime", "either startTime or localStartTime must be given")
	case q.Local == "":
		return []int64{q.Start}, 0, nil
	}
	t, err := time.Parse("2006-01-02T15:04", q.Local)
	if err != nil {
		return nil, 0, invalid("localStartTime", "must be a date and time, YYYY-MM-DDTHH:MM")
	}
	return Instants(zone, t.UnixMicro()), t.UnixMicro(), nil
}

func (s *Scheduler) explain(cal *Calendar, t *Type, q Question, starts []int64, zone *time.Location) Explanation {
	at := starts[0]
	reason := cal.Judge(t, q.ProviderID, at, q.Mode)
	for _, next := range starts[1:] {
		if reason == Offered {
			break
		}
		if r := cal.Judge(t, q.ProviderID, next, q.Mode); r == Offered {
			at, reason = next, r
		}
	}
	out := Explanation{Reason: reason, Text: said(at, zone, reason)}
	if reason != Offered {
		return out
	}
	claims, _ := cal.Claims(t, q.ProviderID, at, q.Mode, Claim{})
	start := Start{At: at, Mode: claims[0].Mode, Wish: cal.wish}
	if !t.AnyProvider {
		start.Provider = claims[0].Provider
		start.Wish = cal.wished(t, cal.index[start.Provider], at, start.Mode)
	}
	slot := s.opening(t, start)
	out.Slot = &slot
	return out
}

// said puts the engine's word on a start in words for staff.
func said(at int64, zone *time.Location, r Reason) string {
	return time.UnixMicro(at).In(zone).Format("Mon, Jan 2, 2006 3:04 PM MST") + " (" + zone.String() + which(at, zone) + "): " + words(r)
}

// which says which of two instants is meant, where the clock shows the same time twice that day; "" elsewhere.
func which(at int64, zone *time.Location) string {
	_, offset := time.UnixMicro(at).In(zone).Zone()
	twice := Instants(zone, at+int64(offset)*1_000_000)
	switch {
	case len(twice) < 2:
		return ""
	case at == twice[0]:
		return ", the first of the two times the clock shows it"
	default:
		return ", the second of the two times the clock shows it"
	}
}

// skipped is said of a local time, as if it were UTC, that does not exist: the clock jumps over it.
func skipped(local int64, zone *time.Location) string {
	text := time.UnixMicro(local).UTC().Format("2006-01-02 15:04") + " (" + zone.String() + "): " + words(NonexistentTime)
	at, _ := wall(offsets(zone, local-2*dayUS, local+2*dayUS), local)
	before, after := time.UnixMicro(at-1).In(zone), time.UnixMicro(at).In(zone)
	name, offset := before.Zone()
	const clock = "Jan 2, 3:04 PM"
	return text + " It jumps from " + time.UnixMicro(at+int64(offset)*1_000_000).UTC().Format(clock) + " " + name + " to " +
		after.Format(clock+" MST") + "."
}

func words(r Reason) string {
	switch r {
	case Offered:
		return "offered."
	case OutsideHours:
		return "outside the hours, or not on the grid of starts."
	case OnTimeOff:
		return "time off."
	case Busy:
		return "another appointment is there, or a calendar elsewhere says busy."
	case Buffer:
		return "it touches the buffer of another appointment."
	case HeldByOther:
		return "somebody holds it."
	case DayFull:
		return "the provider takes no more appointments of this kind that day."
	case WeekFull:
		return "the provider takes no more appointments of this kind that week."
	case NewClientsFull:
		return "the provider takes no more new clients that week."
	case LeavesGap:
		return "it would leave a gap that nothing fits into."
	case NoRoom:
		return "no room that suits is free."
	case PracticeClosed:
		return "the practice is closed."
	case TooSoon:
		return "inside the notice the type asks for, or past."
	case TooFar:
		return "beyond the booking horizon."
	default:
		return "the clock skips this time that day."
	}
}
