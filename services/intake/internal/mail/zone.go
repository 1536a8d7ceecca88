package mail

import (
	"fmt"
	"strings"
	"time"
)

// zoneKey is how a zone calls itself at a time, and how far from UTC it is then: Havana's CST is not Chicago's.
type zoneKey struct {
	abbreviation string
	hours        int
}

// zoneFamilies are the names people use for the zones of the United States. CLDR's names are not in the Go libraries;
// every other zone is named by its city.
var zoneFamilies = map[zoneKey]struct{ en, es string }{
	{"EST", -5}: {"Eastern Time", "hora del Este"}, {"EDT", -4}: {"Eastern Time", "hora del Este"},
	{"CST", -6}: {"Central Time", "hora del Centro"}, {"CDT", -5}: {"Central Time", "hora del Centro"},
	{"MST", -7}: {"Mountain Time", "hora de la Montaña"}, {"MDT", -6}: {"Mountain Time", "hora de la Montaña"},
	{"PST", -8}: {"Pacific Time", "hora del Pacífico"}, {"PDT", -7}: {"Pacific Time", "hora del Pacífico"},
	{"AKST", -9}: {"Alaska Time", "hora de Alaska"}, {"AKDT", -8}: {"Alaska Time", "hora de Alaska"},
	{"HST", -10}: {"Hawaii Time", "hora de Hawái"},
}

// locate returns the zone of a message. A client's zone this build does not know is no reason not to write: the time is
// then given in UTC, and says so.
func locate(name string) *time.Location {
	if name == "" || name == "Local" {
		return time.UTC
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}

// zoneEnglish names the zone of t: "Eastern Time (New York, UTC-5)", "Berlin time (UTC+1)".
func zoneEnglish(t time.Time) string {
	city := cityOf(t.Location())
	if family, ok := zoneFamilies[keyOf(t)]; ok {
		return fmt.Sprintf("%s (%s, %s)", family.en, city, offset(t))
	}
	if city == "UTC" {
		return city
	}
	return fmt.Sprintf("%s time (%s)", city, offset(t))
}

// zoneSpanish names the zone of t: "hora del Este (New York, UTC-5)", "hora de Berlin (UTC+1)".
func zoneSpanish(t time.Time) string {
	city := cityOf(t.Location())
	if family, ok := zoneFamilies[keyOf(t)]; ok {
		return fmt.Sprintf("%s (%s, %s)", family.es, city, offset(t))
	}
	if city == "UTC" {
		return city
	}
	return fmt.Sprintf("hora de %s (%s)", city, offset(t))
}

func keyOf(t time.Time) zoneKey {
	abbreviation, seconds := t.Zone()
	return zoneKey{abbreviation, seconds / 3600}
}

// cityOf returns the last part of an IANA name as words.
func cityOf(loc *time.Location) string {
	name := loc.String()
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// offset returns the distance from UTC at t: UTC-5, UTC+5:30.
func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	hours, minutes := seconds/3600, seconds%3600/60
	if minutes == 0 {
		return fmt.Sprintf("UTC%c%d", sign, hours)
	}
	return fmt.Sprintf("UTC%c%d:%02d", sign, hours, minutes)
}
