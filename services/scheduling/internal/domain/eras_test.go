package domain

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zoneNames are zones whose clocks change in odd ways, and some whose do not: by half an hour, by two hours, at midnight,
// into the day before, for Ramadan, on a quarter of an hour, on both hemispheres.
var zoneNames = []string{
	"America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Havana", "America/Santiago",
	"Asia/Kolkata", "Pacific/Apia", "America/Los_Angeles", "Asia/Tokyo", "Africa/Casablanca",
	"Asia/Kathmandu", "Europe/Dublin", "Africa/Cairo", "Pacific/Chatham", "America/St_Johns", "Asia/Gaza",
	"Antarctica/Troll", "Pacific/Easter", "Asia/Beirut", "America/Nuuk", "Africa/El_Aaiun", "Atlantic/Azores", "UTC",
}

// The years that calendars are drawn from.
const firstYear, lastYear = 2025, 2030

// changesOf returns the dates on which the zone's clocks change in these years.
func changesOf(zone string) (out []Date, err error) {
	loc, err := Zone(zone)
	if err != nil {
		return nil, err
	}
	end := time.Date(lastYear+1, 1, 1, 0, 0, 0, 0, loc)
	for at := time.Date(firstYear, 1, 1, 0, 0, 0, 0, loc); ; {
		_, at = at.ZoneBounds()
		if at.IsZero() || !at.Before(end) {
			return out, nil
		}
		out = append(out, DateIn(loc, at.UnixMicro()))
	}
}

// drawEra returns a zone and a day of these years, mostly one on which the zone's clocks change.
func drawEra(t *rapid.T) (zone string, day Date) {
	zone = rapid.SampledFrom(zoneNames).Draw(t, "home")
	changes, err := changesOf(zone)
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) > 0 && rapid.IntRange(0, 4).Draw(t, "quiet") > 0 {
		return zone, rapid.SampledFrom(changes).Draw(t, "change")
	}
	first, _ := ParseDate(fmt.Sprint(firstYear, "-01-01"))
	last, _ := ParseDate(fmt.Sprint(lastYear, "-12-31"))
	return zone, Date(rapid.IntRange(int(first), int(last)).Draw(t, "day"))
}

// many checks the property for a hundred drawn calendars, with LONG set for a hundred thousand.
func many(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	if os.Getenv("LONG") == "" {
		rapid.Check(t, property)
		return
	}
	const shards, rounds = 20, 50
	var drawn atomic.Int64
	t.Cleanup(func() {
		t.Logf("%d calendars in %d zones, %d to %d", drawn.Load(), len(zoneNames), firstYear, lastYear)
	})
	for shard := range shards {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			for range rounds {
				rapid.Check(t, func(t *rapid.T) {
					drawn.Add(1)
					property(t)
				})
			}
		})
	}
}
