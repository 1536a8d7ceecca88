package demo

import (
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// Scheduling is the rooms and coordinators as scheduling takes them.
func (d *Data) Scheduling() (scheduling.Seed, error) {
	var seed scheduling.Seed
	for _, room := range d.Rooms {
		seed.Rooms = append(seed.Rooms, scheduling.Room{
			ID: room.ID, DisplayName: room.DisplayName, Accessible: room.Accessible, Capacity: room.Capacity,
		})
	}
	for _, c := range d.Coordinators {
		provider := scheduling.SeedProvider{ID: c.ID, DisplayName: c.DisplayName, TimeZone: d.Practice.TimeZone}
		for _, window := range c.Hours {
			hours, err := hours(window)
			if err != nil {
				return scheduling.Seed{}, fmt.Errorf("demo practice: hours of %s: %w", c.Slug, err)
			}
			provider.Hours = append(provider.Hours, hours)
		}
		seed.Coordinators = append(seed.Coordinators, provider)
	}
	return seed, nil
}

var weekdays = map[string]time.Weekday{
	"MONDAY": time.Monday, "TUESDAY": time.Tuesday, "WEDNESDAY": time.Wednesday, "THURSDAY": time.Thursday,
	"FRIDAY": time.Friday, "SATURDAY": time.Saturday, "SUNDAY": time.Sunday,
}

// hours reads a window; minutes count from midnight of the wall clock.
func hours(window matching.Window) (scheduling.Hours, error) {
	day, ok := weekdays[window.Day]
	if !ok {
		return scheduling.Hours{}, fmt.Errorf("%q is no day of the week", window.Day)
	}
	var minutes [2]int
	for i, text := range []string{window.Start, window.End} {
		at, err := time.Parse("15:04", text)
		if err != nil {
			return scheduling.Hours{}, err
		}
		minutes[i] = at.Hour()*60 + at.Minute()
	}
	return scheduling.Hours{Day: day, Start: minutes[0], End: minutes[1]}, nil
}
