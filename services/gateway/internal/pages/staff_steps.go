package pages

import (
	"net/http"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// localInput is how <input type="datetime-local"> writes a time.
const localInput = "2006-01-02T15:04"

// recordCall records what came of a call, and the need when the client was reached.
func (s *site) recordCall(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	form := readCallForm(r.PostForm)
	if problems := form.check(); len(problems) > 0 {
		s.showInquiry(w, r, http.StatusUnprocessableEntity, &form, problems)
		return
	}
	name := "inquiries/" + r.PathValue("id")
	req := &intakev1.RecordCallRequest{
		Name: name, Outcome: intakev1.RecordCallRequest_Outcome(intakev1.RecordCallRequest_Outcome_value[form.Outcome]),
		RequestId: form.Request, Etag: form.Etag,
	}
	if r.PostForm.Has("note") {
		req.Note = &form.Note
	}
	if at, err := time.ParseInLocation(localInput, form.NextAttempt, s.practiceView(r.Context()).Zone); err == nil {
		req.NextAttemptTime = timestamppb.New(at)
	}
	if req.GetOutcome() == intakev1.RecordCallRequest_REACHED {
		reply, err := s.Intake.GetInquiry(r.Context(), &intakev1.GetInquiryRequest{Name: name})
		if err != nil {
			s.fail(w, r, err)
			return
		}
		req.Need = form.need(reply.GetInquiry().GetNeed())
		if note := form.note(reply.GetInquiry()); req.Note != nil {
			req.Note = &note
		}
	}
	_, err := s.Intake.RecordCall(r.Context(), req)
	s.stepDone(w, r, err, "called", &form)
}

// stepDone leads back to the inquiry after a step, or shows there why it did not happen, with what was typed.
func (s *site) stepDone(w http.ResponseWriter, r *http.Request, err error, done string, form *callForm) {
	if err == nil {
		http.Redirect(w, r, "/inquiries/"+r.PathValue("id")+"?done="+done, http.StatusSeeOther)
		return
	}
	p, ok := refusal(err)
	if !ok {
		s.fail(w, r, err)
		return
	}
	s.showInquiry(w, r, statusOf(err), form, []problem{p})
}

// closeInquiry closes an inquiry for a reason.
func (s *site) closeInquiry(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	reason := intakev1.Inquiry_CloseReason(intakev1.Inquiry_CloseReason_value[r.PostForm.Get("reason")])
	if reason == intakev1.Inquiry_CLOSE_REASON_UNSPECIFIED {
		s.showInquiry(w, r, http.StatusUnprocessableEntity, nil, []problem{{"reason", "Choose why the inquiry is closed"}})
		return
	}
	_, err := s.Intake.CloseInquiry(r.Context(), &intakev1.CloseInquiryRequest{
		Name: "inquiries/" + r.PathValue("id"), Reason: reason, RequestId: r.PostForm.Get("request"), Etag: r.PostForm.Get("etag"),
	})
	s.stepDone(w, r, err, "closed", nil)
}

// reopenInquiry opens a closed inquiry again.
func (s *site) reopenInquiry(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	_, err := s.Intake.ReopenInquiry(r.Context(), &intakev1.ReopenInquiryRequest{
		Name: "inquiries/" + r.PathValue("id"), RequestId: r.PostForm.Get("request"), Etag: r.PostForm.Get("etag"),
	})
	s.stepDone(w, r, err, "reopened", nil)
}

// settleSession records whether the first session took place.
func (s *site) settleSession(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	name, request := r.PostForm.Get("appointment"), r.PostForm.Get("request")
	var err error
	if r.PostForm.Get("came") == "no" {
		_, err = s.Appointments.MarkAppointmentNoShow(r.Context(),
			&schedulingv1.MarkAppointmentNoShowRequest{Name: name, RequestId: request})
	} else {
		_, err = s.Appointments.CompleteAppointment(r.Context(),
			&schedulingv1.CompleteAppointmentRequest{Name: name, RequestId: request})
	}
	s.stepDone(w, r, err, "settled", nil)
}
