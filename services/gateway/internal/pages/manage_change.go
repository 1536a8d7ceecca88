package pages

import (
	"net/http"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// manageTimes offers other times for the call; the day is chosen by a button, so that nothing secret is in an address.
func (s *site) manageTimes(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	s.showMoveTimes(w, r, http.StatusOK, nil, nil)
}

func (s *site) showMoveTimes(w http.ResponseWriter, r *http.Request, status int, near []openTime, problems []problem) {
	body, ok := s.call(w, r)
	if !ok {
		return
	}
	practice := s.practiceView(r.Context())
	open, err := s.listOpenTimes(r.Context(), zoneOr(body.Zone, practice.Zone), practice.Zone, r.PostForm.Get("day"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body.Times, body.Nearest = open, near
	if visit := r.PostForm.Get("request"); visit != "" {
		body.Request = visit
	}
	title := "Choose another time"
	if body.Wish() {
		title = "Choose a time"
	}
	s.render(w, r, status, "move", view{Title: title, Private: true, Problems: problems, Body: body})
}

// manageMove moves the call. The old time is let go only when the new one is secured.
func (s *site) manageMove(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	p, slot := readProof(r.PostForm), r.PostForm.Get("slot")
	if slot == "" {
		s.showMoveTimes(w, r, http.StatusUnprocessableEntity, nil, []problem{{"times", "Choose a time for the call"}})
		return
	}
	reply, err := s.Inquiries.RescheduleConsultation(r.Context(), &intakev1.RescheduleConsultationRequest{
		Token: p.Token, ConfirmationCode: p.Code, Phone: p.Phone,
		When: &intakev1.RescheduleConsultationRequest_Slot{Slot: slot}, RequestId: repeatable(r.PostForm.Get("request"), slot),
	})
	practice := s.practiceView(r.Context())
	zone := zoneOr(r.PostForm.Get("zone"), practice.Zone)
	switch {
	case err == nil:
		s.showMoved(w, r, reply, zone, practice.Zone)
	case errs.ReasonOf(err) == reasonSlotTaken:
		s.showMoveTimes(w, r, http.StatusConflict, nearestOf(err, zone, practice.Zone),
			[]problem{{"times", "That time has just been taken. Your call stays where it was; choose another time"}})
	case errs.CodeOf(err) == errs.InvalidArgument:
		s.showMoveTimes(w, r, http.StatusUnprocessableEntity, nil,
			[]problem{{"times", "That time is no longer offered. Choose another one"}})
	default:
		s.manageFailed(w, r, err)
	}
}

func (s *site) showMoved(
	w http.ResponseWriter, r *http.Request, reply *intakev1.RescheduleConsultationResponse, zone, practice *time.Location,
) {
	body := confirmBody{ManageLink: manageLink(reply.GetManageUrl()), Moved: true}
	body.book(reply.GetConsultation(), zone, practice)
	title := "Your call is moved"
	if r.PostForm.Get("start") == "" {
		title = "Your call is booked"
	}
	s.render(w, r, http.StatusOK, "confirm", view{Title: title, Private: true, Body: body})
}

// manageCancel cancels the call.
func (s *site) manageCancel(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	p := readProof(r.PostForm)
	_, err := s.Inquiries.CancelConsultation(r.Context(), &intakev1.CancelConsultationRequest{
		Token: p.Token, ConfirmationCode: p.Code, Phone: p.Phone, RequestId: r.PostForm.Get("request"),
	})
	if err != nil {
		s.manageFailed(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "call", view{
		Title: "Your call is cancelled", Private: true,
		Body: manageBody{State: schedulingv1.Appointment_CANCELLED.String()},
	})
}
