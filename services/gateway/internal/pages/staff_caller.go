package pages

import (
	"net/http"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// callerBody is the form for someone who phones: the same as the public one, on one page.
type callerBody struct {
	detailsBody
	// Days are the open times, by day.
	Days []openDay
	Down bool
}

// newCaller shows the form for someone who phones.
func (s *site) newCaller(w http.ResponseWriter, r *http.Request) {
	s.showCaller(w, r, http.StatusOK, details{Request: newRequestID(), Message: "none", From: "phone"}, nil)
}

func (s *site) showCaller(w http.ResponseWriter, r *http.Request, status int, d details, problems []problem) {
	practice := s.practiceView(r.Context())
	body := callerBody{detailsBody: detailsBody{details: d, NoticeVersion: practice.NoticeVersion}}
	open, err := s.listOpenTimes(r.Context(), practice.Zone, practice.Zone, "")
	body.Down = err != nil
	for _, weeks := range [][]openWeek{open.Near, open.Later} {
		for _, week := range weeks {
			body.Days = append(body.Days, week.Days...)
		}
	}
	for _, day := range body.Days {
		for _, part := range day.Parts {
			for i := range part.Times {
				part.Times[i].Chosen = part.Times[i].Slot == d.Slot
			}
		}
	}
	s.render(w, r, status, "caller", view{Title: "New caller", Section: "new", Private: true, Problems: problems, Body: body})
}

// enterCaller enters the inquiry of someone who phones.
func (s *site) enterCaller(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	d := readDetails(r.PostForm)
	d.Callback = d.Slot == ""
	d.From = "phone"
	problems := d.check()
	for i, p := range problems {
		switch p.Field {
		case "window":
			problems[i] = problem{"slot", "Choose a time for the call, or when a call back would suit"}
		case "agree":
			problems[i].Text = "Tell the caller about the privacy notice and tick the box when they agree"
		}
	}
	if len(problems) > 0 {
		s.showCaller(w, r, http.StatusUnprocessableEntity, d, problems)
		return
	}
	reply, err := s.Intake.CreateInquiry(r.Context(), d.callerRequest(s.practiceView(r.Context())))
	if err == nil {
		id := strings.TrimPrefix(reply.GetInquiry().GetName(), "inquiries/")
		http.Redirect(w, r, "/inquiries/"+id+"?done=entered", http.StatusSeeOther)
		return
	}
	if errs.CodeOf(err) == errs.InvalidArgument {
		problems = problemsOf(err)
	}
	if p, ok := refusal(err); ok && len(problems) == 0 {
		if errs.ReasonOf(err) == reasonCallOpen {
			p.Field = "another-call"
			// Another try with a reason is another request.
			d.Request = newRequestID()
		}
		problems = []problem{p}
	}
	if len(problems) == 0 {
		s.fail(w, r, err)
		return
	}
	s.showCaller(w, r, statusOf(err), d, problems)
}

// callerRequest is the form as intake takes it from staff.
func (d details) callerRequest(practice practiceView) *intakev1.CreateInquiryRequest {
	p := d.request(practice)
	req := &intakev1.CreateInquiryRequest{
		RequestId: p.GetRequestId(), Contact: p.GetContact(), Need: p.GetNeed(), Participants: p.GetParticipants(),
		Guardian: p.GetGuardian(), Consents: p.GetConsents(), Locale: p.GetLocale(), TimeZone: p.GetTimeZone(), Origin: d.From,
		AnotherCallReason: d.AnotherCall,
	}
	if d.Callback {
		req.When = &intakev1.CreateInquiryRequest_Callback{Callback: d.callback()}
	} else {
		req.When = &intakev1.CreateInquiryRequest_Slot{Slot: d.Slot}
	}
	return req
}
