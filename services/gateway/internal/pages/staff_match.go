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
	Excluded                                   []*matchingv1.Exclusion
	More                                       []*matchingv1.Counterfactual
	Zone, OverrideReason                       string
}

// candidateRow is one therapist of the ranking.
type candidateRow struct {
	Name, Therapist string
	// Percent is the score of 0 to 1 as 0 to 100, for the bar.
	Percent  int
	For      []string
	Against  []string
	Openings []openingRow
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
		Request: newRequestID(), PairRequest: newRequestID(), Excluded: reply.GetExcluded(), More: reply.GetCounterfactuals(),
		Zone: zoneLabel(zone), OverrideReason: r.PostForm.Get("override"),
	}
	chosen := r.PostForm["opening"]
	for _, c := range reply.GetCandidates() {
		body.Candidates = append(body.Candidates, candidateOf(c, zone, chosen))
	}
	s.render(w, r, status, "match", view{
		Title: "Therapists for " + body.Person, Section: "inbox", Private: true, Problems: problems, Body: body,
	})
}

func candidateOf(c *matchingv1.Candidate, zone *time.Location, chosen []string) candidateRow {
	row := candidateRow{
		Name: c.GetDisplayName(), Therapist: c.GetTherapist(), Percent: min(100, max(0, int(c.GetScore()*100+0.5))),
		For: reasonTexts(c.GetReasons()), Against: reasonTexts(c.GetConcerns()),
	}
	for _, o := range c.GetOpenings() {
		row.Openings = append(row.Openings, openingOf(c.GetTherapist(), o, zone, chosen))
	}
	return row
}

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

// chooseOpenings holds the ticked openings for the client, or books the only one.
func (s *site) chooseOpenings(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	chosen := r.PostForm["opening"]
	switch {
	case len(chosen) == 0:
		s.showMatch(w, r, http.StatusUnprocessableEntity, []problem{{"openings", "Tick at least one opening"}})
	case r.PostForm.Get("act") != "book":
		s.propose(w, r, chosen)
	case len(chosen) > 1:
		s.showMatch(w, r, http.StatusUnprocessableEntity, []problem{{"openings", "To book, tick exactly one opening"}})
	default:
		s.book(w, r, chosen[0], &intakev1.PairInquiryRequest{
			From: &intakev1.PairInquiryRequest_Decision{Decision: r.PostForm.Get("decision")},
		})
	}
}

// pair books an opening of a proposal, which the client has chosen.
func (s *site) pair(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	s.book(w, r, r.PostForm.Get("opening"), &intakev1.PairInquiryRequest{
		From: &intakev1.PairInquiryRequest_Proposal{Proposal: r.PostForm.Get("proposal")},
	})
}

// book pairs and books in one act.
func (s *site) book(w http.ResponseWriter, r *http.Request, opening string, req *intakev1.PairInquiryRequest) {
	therapist, slot, _ := strings.Cut(opening, "|")
	req.Name, req.Therapist, req.Slot = "inquiries/"+r.PathValue("id"), therapist, slot
	req.OverrideReason = strings.TrimSpace(r.PostForm.Get("override"))
	req.RequestId = repeatable(r.PostForm.Get("request"), "pair"+opening)
	_, err := s.Intake.PairInquiry(r.Context(), req)
	if p, ok := refusal(err); err != nil && ok && r.PostForm.Get("decision") != "" {
		s.showMatch(w, r, statusOf(err), []problem{p})
		return
	}
	s.stepDone(w, r, err, "paired", nil)
}

// proposedBody is an open proposal: what is held for the client, until when.
type proposedBody struct {
	ID, Person, Proposal, Request, Until string
	Candidates                           []candidateRow
}

// propose holds the openings together while the client chooses.
func (s *site) propose(w http.ResponseWriter, r *http.Request, chosen []string) {
	req := &intakev1.ProposeTherapistsRequest{
		Name: "inquiries/" + r.PathValue("id"), Decision: r.PostForm.Get("decision"), RequestId: r.PostForm.Get("request"),
	}
	for _, opening := range chosen {
		therapist, slot, _ := strings.Cut(opening, "|")
		at := slices.IndexFunc(req.GetOptions(), func(o *intakev1.ProposeTherapistsRequest_ProposedOption) bool {
			return o.GetTherapist() == therapist
		})
		if at < 0 {
			req.Options = append(req.Options, &intakev1.ProposeTherapistsRequest_ProposedOption{Therapist: therapist})
			at = len(req.GetOptions()) - 1
		}
		req.Options[at].Slots = append(req.Options[at].Slots, slot)
	}
	reply, err := s.Intake.ProposeTherapists(r.Context(), req)
	if err != nil {
		if p, ok := refusal(err); ok {
			s.showMatch(w, r, statusOf(err), []problem{p})
			return
		}
		s.fail(w, r, err)
		return
	}
	zone := s.practiceView(r.Context()).Zone
	body := proposedBody{
		ID: r.PathValue("id"), Person: r.PostForm.Get("person"), Proposal: reply.GetProposal(), Request: newRequestID(),
		Until: momentWords(reply.GetExpireTime().AsTime().In(zone)), Candidates: proposedRows(r.PostForm, chosen),
	}
	s.render(w, r, http.StatusOK, "proposed", view{
		Title: "Held for the client", Section: "inbox", Private: true, Body: body,
	})
}

// proposedRows shows the held openings in the words the ranking gave them, which came along with the form.
func proposedRows(form map[string][]string, chosen []string) []candidateRow {
	var rows []candidateRow
	for _, opening := range chosen {
		therapist, _, _ := strings.Cut(opening, "|")
		if len(rows) == 0 || rows[len(rows)-1].Therapist != therapist {
			rows = append(rows, candidateRow{Therapist: therapist, Name: first(form["name "+therapist])})
		}
		row := &rows[len(rows)-1]
		row.Openings = append(row.Openings, openingRow{Value: opening, Words: first(form["words "+opening])})
	}
	return rows
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// Legend is what an opening is called for those who hear the page: "Mon Nov 30, 4:00 pm in person".
func (o openingRow) Legend() string { return strings.TrimSpace(fmt.Sprintf("%s %s", o.Words, o.Mode)) }
