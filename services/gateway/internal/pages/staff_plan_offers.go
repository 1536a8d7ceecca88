package pages

import (
	"net/http"
	"net/url"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// offersMade is what came of making offers.
type offersMade struct {
	Made     int
	Problems []offerProblem
	// Done of All were looked at; where some are left, Rest goes on with them.
	Done, All int
	Rest      *restOfOffers
}

// restOfOffers is the form that goes on with what one call had no time for.
type restOfOffers struct {
	Request, Act, After string
	Inquiries           []string
}

// offerProblem is a client to whom no offer could be made.
type offerProblem struct {
	Client clientLink
	// Why is in the page's words, Rule in those of the rule in the way, where one is.
	Why, Rule string
}

const (
	// actAll is the form's answer for all offers.
	actAll = "all"
	// maxChoice bounds the body of the form: 50 bytes for each of the 5,000 clients whom a request may name.
	maxChoice = 5000 * 50
)

// commitPlan makes the offers that were chosen, or all of them, or goes on with either.
func (s *site) commitPlan(w http.ResponseWriter, r *http.Request) {
	if !s.formOf(w, r, maxChoice) {
		return
	}
	req := &intakev1.CommitPlanRequest{Name: "plans/" + r.PathValue("id"), RequestId: r.PostForm.Get("request"), After: r.PostForm.Get("after")}
	if r.PostForm.Get("act") != actAll {
		if req.Inquiries = r.PostForm["inquiry"]; len(req.GetInquiries()) == 0 {
			s.showPlan(w, r, http.StatusUnprocessableEntity, nil, []problem{{"inquiry", "Choose at least one client"}})
			return
		}
	}
	reply, err := s.Intake.CommitPlan(r.Context(), req)
	if err != nil {
		if p, ok := refusal(err); ok {
			s.showPlan(w, r, statusOf(err), nil, []problem{p})
			return
		}
		s.fail(w, r, err)
		return
	}
	s.showPlan(w, r, http.StatusOK, reply, nil)
}

// offersOf says what came of the offers. Those who have theirs by this plan already, who are its own, are no news.
func offersOf(made *intakev1.CommitPlanResponse, names clientNames, own map[string]bool) *offersMade {
	out := &offersMade{}
	for _, o := range made.GetOffers() {
		switch {
		case o.GetProblem() == "":
			out.Made++
			continue
		case o.GetProblem() == matchingv1.Plan_OFFERED.String() && own[o.GetInquiry()]:
			continue
		}
		out.Problems = append(out.Problems, offerProblem{names.of(o.GetInquiry()), offerProblemWords(o.GetProblem()), o.GetProblemText()})
	}
	return out
}

// goOn says how far the offers of the form have come, of all that the plan can make unless some were chosen, and what goes on with them.
func (m *offersMade) goOn(form url.Values, made *intakev1.CommitPlanResponse, planned int) {
	rest := &restOfOffers{Request: form.Get("request"), Act: form.Get("act"), Inquiries: form["inquiry"]}
	if m.All = len(rest.Inquiries); rest.Act == actAll {
		m.All, rest.Inquiries = planned, nil
	}
	m.Done = m.All - int(made.GetRemaining())
	if offers := made.GetOffers(); made.GetRemaining() > 0 && len(offers) > 0 {
		rest.After = offers[len(offers)-1].GetInquiry()
		m.Rest = rest
	}
}
