package pages_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// GetSchedule has a week with hours and a cap that the form shows, and some that it does not.
func (p *practice) GetSchedule(
	_ context.Context, req *schedulingv1.GetScheduleRequest, _ ...grpc.CallOption,
) (*schedulingv1.GetScheduleResponse, error) {
	if err := p.trip("GetSchedule"); err != nil {
		return nil, err
	}
	window := func(day typev1.WeeklyWindow_Day, from, to string) *typev1.WeeklyWindow {
		return &typev1.WeeklyWindow{Day: day, StartTime: from, EndTime: to}
	}
	return &schedulingv1.GetScheduleResponse{Schedule: &schedulingv1.Schedule{
		Name: req.GetName(), TimeZone: "America/New_York", Etag: "e7", MaxNewClientsPerWeek: 2,
		WeeklyHours: []*schedulingv1.WeeklyHours{
			{Window: window(typev1.WeeklyWindow_MONDAY, "13:00", "17:00")}, {Window: window(typev1.WeeklyWindow_MONDAY, "09:00", "12:00")},
			{
				Window: window(typev1.WeeklyWindow_FRIDAY, "09:00", "11:00"), StartDate: "2026-12-01", EndDate: "2026-12-31",
				AppointmentTypes: []string{"consultation", "session"}, Site: "sites/s1",
			},
		},
		Exceptions: []*schedulingv1.Exception{{Name: "exceptions/x1", Label: "leave"}},
		Caps:       []*schedulingv1.Cap{{PerDay: 6}, {AppointmentTypes: []string{"first-session"}, PerDay: 1, PerWeek: 3}},
	}}, nil
}

func (p *practice) UpdateSchedule(
	_ context.Context, req *schedulingv1.UpdateScheduleRequest, _ ...grpc.CallOption,
) (*schedulingv1.UpdateScheduleResponse, error) {
	if err := p.trip("UpdateSchedule"); err != nil {
		return nil, err
	}
	p.schedules = append(p.schedules, req)
	return &schedulingv1.UpdateScheduleResponse{}, nil
}

const hoursPage = "/therapists/t1/hours"

func TestHoursPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/therapists").body, hoursPage, "not the front desk's")
	p.member.Roles, p.member.Provider = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}, "providers/t2"
	require.NotContains(t, b.get("/therapists").body, hoursPage, "another's")
	require.Contains(t, b.get("/therapists").body, `href="/therapists/t2/hours"`)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	require.Contains(t, b.get("/therapists").body, hoursPage)

	got := b.get(hoursPage)
	for _, words := range []string{
		`value="09:00-12:00, 13:00-17:00"`, "In Eastern time.", `id="per-day" name="per-day" type="text" value="6"`, `name="new-per-week" type="text" value="2"`,
		"Friday 09:00-11:00, from December 1, 2026, until December 31, 2026, only call, session, at one site", "first session: at most 1 a day, 3 a week",
	} {
		require.Contains(t, got.body, words)
	}
	p.fail["GetSchedule"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no"), errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
	require.Equal(t, http.StatusForbidden, b.get(hoursPage).status)
	require.Equal(t, http.StatusForbidden, b.post(hoursPage, url.Values{}).status)
}

func TestHoursAreSaved(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	form := b.get(hoursPage).hidden()
	require.Equal(t, "e7", form.Get("etag"))
	form.Set("tuesday", "1pm to 5:30pm, 9-12")
	form.Set("per-week", "20")
	form.Set("new-per-week", "")
	got := b.post(hoursPage, form)
	require.Equal(t, hoursPage+"?done=saved", got.header.Get("Location"))
	require.Contains(t, b.get(hoursPage+"?done=saved").body, "The hours are saved.")
	saved := p.schedules[0].GetSchedule()
	require.Equal(t, "e7", saved.GetEtag())
	require.Equal(t, form.Get("request"), p.schedules[0].GetRequestId())
	require.Zero(t, saved.GetMaxNewClientsPerWeek())
	require.Len(t, saved.GetExceptions(), 1, "time off stays")
	require.Len(t, saved.GetWeeklyHours(), 3, "Monday went, what the form does not show stays")
	require.Equal(t, typev1.WeeklyWindow_FRIDAY, saved.GetWeeklyHours()[0].GetWindow().GetDay())
	require.Equal(t, "09:00", saved.GetWeeklyHours()[1].GetWindow().GetStartTime())
	require.Equal(t, "17:30", saved.GetWeeklyHours()[2].GetWindow().GetEndTime())
	require.Len(t, saved.GetCaps(), 2)
	require.EqualValues(t, 20, saved.GetCaps()[1].GetPerWeek())
	require.Zero(t, saved.GetCaps()[1].GetPerDay())

	for _, reason := range []errs.Reason{errs.ReasonETagMismatch, errs.ReasonPermissionDenied} {
		p.fail["UpdateSchedule"] = []error{errs.New(errs.Aborted, reason, "no")}
		require.Contains(t, b.post(hoursPage, form).body, "There is a problem")
	}
	p.fail["UpdateSchedule"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	require.Equal(t, http.StatusServiceUnavailable, b.post(hoursPage, form).status)
	require.Len(t, p.schedules, 1)
}

func TestHoursAreRefused(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	for _, hours := range []string{"all day", "9", "9-", "12-9", "9-12, 12-15", "9-13, 12-15", "25-26", "9:60-10", "13pm-14pm", "0am-3am", "24:30-24:40", "9-24:01"} {
		got := b.post(hoursPage, url.Values{"sunday": {hours}})
		require.Equal(t, http.StatusUnprocessableEntity, got.status, hours)
		require.Contains(t, got.body, `href="#sunday"`)
	}
	for _, bound := range []string{"-1", "1001", "a few", "99999999999"} {
		got := b.post(hoursPage, url.Values{"per-day": {bound}})
		require.Equal(t, http.StatusUnprocessableEntity, got.status, bound)
		require.Contains(t, got.body, `href="#per-day"`)
	}
	require.Empty(t, p.schedules)
	require.Equal(t, http.StatusSeeOther, b.post(hoursPage, url.Values{"sunday": {"0:00-24:00"}}).status)
	require.Equal(t, http.StatusSeeOther, b.post(hoursPage, url.Values{"sunday": {" 12am – 12pm ,"}}).status)
	require.Equal(t, "12:00", p.schedules[1].GetSchedule().GetWeeklyHours()[1].GetWindow().GetEndTime())
}
