package pages

import (
	"fmt"
	"strings"
	"time"
)

// dayFormat is how days travel in addresses and forms.
const dayFormat = "2006-01-02"

// dayWords is "Tuesday, November 24"; the month and its day stay on one line.
func dayWords(t time.Time) string { return t.Format("Monday, January\u00a02") }

// clockWords is "3:20 pm", on one line.
func clockWords(t time.Time) string { return t.Format("3:04\u00a0pm") }

// momentWords is "Tuesday, November 24 at 3:20 pm".
func momentWords(t time.Time) string { return dayWords(t) + " at " + clockWords(t) }

// moment is a time in words, in one zone, with what a <time> element needs.
type moment struct {
	Day, Clock, Zone string
	// Stamp is RFC 3339.
	Stamp string
	// Other is the same in the second zone, such as "4:20 pm Eastern time"; empty when both clocks agree. OtherShort
	// leaves the last word out.
	Other, OtherShort string
}

// momentIn puts an instant into words in zone, with the practice's clock beside it when that shows another time.
func momentIn(at time.Time, zone, practice *time.Location) moment {
	local := at.In(zone)
	m := moment{Day: dayWords(local), Clock: clockWords(local), Zone: zoneLabel(zone), Stamp: local.Format(time.RFC3339)}
	if !sameClock(at, zone, practice) {
		theirs := at.In(practice)
		m.Other = clockWords(theirs) + " " + zoneLabel(practice)
		if theirs.Format(dayFormat) != local.Format(dayFormat) {
			m.Other = momentWords(theirs) + " " + zoneLabel(practice)
		}
		m.OtherShort = strings.TrimSuffix(m.Other, " time")
	}
	return m
}

// groupCode shows a confirmation code 4-4.
func groupCode(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + "-" + code[4:]
}

// plural is "1 time", "3 times".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// sentence makes a stored text readable as one: first letter upper case, a full stop at the end.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// lowerFirst makes a label fit into the middle of a sentence; an abbreviation such as OCD stays.
func lowerFirst(text string) string {
	if len(text) < 2 || strings.ToUpper(text[:2]) == text[:2] {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
