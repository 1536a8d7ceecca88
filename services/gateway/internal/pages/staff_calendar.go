package pages

import (
	"net/http"
	"strconv"
	"time"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// calendarBody is what the practice's calendar and resources look like.
type calendarBody struct {
	Admin    bool
	Affected []affectedRow
	Turns    []turnRow
	Closures []closureRow
	Rooms    []roomRow
	Sites    []string
	Premises premisesForm
	// First, Last and Label are what was typed to close the practice; Request makes sending it again safe.
	First, Last, Label, Request string
}

// affectedRow is an appointment that cannot take place as things are.
type affectedRow struct {
	When                         moment
	Type, Provider, Reason, Link string
}

// turnRow is a provider's place in the order in which calls are given out.
type turnRow struct{ Name, Load, Balance, Since string }

// closureRow is a stretch of days on which the practice is closed.
type closureRow struct{ Name, Dates, Label string }

// roomRow is a room with what it has.
type roomRow struct{ Name, About string }

// practiceCalendar shows the practice's closed days, whom they affect, whose turn it is, and the rooms.
func (s *site) practiceCalendar(w http.ResponseWriter, r *http.Request) {
	s.renderCalendar(w, r, http.StatusOK, calendarBody{Request: newRequestID()}, nil)
}

func (s *site) renderCalendar(w http.ResponseWriter, r *http.Request, status int, body calendarBody, problems []problem) {
	body.Admin = s.has(r, optionsv1.Policy_ADMIN)
	for _, fill := range []func(*http.Request, *calendarBody) error{s.affected, s.turns, s.closures, s.rooms} {
		if err := fill(r, &body); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, status, "calendar", view{Title: "Calendar", Section: "calendar", Private: true, Problems: problems, Body: body})
}

func (s *site) affected(r *http.Request, body *calendarBody) error {
	reply, err := s.Appointments.ListAffectedAppointments(r.Context(), &schedulingv1.ListAffectedAppointmentsRequest{})
	if err != nil {
		return err
	}
	zone := s.practiceView(r.Context()).Zone
	for _, a := range reply.GetAffectedAppointments() {
		at := a.GetAppointment()
		row := affectedRow{
			When: momentIn(at.GetStartTime().AsTime(), zone, zone), Type: typeWords(at.GetType()),
			Provider: at.GetProviderDisplayName(), Reason: "Time off",
		}
		if a.GetReason() == schedulingv1.SlotStatus_PRACTICE_CLOSED {
			row.Reason = "The practice is closed"
		}
		if at.GetInquiry() != "" {
			row.Link = "/" + at.GetInquiry()
		}
		body.Affected = append(body.Affected, row)
	}
	return nil
}

// typeWords is an appointment type's id as the console writes it.
func typeWords(id string) string {
	switch id {
	case consultationType:
		return "Call"
	case "first-session":
		return "First session"
	case "session":
		return "Session"
	default:
		return id
	}
}

// turns shows the ledger of calls to those who may read it.
func (s *site) turns(r *http.Request, body *calendarBody) error {
	if !body.Admin && !s.has(r, optionsv1.Policy_FRONT_DESK) {
		return nil
	}
	reply, err := s.Appointments.GetLedger(r.Context(), &schedulingv1.GetLedgerRequest{Name: "appointmentTypes/" + consultationType + "/ledger"})
	if err != nil {
		return err
	}
	zone := s.practiceView(r.Context()).Zone
	for _, e := range reply.GetEntries() {
		row := turnRow{
			Name: e.GetProviderDisplayName(), Load: plural(int(e.GetLoad()), "call", "calls"),
			Since: e.GetSinceTime().AsTime().In(zone).Format("January 2"),
		}
		if b := strconv.FormatFloat(e.GetBalance(), 'f', 1, 64); b[0] != '-' && b != "0.0" {
			row.Balance = b + " more than their share"
		} else if b[0] == '-' && b != "-0.0" {
			row.Balance = b[1:] + " fewer than their share"
		} else {
			row.Balance = "their share"
		}
		body.Turns = append(body.Turns, row)
	}
	return nil
}

func (s *site) closures(r *http.Request, body *calendarBody) error {
	reply, err := s.Appointments.ListClosures(r.Context(), &schedulingv1.ListClosuresRequest{})
	if err != nil {
		return err
	}
	today := s.Clock.Now().In(s.practiceView(r.Context()).Zone).Format(dayFormat)
	for _, c := range reply.GetClosures() {
		if c.GetEndDate() < today {
			continue
		}
		row := closureRow{Name: c.GetName(), Dates: dateWords(c.GetStartDate()), Label: c.GetLabel()}
		if c.GetEndDate() != c.GetStartDate() {
			row.Dates += " to " + dateWords(c.GetEndDate())
		}
		body.Closures = append(body.Closures, row)
	}
	return nil
}

func (s *site) rooms(r *http.Request, body *calendarBody) error {
	reply, err := s.Appointments.ListRooms(r.Context(), &schedulingv1.ListRoomsRequest{})
	if err != nil {
		return err
	}
	sites, err := s.Appointments.ListSites(r.Context(), &schedulingv1.ListSitesRequest{})
	if err != nil {
		return err
	}
	names := make(map[string]string)
	for _, site := range sites.GetSites() {
		names[site.GetName()] = site.GetDisplayName()
		body.Sites = append(body.Sites, site.GetDisplayName())
		body.Premises.SiteChoices = append(body.Premises.SiteChoices, choice{site.GetName(), site.GetDisplayName()})
	}
	for _, room := range reply.GetRooms() {
		row := roomRow{Name: room.GetDisplayName(), About: "Seats not said"}
		if n := room.GetCapacity(); n > 0 {
			row.About = plural(int(n), "seat", "seats")
		}
		if room.GetAccessible() {
			row.About += " · no steps"
		}
		if site := names[room.GetSite()]; site != "" {
			row.About += " · " + site
		}
		body.Rooms = append(body.Rooms, row)
	}
	return nil
}

// closePractice adds a closure; what it affects shows on the page it leads to.
func (s *site) closePractice(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	body := calendarBody{
		First: r.PostForm.Get("first"), Last: r.PostForm.Get("last"), Label: r.PostForm.Get("label"), Request: r.PostForm.Get("request"),
	}
	var problems []problem
	for field, date := range map[string]string{"first": body.First, "last": body.Last} {
		if _, err := time.Parse(dayFormat, date); err != nil && (field == "first" || date != "") {
			problems = append(problems, problem{field, "Give a date"})
		}
	}
	if len(problems) > 0 {
		s.renderCalendar(w, r, http.StatusUnprocessableEntity, body, problems)
		return
	}
	_, err := s.Appointments.CreateClosure(r.Context(), &schedulingv1.CreateClosureRequest{
		Closure:   &schedulingv1.Closure{StartDate: body.First, EndDate: body.Last, Label: body.Label},
		RequestId: body.Request,
	})
	switch {
	case err == nil:
		http.Redirect(w, r, "/calendar", http.StatusSeeOther)
	case errs.ReasonOf(err) == errs.ReasonInvalidFields:
		s.renderCalendar(w, r, http.StatusUnprocessableEntity, body,
			[]problem{{"last", "The last day must not be before the first, and no more than a year after it"}})
	default:
		s.fail(w, r, err)
	}
}

// openPractice takes a closure back.
func (s *site) openPractice(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	_, err := s.Appointments.DeleteClosure(r.Context(), &schedulingv1.DeleteClosureRequest{Name: r.PostForm.Get("closure")})
	if err != nil && errs.ReasonOf(err) != errs.ReasonNotFound {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/calendar", http.StatusSeeOther)
}
