package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// maxCandidates is how many therapists the page shows.
const maxCandidates = 6

// matchBody is a ranking: who fits and why, who does not and why, and what would open more.
type matchBody struct {
	ID, Person, Decision, Request, PairRequest string
	Candidates                                 []candidateRow
	Excluded                                   []excludedRow
	More                                       []*matchingv1.Counterfactual
	Rules                                      []*matchingv1.RuleCount
	// First is what comes before anything is offered, Ask what is to be asked the client at once, Notes what is worth saying of the ranking.
	First, Ask, Notes    []string
	Zone, OverrideReason string
	// Nobody is set when nobody fits.
	Nobody *nobodyBody
	// Compares says that the signed-in person may compare two therapists, Many that there are more than are listed here.
	Compares, Many bool
}

// excludedRow is one therapist who is ruled out.
type excludedRow struct {
	*matchingv1.Exclusion

	// Compare leads to why not; empty for those who may not read it.
	Compare string
	// Override leads to what can be booked all the same; empty where a rule cannot be set aside.
	Override string
}

// candidateRow is one therapist of the ranking.
type candidateRow struct {
	Name, Therapist string
	// Percent is the score of 0 to 1 as 0 to 100, for the bar.
	Percent  int
	For      []string
	Against  []string
	Openings []openingRow
	// WhyAfter says why the therapist comes after the first, Compare leads to more of it.
	WhyAfter, Compare string
}

// openingRow is one opening of a therapist; Value names both in a form.
type openingRow struct {
	Value, Words, Mode string
	Chosen             bool
}

// match ranks the therapists for the inquiry as it is now.
func (s *site) match(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	s.showMatch(w, r, http.StatusOK, nil)
}

// showMatch ranks and renders, with what was ticked before.
func (s *site) showMatch(w http.ResponseWriter, r *http.Request, status int, problems []problem) {
	name := "inquiries/" + r.PathValue("id")
	inquiry, err := s.Intake.GetInquiry(r.Context(), &intakev1.GetInquiryRequest{Name: name})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply, err := s.Intake.MatchInquiry(r.Context(), &intakev1.MatchInquiryRequest{
		Name: name, MaxCandidates: maxCandidates, RequestId: newRequestID(),
	})
	if err != nil {
		s.stepDone(w, r, err, "", nil)
		return
	}
	zone := s.practiceView(r.Context()).Zone
	body := matchBody{
		ID: r.PathValue("id"), Person: personName(inquiry.GetInquiry().GetContact()), Decision: reply.GetDecision(),
		Request: newRequestID(), PairRequest: newRequestID(), Compares: s.compares(r), More: reply.GetCounterfactuals(),
		Rules: reply.GetRules(), Zone: zoneLabel(zone), OverrideReason: r.PostForm.Get("override"),
	}
	for _, n := range reply.GetNotes() {
		body.Many = body.Many || n.GetCode() == "SHORTLIST"
		switch text := sentence(n.GetText()); n.GetCode() {
		case "ANSWER_FLAGGED", "CONSENT_MISSING", "LOCATION_UNKNOWN":
			body.First = append(body.First, text)
		case "SAFETY_NOT_ASKED":
			body.Ask = append(body.Ask, text)
		default:
			body.Notes = append(body.Notes, text)
		}
	}
	if len(reply.GetCandidates()) == 0 {
		body.Nobody = new(nobodyOf(inquiry.GetInquiry(), reply, len(body.First) > 0))
	}
	chosen := r.PostForm["opening"]
	for _, c := range reply.GetCandidates() {
		row := candidateOf(c, zone, chosen)
		if len(body.Candidates) > 0 {
			row.Compare = body.compareLink(c.GetTherapist())
		}
		body.Candidates = append(body.Candidates, row)
	}
	for _, e := range reply.GetExcluded() {
		body.Excluded = append(body.Excluded, excludedRow{e, body.compareLink(e.GetTherapist()), body.overrideLink(e)})
	}
	s.render(w, r, status, "match", view{
		Title: "Therapists for " + body.Person, Section: "inbox", Private: true, Problems: problems, Body: body,
	})
}

func candidateOf(c *matchingv1.Candidate, zone *time.Location, chosen []string) candidateRow {
	row := candidateRow{
		Name: c.GetDisplayName(), Therapist: c.GetTherapist(), Percent: percentOf(c.GetScore()),
		For: reasonTexts(c.GetReasons()), Against: reasonTexts(c.GetConcerns()), WhyAfter: c.GetWhyAfter(),
	}
	for _, o := range c.GetOpenings() {
		row.Openings = append(row.Openings, openingOf(c.GetTherapist(), o, zone, chosen))
	}
	return row
}

// percentOf is a score of 0 to 1 as 0 to 100.
func percentOf(score float64) int { return min(100, max(0, int(score*100+0.5))) }

func openingOf(therapist string, o *schedulingv1.Slot, zone *time.Location, chosen []string) openingRow {
	value := therapist + "|" + o.GetSlot()
	return openingRow{
		Value: value, Words: o.GetStartTime().AsTime().In(zone).Format("Mon Jan 2, 3:04 pm"), Mode: modeWords(o.GetMode()),
		Chosen: slices.Contains(chosen, value),
	}
}

func reasonTexts(reasons []*matchingv1.Reason) []string {
	var texts []string
	for _, r := range reasons {
		texts = append(texts, sentence(r.GetText()))
	}
	return texts
}

// Legend is what an opening is called for those who hear the page: "Mon Nov 30, 4:00 pm in person".
func (o openingRow) Legend() string { return strings.TrimSpace(fmt.Sprintf("%s %s", o.Words, o.Mode)) }
