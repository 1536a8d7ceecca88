package pages

import (
	"slices"

	"google.golang.org/protobuf/proto"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// dayParts are the windows of a day the form offers.
func dayParts() []struct{ ID, Label, Start, End string } {
	return []struct{ ID, Label, Start, End string }{
		{"MORNING", "Morning", "08:00", "12:00"}, {"AFTERNOON", "Afternoon", "12:00", "17:00"}, {"EVENING", "Evening", "17:00", "21:00"},
	}
}

// tableOf says which window each cell of the table of times shows, and how much those in the table weigh, which is what the
// first of them does. A window that fits no cell or weighs otherwise is not in the table.
func tableOf(times []*typev1.Need_TimeWish) (cells map[string]int, strength string) {
	cells, strength = map[string]int{}, "STRONG"
	for i, t := range times {
		cell := cellOf(t.GetWindow())
		if cell != "" && len(cells) == 0 {
			strength = strengthName(t.GetStrength())
		}
		if _, taken := cells[cell]; cell != "" && !taken && strengthName(t.GetStrength()) == strength {
			cells[cell] = i
		}
	}
	return cells, strength
}

// cellOf is the cell of the table a window fills, such as TUESDAY-MORNING; "" when it fills none.
func cellOf(w *typev1.WeeklyWindow) string {
	for _, part := range dayParts() {
		if part.Start == w.GetStartTime() && part.End == w.GetEndTime() {
			return w.GetDay().String() + "-" + part.ID
		}
	}
	return ""
}

// showTimes ticks the windows of the table.
func (f *callForm) showTimes(times []*typev1.Need_TimeWish) {
	var cells map[string]int
	cells, f.TimeStrength = tableOf(times)
	for cell := range cells {
		f.Times = append(f.Times, cell)
	}
}

// times changes the windows of the table that were changed, and keeps those it does not show.
func (f callForm) times(now []*typev1.Need_TimeWish) []*typev1.Need_TimeWish {
	was := f.Known.GetNeed().GetTimes()
	next := slices.Clone(was)
	cells, strength := tableOf(was)
	for cell, i := range cells {
		switch {
		case !slices.Contains(f.Times, cell):
			next[i] = nil
		case f.TimeStrength != strength:
			next[i] = proto.CloneOf(was[i])
			next[i].Strength = strengthOf(f.TimeStrength)
		}
	}
	for _, day := range weekdays() {
		for _, part := range dayParts() {
			cell := day.Value + "-" + part.ID
			if _, shown := cells[cell]; !shown && slices.Contains(f.Times, cell) {
				next = append(next, &typev1.Need_TimeWish{Strength: strengthOf(f.TimeStrength), Window: &typev1.WeeklyWindow{
					Day:       typev1.WeeklyWindow_Day(typev1.WeeklyWindow_Day_value[day.Value]),
					StartTime: part.Start, EndTime: part.End,
				}})
			}
		}
	}
	return revise(now, was, next)
}
