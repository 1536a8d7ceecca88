package pages

import (
	"time"
)

// addDay puts a day under its week; weeks begin on Monday.
func (o *openTimes) addDay(d openDay, today time.Time) {
	weeks := weeksApart(today, d.startsOn)
	list := &o.Near
	if len(o.Near) >= nearWeeks && o.Near[len(o.Near)-1].Title != weekTitle(d.startsOn, weeks) {
		list = &o.Later
	}
	title := weekTitle(d.startsOn, weeks)
	if n := len(*list); n == 0 || (*list)[n-1].Title != title {
		*list = append(*list, openWeek{Title: title})
	}
	week := &(*list)[len(*list)-1]
	week.Days = append(week.Days, d)
}

// LaterChosen reports whether the chosen day is among the later weeks, which are then unfolded.
func (o openTimes) LaterChosen() bool {
	for _, w := range o.Later {
		for _, d := range w.Days {
			if d.Chosen {
				return true
			}
		}
	}
	return false
}

// TwoClocks reports whether the visitor's clock and the practice's differ on the chosen day.
func (o openTimes) TwoClocks() bool {
	return o.Day.Count > 0 && !sameClock(o.Day.startsOn, o.Zone, o.Practice)
}

// ZoneLabel is the visitor's zone in words.
func (o openTimes) ZoneLabel() string { return zoneLabel(o.Zone) }

// PracticeZoneLabel is the practice's zone in words.
func (o openTimes) PracticeZoneLabel() string { return zoneLabel(o.Practice) }

// Zones are the zones to choose among.
func (o openTimes) Zones() []choice { return zoneChoices(o.Practice, o.Zone) }

func weekTitle(day time.Time, weeks int) string {
	switch weeks {
	case 0:
		return "This week"
	case 1:
		return "Next week"
	default:
		return "Week of " + monday(day).Format("January 2")
	}
}

// weeksApart counts Mondays between two days of one zone; the clock's changes do not matter to it.
func weeksApart(from, to time.Time) int {
	return int(monday(to).Sub(monday(from)).Hours()/24+0.5) / 7
}

// monday is the first day of t's week, as a date in UTC.
func monday(t time.Time) time.Time {
	back := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-back, 0, 0, 0, 0, time.UTC)
}
