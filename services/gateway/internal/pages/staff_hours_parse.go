package pages

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

var (
	hoursBetween = regexp.MustCompile(`^(.+?)\s*(?:-|–|\bto\b)\s*(.+)$`)
	clockTime    = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?\s*(am|pm)?$`)
)

// parseHours reads "9:00-12:00, 1pm to 5pm": windows of one day, in order, none touching another.
func parseHours(text string) ([]*typev1.WeeklyWindow, bool) {
	var out []*typev1.WeeklyWindow
	for part := range strings.SplitSeq(strings.ToLower(text), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		ends := hoursBetween.FindStringSubmatch(part)
		if ends == nil {
			return nil, false
		}
		from, to := parseClock(ends[1]), parseClock(ends[2])
		if from == "" || to == "" || from >= to {
			return nil, false
		}
		out = append(out, &typev1.WeeklyWindow{StartTime: from, EndTime: to})
	}
	slices.SortFunc(out, func(a, b *typev1.WeeklyWindow) int { return strings.Compare(a.GetStartTime(), b.GetStartTime()) })
	for i := 1; i < len(out); i++ {
		if out[i].GetStartTime() <= out[i-1].GetEndTime() {
			return nil, false
		}
	}
	return out, true
}

// parseClock reads 9, 9:30, 9 am, 12:30pm, 24:00 as HH:MM; "" is none.
func parseClock(text string) string {
	m := clockTime.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return ""
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(cmp.Or(m[2], "0"))
	if m[3] != "" {
		if hour < 1 || hour > 12 {
			return ""
		}
		hour %= 12
		if m[3] == "pm" {
			hour += 12
		}
	}
	if minute > 59 || hour > 24 || hour == 24 && minute > 0 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}
