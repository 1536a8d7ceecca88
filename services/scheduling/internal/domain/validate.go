package domain

import (
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Zone is [clock.Zone] for an IANA zone: it knows neither "" nor "Local".
func Zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not an IANA time zone", name)
	}
	loc, err := clock.Zone(name)
	if err != nil {
		return nil, fmt.Errorf("load time zone: %w", err)
	}
	return loc, nil
}

// checkSchedule returns what is wrong with the schedule; path is the JSON path of it in the request.
func (s *Scheduler) checkSchedule(week *Schedule, path string) []errs.Violation {
	var out []errs.Violation
	wrong := func(field, what string) { out = append(out, errs.Field(path+field, what)) }
	if _, err := Zone(week.TimeZone); err != nil {
		wrong("timeZone", "must be an IANA time zone, such as America/New_York")
	}
	for i, h := range week.Hours {
		at := fmt.Sprintf("weeklyHours[%d].", i)
		if h.Start < 0 || h.End > 24*60 || h.Start >= h.End {
			wrong(at+"window", "endTime must be later than startTime")
		}
		if h.From != nil && h.To != nil && *h.From > *h.To {
			wrong(at+"endDate", "must not be before startDate")
		}
		out = append(out, s.knownTypes(path+at+"appointmentTypes", h.Types)...)
	}
	for i, e := range week.Exceptions {
		if e.Start >= e.End {
			wrong(fmt.Sprintf("exceptions[%d].endTime", i), "must be later than startTime")
		}
		out = append(out, s.knownTypes(fmt.Sprintf("%sexceptions[%d].appointmentTypes", path, i), e.Types)...)
	}
	for i, c := range week.Limits.Caps {
		out = append(out, s.knownTypes(fmt.Sprintf("%scaps[%d].appointmentTypes", path, i), c.Types)...)
	}
	return append(out, week.Limits.check(path)...)
}
