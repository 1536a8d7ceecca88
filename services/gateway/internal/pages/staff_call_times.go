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

// showTimes ticks the windows of the table, and lists the others.
func (f *callForm) showTimes(times []*typev1.Need_TimeWish) {
	var cells map[string]int
	cells, f.TimeStrength = tableOf(times)
	for cell := range cells {
		f.Times = append(f.Times, cell)
	}
	for _, at := range besideTable(times) {
		f.OtherTimes = append(f.OtherTimes, timeRowOf(times[at]))
	}
}

// besideTable are the places of the windows the table does not show: they have a row each.
func besideTable(times []*typev1.Need_TimeWish) []int {
	var at []int
	cells, _ := tableOf(times)
	for i, t := range times {
		if cell, ok := cells[cellOf(t.GetWindow())]; !ok || cell != i {
			at = append(at, i)
		}
	}
	return at
}

func timeRowOf(t *typev1.Need_TimeWish) timeRow {
	w := t.GetWindow()
	return timeRow{w.GetDay().String(), w.GetStartTime(), w.GetEndTime(), strengthName(t.GetStrength())}
}

// over puts a row over the window it showed.
func (r timeRow) over(was *typev1.Need_TimeWish) *typev1.Need_TimeWish {
	out := proto.CloneOf(was)
	out.Window = &typev1.WeeklyWindow{
		Day: typev1.WeeklyWindow_Day(typev1.WeeklyWindow_Day_value[r.Day]), StartTime: parseClock(r.From), EndTime: parseClock(r.To),
	}
	if r.Strength != strengthName(was.GetStrength()) {
		out.Strength = strengthOf(r.Strength)
	}
	return out
}

// wrong reports whether a row is no window of a day.
func (r timeRow) wrong() bool {
	from, to := parseClock(r.From), parseClock(r.To)
	return r.Day != "" && (from == "" || to == "" || from >= to)
}

// times changes the windows that were changed, in the table or below it.
func (f callForm) times(now []*typev1.Need_TimeWish, shown callForm) []*typev1.Need_TimeWish {
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
			if _, there := cells[cell]; !there && slices.Contains(f.Times, cell) {
				next = append(next, &typev1.Need_TimeWish{Strength: strengthOf(f.TimeStrength), Window: &typev1.WeeklyWindow{
					Day:       typev1.WeeklyWindow_Day(typev1.WeeklyWindow_Day_value[day.Value]),
					StartTime: part.Start, EndTime: part.End,
				}})
			}
		}
	}
	next = reviseRows(next, besideTable(was), shown.OtherTimes, f.OtherTimes, func(was *typev1.Need_TimeWish, to timeRow) *typev1.Need_TimeWish {
		return to.over(was)
	}, func(r timeRow) *typev1.Need_TimeWish { return r.over(&typev1.Need_TimeWish{}) })
	return revise(now, was, next)
}
