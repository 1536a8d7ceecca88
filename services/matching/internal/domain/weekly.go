package domain

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Weekly is what the calendar says of the hour of an opening in the weeks after it.
type Weekly struct {
	// Start is the opening's.
	Start time.Time `json:"startTime"`
	// Weeks were looked at; Missing are the starts that are not free among them.
	Weeks   int32       `json:"weeks"`
	Missing []time.Time `json:"missing,omitempty"`
}

// WeeklyQuery asks scheduling for the weekly hours of therapists.
type WeeklyQuery struct {
	Therapists []string
	// Modes the client accepts, best first; none means the therapist's own.
	Modes []Mode
	Weeks int
	// Room is what is asked of the room of hours in person.
	Room RoomWish
}

// WeeklyHour is an hour of the week in a zone, and when in the weeks asked for it is not free.
type WeeklyHour struct {
	// Day and Time are as in a [Window]: MONDAY, 10:00.
	Day, Time, Zone string
	Missing         []time.Time
}

const (
	// weeksAhead is for how many weeks the hour of a first session is checked. Policy: as scheduling does of itself.
	weeksAhead = 8
	// weeksAsked leaves room for first sessions some weeks ahead. Policy.
	weeksAsked = 12
)

// weeklyOf is what the hours say of the weeks after an opening, and the absences (dates in zone) beside them, which no calendar
// knows. An hour that is not among them is free in none.
func weeklyOf(o Opening, hours []WeeklyHour, absences []Absence, zone *time.Location) Weekly {
	out := Weekly{Start: o.Start, Weeks: weeksAhead}
	for _, h := range hours {
		loc, err := clock.Zone(h.Zone)
		if err != nil || dayNames[o.Start.In(loc).Weekday()] != h.Day || o.Start.In(loc).Format("15:04") != h.Time {
			continue
		}
		end := o.Start.In(loc).AddDate(0, 0, 7*weeksAhead+1)
		for _, missing := range h.Missing {
			if missing.After(o.Start) && missing.Before(end) {
				out.Missing = append(out.Missing, missing)
			}
		}
		out.miss(absences, loc, zone)
		return out
	}
	for week := 1; week <= weeksAhead; week++ {
		out.Missing = append(out.Missing, o.Start.AddDate(0, 0, 7*week))
	}
	return out
}

// miss adds the weeks in which the therapist is absent; the hour is one of loc.
func (w *Weekly) miss(absences []Absence, loc, zone *time.Location) {
	for week := range int(w.Weeks) {
		start := w.Start.In(loc).AddDate(0, 0, 7*(week+1))
		known := slices.ContainsFunc(w.Missing, func(m time.Time) bool { return m.In(loc).YearDay() == start.YearDay() })
		day := start.In(zone).Format(time.DateOnly)
		if !known && slices.ContainsFunc(absences, func(a Absence) bool { return a.holds(day) }) {
			w.Missing = append(w.Missing, start.UTC())
		}
	}
	slices.SortFunc(w.Missing, time.Time.Compare)
}

// missed tells the weeks in which the hour is taken from those in which the therapist is absent, and says why they are.
func (f *fit) missed(missing []time.Time) (taken []time.Time, away string) {
	var absent []Absence
	for _, m := range missing {
		day := m.In(f.loc).Format(time.DateOnly)
		at := slices.IndexFunc(f.absences, func(a Absence) bool { return a.holds(day) })
		if at < 0 {
			taken = append(taken, m)
		} else if a := f.absences[at]; !slices.Contains(absent, a) {
			absent, away = append(absent, a), away+" "+a.words()
		}
	}
	return taken, away
}

// hourWords names the hour of the week: "Mondays at 1 pm".
func hourWords(t time.Time) string {
	switch {
	case t.Minute() != 0:
		return t.Format("Mondays at 3:04 pm")
	case t.Hour() == 12:
		return t.Format("Mondays at noon")
	default:
		return t.Format("Mondays at 3 pm")
	}
}

// weekly says of the first opening whether its hour is free in the weeks ahead.
func (f *fit) weekly() {
	if len(f.week) == 0 {
		return
	}
	first := f.first()
	for _, w := range f.week {
		if !w.Start.Equal(first) {
			continue
		}
		said, text := con, "The same hour, "+hourWords(first.In(f.loc))+", is "
		taken, away := f.missed(w.Missing)
		switch {
		case len(w.Missing) == 0:
			said, text = pro, text+fmt.Sprintf("free in each of the next %d weeks", w.Weeks)
		case len(w.Missing) >= int(w.Weeks):
			text += fmt.Sprintf("not free in the next %d weeks", w.Weeks)
		default:
			text += fmt.Sprintf("free in %d of the next %d weeks", int(w.Weeks)-len(w.Missing), w.Weeks)
			if len(taken) > 0 {
				text += "; not on " + taken[0].In(f.loc).Format("January 2")
			}
			if others := len(taken) - 1; others > 0 {
				text += fmt.Sprintf(" and %d more", others)
			}
		}
		f.add(said(score.Policy, "WEEKLY_HOUR", text+"."+away, 0))
		return
	}
}
