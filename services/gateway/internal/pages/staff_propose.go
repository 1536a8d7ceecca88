package pages

import (
	"net/http"
	"slices"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

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
	_, err := s.Intake.PairInquiry(r.Context(), pairingOf(r, opening, req))
	if p, ok := refusal(err); err != nil && ok && r.PostForm.Get("decision") != "" {
		s.showMatch(w, r, statusOf(err), []problem{p})
		return
	}
	s.stepDone(w, r, err, "paired", nil)
}

// pairingOf completes a request to pair from the form.
func pairingOf(r *http.Request, opening string, req *intakev1.PairInquiryRequest) *intakev1.PairInquiryRequest {
	therapist, slot, _ := strings.Cut(opening, "|")
	req.Name, req.Therapist, req.Slot = "inquiries/"+r.PathValue("id"), therapist, slot
	req.OverrideReason = strings.TrimSpace(r.PostForm.Get("override"))
	req.RequestId = repeatable(r.PostForm.Get("request"), "pair"+opening)
	return req
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
