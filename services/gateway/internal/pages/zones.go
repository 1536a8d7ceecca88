package pages

import (
	"strings"
	"time"
)

// commonZones are the zones a visitor is offered by name.
func commonZones() []choice {
	return []choice{
		{"America/New_York", "Eastern time"},
		{"America/Chicago", "Central time"},
		{"America/Denver", "Mountain time"},
		{"America/Phoenix", "Arizona time"},
		{"America/Los_Angeles", "Pacific time"},
		{"America/Anchorage", "Alaska time"},
		{"Pacific/Honolulu", "Hawaii time"},
		{"America/Puerto_Rico", "Puerto Rico time"},
	}
}

// zoneChoices are the zones to offer, with the given ones added if they are not among the common ones.
func zoneChoices(more ...*time.Location) []choice {
	all := commonZones()
	for _, z := range more {
		known := false
		for _, c := range all {
			known = known || c.Value == z.String()
		}
		if !known {
			all = append(all, choice{z.String(), zoneLabel(z)})
		}
	}
	return all
}

// zoneLabel is a zone in words: "Eastern time", else its city as in "Paris time".
func zoneLabel(zone *time.Location) string {
	for _, c := range commonZones() {
		if c.Value == zone.String() {
			return c.Label
		}
	}
	name := zone.String()
	if name == "UTC" {
		return "UTC"
	}
	city := name[strings.LastIndexByte(name, '/')+1:]
	return strings.ReplaceAll(city, "_", " ") + " time"
}

// zoneOr reads an IANA zone; anything that is none gives the other one. "Local" is the server's, so it is none.
func zoneOr(name string, other *time.Location) *time.Location {
	if name == "" || name == "Local" || len(name) > 64 {
		return other
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return other
	}
	return zone
}

// sameClock reports whether the two zones show the same time at an instant.
func sameClock(at time.Time, a, b *time.Location) bool {
	_, x := at.In(a).Zone()
	_, y := at.In(b).Zone()
	return x == y
}
