package pages

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// inquiryBody is everything the front desk sees of one inquiry.
type inquiryBody struct {
	card
	Inquiry *intakev1.Inquiry
	// Consultation and Session are in words, empty when there is none.
	Consultation, Session visitWords
	Arrived               string
	Channels              []string
	Guardian              string
	Participants          []string
	Windows               []string
	NextAttempt           string
	Therapist             string
	NeedFacts             []fact
	// OutOfNetwork says that no therapist is in the network of the client's plan.
	OutOfNetwork string
	History      []historyRow
	Call         callForm
	Measure      measureForm
	// SpeakFirst says that a licensed person speaks with the client before anything is offered, SpeakUnknown that it could not be read.
	SpeakFirst, SpeakUnknown bool
	// What may be done now.
	CanCall, CanMatch, CanWait, CanClose, CanReopen, CanSettle bool
	// Waits says, of a client on the waitlist, since when and how long it is likely to last.
	WaitsSince string
	Waits      *waitWords
	Request    string
	Notice     string
}

// fact is a label with its value.
type fact struct{ Label, Value string }

// visitWords is an appointment in words.
type visitWords struct {
	Time, Zone, Mode, Room, State string
	Past                          bool
}

// toInquiry is for whoever comes back to the address of something that was done: what became of it is on the client's page.
func (s *site) toInquiry(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/inquiries/"+url.PathEscape(r.PathValue("id")), http.StatusSeeOther)
}

// inquiry shows one inquiry.
func (s *site) inquiry(w http.ResponseWriter, r *http.Request) {
	s.showInquiry(w, r, http.StatusOK, nil, nil)
}

// showInquiry shows the inquiry; call keeps what was typed into the form of a call.
func (s *site) showInquiry(w http.ResponseWriter, r *http.Request, status int, call *callForm, problems []problem) {
	s.showInquiryWith(w, r, status, func(b *inquiryBody) {
		if call != nil {
			b.Call = call.onto(b.Inquiry)
		}
	}, problems)
}

// showInquiryWith reads the inquiry with its history and renders it; typed puts back what was typed into a form.
func (s *site) showInquiryWith(w http.ResponseWriter, r *http.Request, status int, typed func(*inquiryBody), problems []problem) {
	name := "inquiries/" + r.PathValue("id")
	var q *intakev1.Inquiry
	var events []*intakev1.HistoryEvent
	group, ctx := errgroup.WithContext(r.Context())
	group.Go(func() error {
		reply, err := s.Intake.GetInquiry(ctx, &intakev1.GetInquiryRequest{Name: name})
		q = reply.GetInquiry()
		return err
	})
	group.Go(func() error {
		reply, err := s.Intake.ListHistory(ctx, &intakev1.ListHistoryRequest{Name: name})
		if errs.CodeOf(err) == errs.PermissionDenied { // a clinician reads the inquiry without its history
			return nil
		}
		events = reply.GetEvents()
		return err
	})
	if err := group.Wait(); err != nil {
		s.fail(w, r, err)
		return
	}
	body := s.inquiryBody(r, q, events)
	typed(&body)
	body.SpeakFirst, body.SpeakUnknown = s.flagOf(r.Context(), name)
	choices := s.siteChoices(r.Context())
	body.Call.SiteChoices = choices
	body.NeedFacts = s.needFacts(r, q.GetNeed(), q.GetGuardian(), choices)
	if body.CanCall || q.GetNeed().GetPayment().GetInsurer() != "" {
		s.nameConflicts(r, &body.Call)
		// Without an answer the form goes without suggestions.
		if reply, err := s.Therapists.ListInsurers(r.Context(), &matchingv1.ListInsurersRequest{}); err == nil {
			body.Call.Insurers, body.Call.Networks = networkChoices(reply.GetInsurers())
			body.OutOfNetwork = outOfNetwork(q.GetNeed().GetPayment(), reply.GetInsurers())
		}
	}
	s.render(w, r, status, "inquiry", view{
		Title: body.Person, Section: "inbox", Problems: problems, Private: true, Body: body,
	})
}

func (s *site) inquiryBody(r *http.Request, q *intakev1.Inquiry, events []*intakev1.HistoryEvent) inquiryBody {
	zone := s.practiceView(r.Context()).Zone
	now := s.Clock.Now()
	body := inquiryBody{
		card: s.cardOf(q), Inquiry: q, Request: newRequestID(),
		Consultation: visitOf(q.GetConsultation(), zone, now), Session: visitOf(q.GetFirstSession(), zone, now),
		Channels: channelWords(q.GetContact()), Guardian: guardianWords(q.GetGuardian()),
		History: historyRows(events, zone), Call: callFormOf(q), Measure: measureForm{Request: newRequestID()},
		Therapist: s.therapistName(r, q.GetTherapist()), Notice: notices()[r.URL.Query().Get("done")],
	}
	if at := q.GetCreateTime(); at != nil {
		body.Arrived = momentWords(at.AsTime().In(zone))
	}
	if at := q.GetNextAttemptTime(); at != nil && q.GetState() == intakev1.Inquiry_UNREACHED {
		body.NextAttempt = momentWords(at.AsTime().In(zone))
	}
	for _, p := range q.GetParticipants() {
		body.Participants = append(body.Participants, strings.TrimSpace(p.GetGivenName()+" "+p.GetFamilyName()))
	}
	for _, window := range q.GetCallback().GetWindows() {
		body.Windows = append(body.Windows, words(window.String()))
	}
	if at := q.GetWaitingSinceTime(); at != nil {
		body.WaitsSince = momentWords(at.AsTime().In(zone))
	}
	if s.has(r, optionsv1.Policy_FRONT_DESK) {
		body.Waits = s.waits(r.Context(), q)
		body.allow(q.GetState())
	}
	return body
}

// allow says which steps fit the state; intake has the last word.
func (b *inquiryBody) allow(state intakev1.Inquiry_State) {
	switch state {
	case intakev1.Inquiry_NEW, intakev1.Inquiry_CONSULTATION_BOOKED, intakev1.Inquiry_UNREACHED:
		b.CanCall, b.CanClose = true, true
	case intakev1.Inquiry_CONSULTED, intakev1.Inquiry_PROPOSED:
		b.CanCall, b.CanMatch, b.CanWait, b.CanClose = true, true, true, true
	case intakev1.Inquiry_WAITLISTED, intakev1.Inquiry_PAIRED:
		// Whoever is paired has lost the first session: another one is found in the same way.
		b.CanCall, b.CanMatch, b.CanClose = true, true, true
	case intakev1.Inquiry_FIRST_SESSION_BOOKED:
		b.CanSettle, b.CanClose = b.Session.Past, true
	case intakev1.Inquiry_IN_CARE:
		b.CanClose = true
	case intakev1.Inquiry_CLOSED:
		b.CanReopen = true
	default:
	}
}

// notices confirm a step after its redirect.
func notices() map[string]string {
	return map[string]string{
		"called": "The call is recorded.", "paired": "Paired, and the first session is booked.",
		"waits": "The client is on the waitlist.", "closed": "The inquiry is closed.", "reopened": "The inquiry is open again.",
		"settled": "The session’s outcome is recorded.", "entered": "The caller is in.", "measured": "The questionnaire is recorded.",
		"measured-human": "The questionnaire is recorded. An answer on death or self-harm was not “not at all”: the clinical lead is asked to look today. If you are with the person, stay, and offer 988.",
	}
}

func visitOf(v *intakev1.Inquiry_Visit, zone *time.Location, now time.Time) visitWords {
	if v.GetStartTime() == nil {
		return visitWords{}
	}
	start := v.GetStartTime().AsTime()
	return visitWords{
		Time: momentWords(start.In(zone)), Zone: zoneLabel(zone), Mode: modeWords(v.GetMode()), Room: v.GetRoom(),
		State: words(v.GetState().String()), Past: !start.After(now),
	}
}

func channelWords(c *intakev1.Contact) []string {
	yes := func(ok bool, what string) string {
		if ok {
			return what + ": yes"
		}
		return what + ": no"
	}
	return []string{yes(c.GetVoicemailOk(), "Voicemail"), yes(c.GetTextOk(), "Text")}
}

func guardianWords(g *intakev1.Guardian) string {
	if g.GetGivenName() == "" {
		return ""
	}
	parts := []string{strings.TrimSpace(g.GetGivenName() + " " + g.GetFamilyName())}
	for _, more := range []string{g.GetRelation(), g.GetPhone()} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, ", ")
}
