package pages

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// dayHours is one weekday of the form: its field, its name, and its hours as they were typed.
type dayHours struct{ Field, Label, Hours string }

// hoursForm is a provider's week and bounds as the form shows them.
type hoursForm struct {
	Days                        []dayHours
	PerDay, PerWeek, NewPerWeek string
	Etag, Request               string
	perDay, perWeek, newPerWeek int32
	windows                     []*typev1.WeeklyWindow
}

// plainHours reports whether hours hold always and for everything: the form shows those, and leaves the others as they are.
func plainHours(h *schedulingv1.WeeklyHours) bool {
	return h.GetStartDate() == "" && h.GetEndDate() == "" && len(h.GetAppointmentTypes()) == 0 && h.GetSite() == ""
}

// plainCap reports whether a cap is for everything.
func plainCap(c *schedulingv1.Cap) bool { return len(c.GetAppointmentTypes()) == 0 }

// hoursFormOf fills the form with what is known.
func hoursFormOf(s *schedulingv1.Schedule) hoursForm {
	f := hoursForm{Etag: s.GetEtag(), Request: newRequestID(), NewPerWeek: bound(s.GetMaxNewClientsPerWeek())}
	for _, c := range s.GetCaps() {
		if plainCap(c) {
			f.PerDay, f.PerWeek = bound(c.GetPerDay()), bound(c.GetPerWeek())
		}
	}
	for number := int32(1); number <= 7; number++ {
		day := typev1.WeeklyWindow_Day(number)
		var hours []string
		for _, h := range s.GetWeeklyHours() {
			if w := h.GetWindow(); w.GetDay() == day && plainHours(h) {
				hours = append(hours, w.GetStartTime()+"-"+w.GetEndTime())
			}
		}
		slices.Sort(hours)
		f.Days = append(f.Days, dayHours{strings.ToLower(day.String()), words(day.String()), strings.Join(hours, ", ")})
	}
	return f
}

// bound is a number of the form; empty when there is none.
func bound(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

// readHoursForm reads what was typed, and says what is wrong with it.
func readHoursForm(v url.Values) (hoursForm, []problem) {
	f := hoursForm{
		PerDay: strings.TrimSpace(v.Get("per-day")), PerWeek: strings.TrimSpace(v.Get("per-week")), NewPerWeek: strings.TrimSpace(v.Get("new-per-week")),
		Etag: v.Get("etag"), Request: v.Get("request"),
	}
	var problems []problem
	for number := int32(1); number <= 7; number++ {
		day := typev1.WeeklyWindow_Day(number)
		d := dayHours{strings.ToLower(day.String()), words(day.String()), strings.TrimSpace(v.Get(strings.ToLower(day.String())))}
		f.Days = append(f.Days, d)
		windows, ok := parseHours(d.Hours)
		if !ok {
			problems = append(problems, problem{d.Field, "Write the hours of " + d.Label + " like 9:00-12:00, 13:00-17:00, none touching another"})
		}
		for _, w := range windows {
			w.Day = day
			f.windows = append(f.windows, w)
		}
	}
	for _, b := range []struct {
		field, text string
		to          *int32
	}{{"per-day", f.PerDay, &f.perDay}, {"per-week", f.PerWeek, &f.perWeek}, {"new-per-week", f.NewPerWeek, &f.newPerWeek}} {
		n, err := strconv.ParseInt(cmp.Or(b.text, "0"), 10, 32)
		if err != nil || n < 0 || n > maxBound {
			problems = append(problems, problem{b.field, fmt.Sprintf("Enter a whole number up to %d, or nothing", maxBound)})
		}
		*b.to = int32(n)
	}
	return f, problems
}

// maxBound is the most the schedule's bounds may say.
const maxBound = 1000

// over lays the form over a schedule: what the form does not show stays.
func (f hoursForm) over(s *schedulingv1.Schedule) *schedulingv1.Schedule {
	out := proto.CloneOf(s)
	out.Etag, out.MaxNewClientsPerWeek = f.Etag, f.newPerWeek
	out.WeeklyHours = slices.DeleteFunc(out.GetWeeklyHours(), plainHours)
	for _, w := range f.windows {
		out.WeeklyHours = append(out.WeeklyHours, &schedulingv1.WeeklyHours{Window: w})
	}
	out.Caps = slices.DeleteFunc(out.GetCaps(), plainCap)
	if f.perDay > 0 || f.perWeek > 0 {
		out.Caps = append(out.Caps, &schedulingv1.Cap{PerDay: f.perDay, PerWeek: f.perWeek})
	}
	return out
}
