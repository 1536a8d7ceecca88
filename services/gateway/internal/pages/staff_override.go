package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// overrideBody is a therapist whom rules exclude that may be overridden: which, and what can be booked in spite of them.
type overrideBody struct {
	ID, Name, Decision, Therapist, Request, Reason, Zone string
	Rules                                                []string
	Openings                                             []openingRow
}

// override shows what can be booked with a therapist whom the ranking rules out.
func (s *site) override(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.showOverride(w, r, http.StatusOK, overrideBody{Decision: query.Get("decision"), Therapist: query.Get("therapist")}, "", nil)
}

func (s *site) showOverride(w http.ResponseWriter, r *http.Request, status int, body overrideBody, chosen string, problems []problem) {
	reply, err := s.Therapists.FindOverrideOpenings(r.Context(), &matchingv1.FindOverrideOpeningsRequest{
		Decision: body.Decision, Therapist: body.Therapist,
	})
	if err != nil {
		s.stepDone(w, r, err, "", nil)
		return
	}
	zone := s.practiceView(r.Context()).Zone
	body.ID, body.Name, body.Request, body.Zone = r.PathValue("id"), reply.GetDisplayName(), newRequestID(), zoneLabel(zone)
	body.Rules = reasonTexts(reply.GetReasons())
	for _, o := range reply.GetOpenings() {
		body.Openings = append(body.Openings, openingOf(body.Therapist, o, zone, []string{chosen}))
	}
	s.render(w, r, status, "override", view{
		Title: body.Name + " in spite of a rule", Section: "inbox", Private: true, Problems: problems, Body: body,
	})
}

// bookOverride books with a therapist whom the ranking rules out, for a reason.
func (s *site) bookOverride(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	opening := r.PostForm.Get("opening")
	body := overrideBody{Decision: r.PostForm.Get("decision"), Therapist: r.PostForm.Get("therapist"), Reason: r.PostForm.Get("override")}
	var problems []problem
	if opening == "" {
		problems = append(problems, problem{"opening", "Choose an opening"})
	}
	if strings.TrimSpace(body.Reason) == "" {
		problems = append(problems, problem{"override", "Say why the client is to see this therapist all the same"})
	}
	if len(problems) > 0 {
		s.showOverride(w, r, http.StatusUnprocessableEntity, body, opening, problems)
		return
	}
	_, err := s.Intake.PairInquiry(r.Context(), pairingOf(r, opening, &intakev1.PairInquiryRequest{
		From: &intakev1.PairInquiryRequest_Decision{Decision: body.Decision},
	}))
	if p, ok := refusal(err); err != nil && ok {
		s.showOverride(w, r, statusOf(err), body, opening, []problem{p})
		return
	}
	s.stepDone(w, r, err, "paired", nil)
}

// overrideLink leads to what can be booked with a therapist all of whose rules may be overridden; empty where one may not.
func (b matchBody) overrideLink(e *matchingv1.Exclusion) string {
	for _, reason := range e.GetReasons() {
		if !slices.ContainsFunc(b.Rules, func(rule *matchingv1.RuleCount) bool {
			return rule.GetRule() == reason.GetCode() && rule.GetOverridable()
		}) {
			return ""
		}
	}
	return b.chooseLink(e.GetTherapist())
}

// chooseLink leads there whatever the rules; the page says where one stands in the way.
func (b matchBody) chooseLink(therapist string) string {
	return "/inquiries/" + b.ID + "/override?" + url.Values{"decision": {b.Decision}, "therapist": {therapist}}.Encode()
}
