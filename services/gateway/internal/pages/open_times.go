package pages

import (
	"context"
	"time"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

const (
	// consultationType is the bare id of the free call's appointment type.
	consultationType = "consultation"
	// horizonDays is how far ahead the pages ask; the service decides what is open.
	horizonDays = 31
	// nearWeeks are shown at once, later ones unfold.
	nearWeeks = 2
)

// openTimes are the open starts of the free call as a person picks among them: first a day, then a time.
type openTimes struct {
	// Zone is the visitor's, Practice the practice's.
	Zone, Practice *time.Location
	// Near are the weeks shown at once, Later the others.
	Near, Later []openWeek
	// Day is the chosen day with its times; zero when nothing is open.
	Day openDay
	// Reason says why nothing is open: the service's word, "" when something is.
	Reason string
}

// openWeek is a week with at least one open day.
type openWeek struct {
	Title string
	Days  []openDay
}

// openDay is a day with at least one open start.
type openDay struct {
	// Date is YYYY-MM-DD in the visitor's zone.
	Date           string
	Weekday, Short string
	Title          string
	Count          int
	Chosen         bool
	Parts          []dayPart
	startsOn       time.Time
}

// dayPart is the morning, the afternoon or the evening.
type dayPart struct {
	Title string
	Times []openTime
}

// openTime is one start: what is sent back, and its words.
type openTime struct {
	Slot string
	When moment
	// Start and End are RFC 3339.
	Start, End string
	Chosen     bool
}

// listOpenTimes asks for the open starts and lays them out. day is the wished day, "" the first open one.
func (s *site) listOpenTimes(ctx context.Context, zone, practice *time.Location, day string) (openTimes, error) {
	today := s.Clock.Now().In(zone)
	reply, err := s.Slots.ListSlots(ctx, &schedulingv1.ListSlotsRequest{
		AppointmentType: consultationType, TimeZone: zone.String(),
		StartDate: today.Format(dayFormat), EndDate: today.AddDate(0, 0, horizonDays).Format(dayFormat),
	})
	if err != nil {
		return openTimes{}, err
	}
	return layOut(reply, today, zone, practice, day), nil
}

// layOut groups starts, which come in time order, by part of the day, day and week.
func layOut(reply *schedulingv1.ListSlotsResponse, today time.Time, zone, practice *time.Location, day string) openTimes {
	open := openTimes{Zone: zone, Practice: practice}
	if len(reply.GetSlots()) == 0 {
		open.Reason = reply.GetUnavailableReason().String()
		return open
	}
	var days []openDay
	for _, slot := range reply.GetSlots() {
		start := slot.GetStartTime().AsTime().In(zone)
		date := start.Format(dayFormat)
		if len(days) == 0 || days[len(days)-1].Date != date {
			days = append(days, openDay{
				Date: date, Weekday: start.Format("Mon"), Short: start.Format("Jan 2"), Title: dayWords(start), startsOn: start,
			})
		}
		days[len(days)-1].add(slot, zone, practice)
	}
	chosen := 0
	for i := range days {
		if days[i].Date == day {
			chosen = i
		}
	}
	days[chosen].Chosen = true
	open.Day = days[chosen]
	for _, d := range days {
		open.addDay(d, today)
	}
	return open
}

// add appends a start to its part of the day.
func (d *openDay) add(slot *schedulingv1.Slot, zone, practice *time.Location) {
	title := "Evening"
	switch hour := slot.GetStartTime().AsTime().In(zone).Hour(); {
	case hour < 12:
		title = "Morning"
	case hour < 17:
		title = "Afternoon"
	}
	if n := len(d.Parts); n == 0 || d.Parts[n-1].Title != title {
		d.Parts = append(d.Parts, dayPart{Title: title})
	}
	part := &d.Parts[len(d.Parts)-1]
	part.Times = append(part.Times, openTimeOf(slot, zone, practice))
	d.Count++
}

func openTimeOf(slot *schedulingv1.Slot, zone, practice *time.Location) openTime {
	return openTime{
		Slot:  slot.GetSlot(),
		When:  momentIn(slot.GetStartTime().AsTime(), zone, practice),
		Start: slot.GetStartTime().AsTime().UTC().Format(time.RFC3339),
		End:   slot.GetEndTime().AsTime().UTC().Format(time.RFC3339),
	}
}
