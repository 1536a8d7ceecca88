package pages

import (
	"net/http"
	"strconv"
	"strings"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// premisesForm is what was typed to add a room or a site.
type premisesForm struct {
	Room, Seats, RoomSite, Site string
	Accessible                  bool
	// SiteChoices are where a room can be; none in a practice with one site.
	SiteChoices []choice
}

// addRoom adds a room.
func (s *site) addRoom(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	f := premisesForm{
		Room: strings.TrimSpace(r.PostForm.Get("room")), Seats: strings.TrimSpace(r.PostForm.Get("seats")), RoomSite: r.PostForm.Get("room-site"),
		Accessible: r.PostForm.Get("accessible") != "",
	}
	var problems []problem
	if f.Room == "" {
		problems = append(problems, problem{"room", "Enter what the room is called"})
	}
	seats, err := strconv.ParseInt("0"+f.Seats, 10, 32)
	if err != nil || seats > maxSeats {
		problems = append(problems, problem{"seats", "Enter a whole number up to " + strconv.Itoa(maxSeats) + ", or nothing"})
	}
	if len(problems) == 0 {
		_, err = s.Appointments.CreateRoom(r.Context(), &schedulingv1.CreateRoomRequest{
			Room:      &schedulingv1.Room{DisplayName: f.Room, Capacity: int32(seats), Accessible: f.Accessible, Site: f.RoomSite},
			RequestId: r.PostForm.Get("request"),
		})
	}
	s.premisesDone(w, r, f, problems, err)
}

// maxSeats is the most a room may have.
const maxSeats = 100

// addSite adds a site.
func (s *site) addSite(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	f := premisesForm{Site: strings.TrimSpace(r.PostForm.Get("site"))}
	var problems []problem
	var err error
	if f.Site == "" {
		problems = append(problems, problem{"site", "Enter what the site is called"})
	} else {
		_, err = s.Appointments.CreateSite(r.Context(), &schedulingv1.CreateSiteRequest{
			Site: &schedulingv1.Site{DisplayName: f.Site}, RequestId: r.PostForm.Get("request"),
		})
	}
	s.premisesDone(w, r, f, problems, err)
}

// premisesDone leads back to the calendar, or says what is wrong.
func (s *site) premisesDone(w http.ResponseWriter, r *http.Request, f premisesForm, problems []problem, err error) {
	status := http.StatusUnprocessableEntity
	if len(problems) == 0 && err != nil {
		p, ok := refusal(err)
		if !ok {
			s.fail(w, r, err)
			return
		}
		status, problems = statusOf(err), []problem{p}
	}
	if len(problems) > 0 {
		s.renderCalendar(w, r, status, calendarBody{Request: newRequestID(), Premises: f}, problems)
		return
	}
	http.Redirect(w, r, "/calendar", http.StatusSeeOther)
}
