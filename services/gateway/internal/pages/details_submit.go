package pages

import (
	"context"
	"net/http"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const pageLocale = "en-US"

// submitDetails books the call, or takes the wish to be called. Reloading the answer repeats nothing: the request id
// came with the form.
func (s *site) submitDetails(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	d := readDetails(r.PostForm)
	if d.Request == "" {
		d.Request = newRequestID()
	}
	if problems := d.check(); len(problems) > 0 {
		s.showDetails(w, r, http.StatusUnprocessableEntity, d, nil, problems...)
		return
	}
	practice := s.practiceView(r.Context())
	reply, err := s.submit(r.Context(), d, practice)
	if err == nil {
		s.showConfirmation(w, r, d, reply)
		return
	}
	s.submitFailed(w, r, d, practice, err)
}

// submit sends the form. A hold that has lapsed costs nothing while its time is still open.
func (s *site) submit(ctx context.Context, d details, practice practiceView) (*intakev1.SubmitInquiryResponse, error) {
	reply, err := s.Inquiries.SubmitInquiry(ctx, d.request(practice))
	if errs.ReasonOf(err) == reasonHoldNotFound && d.Slot != "" {
		d.Hold = ""
		reply, err = s.Inquiries.SubmitInquiry(ctx, d.request(practice))
	}
	return reply, err
}

// submitFailed shows the form again with what was typed: other times, faults, or that nothing was received.
func (s *site) submitFailed(w http.ResponseWriter, r *http.Request, d details, practice practiceView, err error) {
	zone := d.zoneOf(practice.Zone)
	switch reason := errs.ReasonOf(err); {
	case reason == reasonSlotTaken || reason == reasonHoldNotFound:
		d.Hold, d.Slot, d.Start = "", "", ""
		near := nearestOf(err, zone, practice.Zone)
		if len(near) == 0 {
			near = s.firstOpen(r.Context(), zone, practice.Zone)
		}
		s.showDetails(w, r, http.StatusConflict, d, near,
			problem{"slot", "The time you chose is taken now. Your answers are kept; choose another time"})
	case noticeChanged(err):
		s.practice.Store(nil)
		d.Agree = ""
		s.showDetails(w, r, http.StatusUnprocessableEntity, d, nil,
			problem{"agree", "The privacy notice has changed. Read the current one and tick the box again"})
	case reason == reasonCallOpen:
		s.render(w, r, http.StatusConflict, "open_call", view{Title: "You may have a call already", Private: true})
	case reason == errs.ReasonRequestIDReused:
		s.render(w, r, http.StatusConflict, "already", view{Title: "We already have your booking", Private: true})
	case errs.CodeOf(err) == errs.InvalidArgument:
		problems := problemsOf(err)
		if len(problems) == 0 {
			problems = []problem{{"", "Please check your answers and send the form again"}}
		}
		var near []openTime
		for _, p := range problems {
			if p.Field == "slot" {
				d.Hold, d.Slot, d.Start = "", "", ""
				near = s.firstOpen(r.Context(), zone, practice.Zone)
			}
		}
		s.showDetails(w, r, http.StatusUnprocessableEntity, d, near, problems...)
	case errs.CodeOf(err).Ours():
		s.showDetails(w, r, http.StatusServiceUnavailable, d, nil,
			problem{"submit", "We did not receive your request. Nothing you typed here is lost: send it again, or call us"})
	default:
		s.fail(w, r, err)
	}
}

// firstOpen are the three soonest open times.
func (s *site) firstOpen(ctx context.Context, zone, practice *time.Location) []openTime {
	open, err := s.listOpenTimes(ctx, zone, practice, "")
	if err != nil {
		return nil
	}
	var near []openTime
	for _, part := range open.Day.Parts {
		for _, t := range part.Times {
			if len(near) < 3 {
				near = append(near, t)
			}
		}
	}
	return near
}

// request is the form as the service takes it.
func (d details) request(practice practiceView) *intakev1.SubmitInquiryRequest {
	req := &intakev1.SubmitInquiryRequest{
		RequestId: d.Request, Contact: d.contact(), Need: d.need(), Participants: d.participants(), Guardian: d.guardian(),
		Consents: []*intakev1.Consent{{Document: "privacy-notice", Version: d.Agree}},
		Locale:   pageLocale, TimeZone: d.zoneOf(practice.Zone).String(), Origin: d.From,
	}
	switch {
	case d.Callback:
		req.When = &intakev1.SubmitInquiryRequest_Callback{Callback: d.callback()}
	case d.Hold != "":
		req.When = &intakev1.SubmitInquiryRequest_Hold{Hold: d.Hold}
	default:
		req.When = &intakev1.SubmitInquiryRequest_Slot{Slot: d.Slot}
	}
	return req
}

func (d details) contact() *intakev1.Contact {
	channel := intakev1.Contact_PHONE
	return &intakev1.Contact{
		GivenName: d.GivenName, FamilyName: d.FamilyName, Phone: d.Phone, Email: d.Email, PreferredChannel: channel,
		VoicemailOk: d.Message == "both" || d.Message == "voicemail", TextOk: d.Message == "both" || d.Message == "text",
	}
}

func (d details) need() *intakev1.PublicNeed {
	return &intakev1.PublicNeed{
		Concerns: concernsOf(d.Concerns), Note: d.Note,
		Format:   typev1.Need_Format(typev1.Need_Format_value[d.Format]),
		AgeGroup: typev1.Need_AgeGroup(typev1.Need_AgeGroup_value[d.Age]),
	}
}

func (d details) participants() []*intakev1.Participant {
	if d.PartnerGiven == "" && d.PartnerFamily == "" {
		return nil
	}
	return []*intakev1.Participant{{GivenName: d.PartnerGiven, FamilyName: d.PartnerFamily}}
}

func (d details) guardian() *intakev1.Guardian {
	if d.GuardianGiven == "" {
		return nil
	}
	return &intakev1.Guardian{
		GivenName: d.GuardianGiven, FamilyName: d.GuardianFamily, Phone: d.GuardianPhone, Relation: d.GuardianRelation,
	}
}

func (d details) callback() *intakev1.Callback {
	c := &intakev1.Callback{}
	for _, w := range d.Windows {
		if n := intakev1.Callback_Window_value[w]; n > 0 {
			c.Windows = append(c.Windows, intakev1.Callback_Window(n))
		}
	}
	return c
}
