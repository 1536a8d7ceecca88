package domain

import (
	"strconv"
	"time"
)

// Window is a stretch of a weekday in local wall-clock time: HH:MM to HH:MM, 24:00 being the end of the day.
type Window struct {
	Day   string `json:"day"       yaml:"day"`
	Start string `json:"startTime" yaml:"start"`
	End   string `json:"endTime"   yaml:"end"`
}

// Opening is a real, bookable start of a first session.
type Opening struct {
	// Slot is scheduling's opaque name of the start.
	Slot  string    `json:"slot"`
	Start time.Time `json:"startTime"`
	End   time.Time `json:"endTime"`
	Mode  Mode      `json:"mode,omitempty"`
	// Site is where it is, when in person in a practice with several.
	Site string `json:"site,omitempty"`
	// Rooms are those it could be in, by name with a space after each, if [OpeningQuery.FreeRooms] asked; none for one that needs no room.
	Rooms string `json:"-"`
}

var dayNames = map[time.Weekday]string{
	time.Monday: "MONDAY", time.Tuesday: "TUESDAY", time.Wednesday: "WEDNESDAY", time.Thursday: "THURSDAY",
	time.Friday: "FRIDAY", time.Saturday: "SATURDAY", time.Sunday: "SUNDAY",
}

// contains reports whether the opening lies inside the window in loc.
func (w Window) contains(o Opening, loc *time.Location) bool {
	start, end := o.Start.In(loc), o.End.In(loc)
	if dayNames[start.Weekday()] != w.Day {
		return false
	}
	last := minutes(end)
	if end.YearDay() != start.YearDay() {
		last += 24 * 60
	}
	return minutesOf(w.Start) <= minutes(start) && last <= minutesOf(w.End)
}

func minutes(t time.Time) int { return t.Hour()*60 + t.Minute() }

// minutesOf reads HH:MM; the edge has checked the form, so anything else counts as midnight.
func minutesOf(s string) int {
	if len(s) != len("15:04") {
		return 0
	}
	h, _ := strconv.Atoi(s[:2])
	m, _ := strconv.Atoi(s[3:])
	return h*60 + m
}
