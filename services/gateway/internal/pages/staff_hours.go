package pages

import (
	"net/http"
	"strings"
	"time"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// hoursBody is a provider's week, its bounds, and what of both the form does not show.
type hoursBody struct {
	hoursForm

	ID, Name, Zone string
	// Kept are hours and bounds that stay as they are, in words.
	Kept  []string
	Saved bool
}

// hours shows a provider's week.
func (s *site) hours(w http.ResponseWriter, r *http.Request) {
	schedule, err := s.schedule(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.renderHours(w, r, http.StatusOK, schedule, hoursFormOf(schedule), nil)
}

func (s *site) schedule(r *http.Request) (*schedulingv1.Schedule, error) {
	reply, err := s.Appointments.GetSchedule(r.Context(), &schedulingv1.GetScheduleRequest{Name: "providers/" + r.PathValue("id") + "/schedule"})
	return reply.GetSchedule(), err
}

func (s *site) renderHours(w http.ResponseWriter, r *http.Request, status int, schedule *schedulingv1.Schedule, form hoursForm, problems []problem) {
	body := hoursBody{
		hoursForm: form, ID: r.PathValue("id"), Name: s.therapistName(r, "therapists/"+r.PathValue("id")), Zone: schedule.GetTimeZone(),
		Saved: r.URL.Query().Get("done") == "saved",
	}
	if zone, err := time.LoadLocation(schedule.GetTimeZone()); err == nil {
		body.Zone = zoneLabel(zone)
	}
	for _, h := range schedule.GetWeeklyHours() {
		if !plainHours(h) {
			body.Kept = append(body.Kept, keptHours(h))
		}
	}
	for _, c := range schedule.GetCaps() {
		if !plainCap(c) {
			body.Kept = append(body.Kept, keptCap(c))
		}
	}
	title := "Hours"
	if body.Name != "" {
		title += " of " + body.Name
	}
	s.render(w, r, status, "hours", view{Title: title, Section: "therapists", Private: true, Problems: problems, Body: body})
}

// saveHours replaces what the form shows of a provider's week.
func (s *site) saveHours(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	schedule, err := s.schedule(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	form, problems := readHoursForm(r.PostForm)
	if len(problems) > 0 {
		s.renderHours(w, r, http.StatusUnprocessableEntity, schedule, form, problems)
		return
	}
	_, err = s.Appointments.UpdateSchedule(r.Context(), &schedulingv1.UpdateScheduleRequest{Schedule: form.over(schedule), RequestId: form.Request})
	if err == nil {
		http.Redirect(w, r, "/therapists/"+r.PathValue("id")+"/hours?done=saved", http.StatusSeeOther)
		return
	}
	if p, ok := refusal(err); ok {
		form.Etag, form.Request = schedule.GetEtag(), newRequestID()
		s.renderHours(w, r, statusOf(err), schedule, form, []problem{p})
		return
	}
	s.fail(w, r, err)
}

// keptHours are hours that hold between dates, for some appointments or at one site.
func keptHours(h *schedulingv1.WeeklyHours) string {
	w := h.GetWindow()
	text := words(w.GetDay().String()) + " " + w.GetStartTime() + "-" + w.GetEndTime()
	if h.GetStartDate() != "" {
		text += ", from " + dateWords(h.GetStartDate())
	}
	if h.GetEndDate() != "" {
		text += ", until " + dateWords(h.GetEndDate())
	}
	if types := h.GetAppointmentTypes(); len(types) > 0 {
		text += ", only " + typesWords(types)
	}
	if h.GetSite() != "" {
		text += ", at one site"
	}
	return text
}

// keptCap is a bound of some appointments.
func keptCap(c *schedulingv1.Cap) string {
	var parts []string
	if c.GetPerDay() > 0 {
		parts = append(parts, bound(c.GetPerDay())+" a day")
	}
	if c.GetPerWeek() > 0 {
		parts = append(parts, bound(c.GetPerWeek())+" a week")
	}
	return typesWords(c.GetAppointmentTypes()) + ": at most " + strings.Join(parts, ", ")
}

func typesWords(types []string) string {
	var out []string
	for _, t := range types {
		out = append(out, strings.ToLower(typeWords(t)))
	}
	return strings.Join(out, ", ")
}

// SeesHours reports whether the signed-in person may read a provider's week: the manager anybody's, a clinician their own.
func (v view) SeesHours(therapist string) bool {
	id := strings.TrimPrefix(therapist, "therapists/")
	return v.hasAny(optionsv1.Policy_ADMIN) || v.hasAny(optionsv1.Policy_CLINICIAN) && v.Member.GetProvider() == "providers/"+id
}
