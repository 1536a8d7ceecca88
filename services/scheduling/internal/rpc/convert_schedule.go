package rpc

import (
	"fmt"
	"strconv"
	"time"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func fromProvider(p *schedulingv1.Provider) (domain.Provider, error) {
	id, err := optional(providers, p.GetName(), "provider.name")
	if err != nil {
		return domain.Provider{}, err
	}
	schedule, err := fromSchedule(p.GetSchedule(), "provider.schedule.")
	return domain.Provider{
		ID: id, DisplayName: p.GetDisplayName(), Types: p.GetAppointmentTypes(), Modes: fromModes(p.GetModes()),
		Schedule: schedule,
	}, err
}

func toProvider(p domain.Provider) *schedulingv1.Provider {
	out := &schedulingv1.Provider{
		Name: providers + p.ID, DisplayName: p.DisplayName, AppointmentTypes: p.Types,
		Schedule: toSchedule(domain.Scheduled{ProviderID: p.ID, Schedule: p.Schedule}),
	}
	for _, m := range p.Modes {
		out.Modes = append(out.Modes, typev1.Need_Mode(m))
	}
	return out
}

func fromModes(modes []typev1.Need_Mode) []domain.Mode {
	var out []domain.Mode
	for _, m := range modes {
		if m != typev1.Need_MODE_UNSPECIFIED {
			out = append(out, domain.Mode(m))
		}
	}
	return out
}

// fromSchedule reads a schedule; path is the JSON path of it in the request.
func fromSchedule(s *schedulingv1.Schedule, path string) (domain.Schedule, error) {
	out := domain.Schedule{TimeZone: s.GetTimeZone()}
	for i, h := range s.GetWeeklyHours() {
		at := fmt.Sprintf("%sweeklyHours[%d]", path, i)
		hours := fromWindow(h.GetWindow())
		hours.Types = h.GetAppointmentTypes()
		var err error
		if hours.SiteID, err = optional(sites, h.GetSite(), at+".site"); err != nil {
			return out, err
		}
		if hours.From, err = fromDate(h.GetStartDate(), at+".startDate"); err != nil {
			return out, err
		}
		if hours.To, err = fromDate(h.GetEndDate(), at+".endDate"); err != nil {
			return out, err
		}
		out.Hours = append(out.Hours, hours)
	}
	out.Limits.NewClients = int(s.GetMaxNewClientsPerWeek())
	for _, c := range s.GetCaps() {
		out.Limits.Caps = append(out.Limits.Caps, domain.Cap{
			Types: c.GetAppointmentTypes(), PerDay: int(c.GetPerDay()), PerWeek: int(c.GetPerWeek()),
		})
	}
	for i, e := range s.GetExceptions() {
		id, _ := bare(exceptions, e.GetName())
		site, err := optional(sites, e.GetSite(), fmt.Sprintf("%sexceptions[%d].site", path, i))
		if err != nil {
			return out, err
		}
		out.Exceptions = append(out.Exceptions, domain.Exception{
			ID: id, Kind: domain.ExceptionKind(e.GetKind()), Start: micros(e.GetStartTime()), End: micros(e.GetEndTime()),
			Label: e.GetLabel(), Types: e.GetAppointmentTypes(), SiteID: site,
		})
	}
	return out, nil
}

func toSchedule(s domain.Scheduled) *schedulingv1.Schedule {
	out := &schedulingv1.Schedule{
		Name: providers + s.ProviderID + schedulePart, TimeZone: s.TimeZone, Etag: s.ETag(),
		MaxNewClientsPerWeek: int32(s.Limits.NewClients), //nolint:gosec // validated
	}
	for _, c := range s.Limits.Caps {
		out.Caps = append(out.Caps, &schedulingv1.Cap{
			AppointmentTypes: c.Types, PerDay: int32(c.PerDay), PerWeek: int32(c.PerWeek), //nolint:gosec // validated
		})
	}
	for _, h := range s.Hours {
		out.WeeklyHours = append(out.WeeklyHours, &schedulingv1.WeeklyHours{
			Window: toWindow(h), StartDate: toDate(h.From), EndDate: toDate(h.To), AppointmentTypes: h.Types,
			Site: full(sites, h.SiteID),
		})
	}
	for _, e := range s.Exceptions {
		out.Exceptions = append(out.Exceptions, toException(e))
	}
	return out
}

func toException(e domain.Exception) *schedulingv1.Exception {
	return &schedulingv1.Exception{
		Name: exceptions + e.ID, Kind: schedulingv1.Exception_Kind(e.Kind), StartTime: timestamp(e.Start),
		EndTime: timestamp(e.End), Label: e.Label, AppointmentTypes: e.Types,
		Site: full(sites, e.SiteID),
	}
}

func fromDate(s, field string) (*domain.Date, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // no date is a value here
	}
	d, ok := domain.ParseDate(s)
	if !ok {
		return nil, errs.Invalid(errs.Field(field, "must be a date, YYYY-MM-DD"))
	}
	return &d, nil
}

func toDate(d *domain.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func fromWindows(windows []*typev1.WeeklyWindow, field string) ([]domain.Hours, error) {
	var out []domain.Hours
	for i, w := range windows {
		h := fromWindow(w)
		if h.Start >= h.End {
			return nil, errs.Invalid(errs.Field(fmt.Sprintf("%s[%d]", field, i), "endTime must be later than startTime"))
		}
		out = append(out, h)
	}
	return out, nil
}

// fromWindow reads a window that validation has let through: Monday is 1 and Sunday 7 there, and 0 here.
func fromWindow(w *typev1.WeeklyWindow) domain.Hours {
	return domain.Hours{
		Day: time.Weekday(int(w.GetDay()) % 7), Start: minutes(w.GetStartTime()), End: minutes(w.GetEndTime()),
	}
}

func toDay(d time.Weekday) typev1.WeeklyWindow_Day {
	if d == time.Sunday {
		return typev1.WeeklyWindow_SUNDAY
	}
	return typev1.WeeklyWindow_Day(d) //nolint:gosec // 0 to 6
}

func toWindow(h domain.Hours) *typev1.WeeklyWindow {
	return &typev1.WeeklyWindow{Day: toDay(h.Day), StartTime: clockTime(h.Start), EndTime: clockTime(h.End)}
}

// minutes reads HH:MM; 0 for anything else.
func minutes(s string) int {
	if len(s) != len("15:04") {
		return 0
	}
	h, err := strconv.Atoi(s[:2])
	if err != nil {
		return 0
	}
	m, err := strconv.Atoi(s[3:])
	if err != nil {
		return 0
	}
	return h*60 + m
}

func clockTime(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
