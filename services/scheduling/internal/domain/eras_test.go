package domain

import (
	"fmt"
	"os"
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

// reading is what a clock on the wall shows.
type reading struct {
	date   string
	day    time.Weekday
	minute int
}

func read(loc *time.Location, instant int64) reading {
	t := time.UnixMicro(instant).In(loc)
	return reading{t.Format(time.DateOnly), t.Weekday(), t.Hour()*60 + t.Minute()}
}

// clocks remember what the clocks of zones show, by the day and its minutes.
type clocks map[clockDay]*[24 * 60]reading

type clockDay struct {
	zone string
	day  int64
}

// at reads the zone's clock at an instant, as package time has it.
func (c clocks) at(zone string, instant int64) reading {
	day := floorDiv(instant, dayUS)
	shown := c[clockDay{zone, day}]
	if shown == nil {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			panic(err)
		}
		shown = new([24 * 60]reading)
		for n := range shown {
			shown[n] = read(loc, day*dayUS+int64(n)*minuteUS)
		}
		c[clockDay{zone, day}] = shown
	}
	return shown[(instant-day*dayUS)/minuteUS]
}

// facts remember at which instants a window of a provider is free for a type.
type facts map[fact]bool

type fact struct {
	typeID, provider string
	window           int
	at               int64
}

// many checks the property for a hundred drawn calendars, with LONG set for a hundred thousand.
func many(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	const shards, rounds = 20, 50
	if os.Getenv("LONG") == "" {
		rapid.Check(t, property)
		return
	}
	for shard := range shards {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			for range rounds {
				rapid.Check(t, property)
			}
		})
	}
}
