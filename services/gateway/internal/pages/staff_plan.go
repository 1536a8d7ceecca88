package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// planBody is the preview of a plan, what has changed since, and what came of its offers.
type planBody struct {
	ID, Made, Request string
	// Admin may make the offers.
	Admin bool
	Rows  []plannedRow
	// Open is how many offers can still be made.
	Open int
	// Unserved are those who wait and to whom it gives nobody.
	Unserved []waitingRow
	// Proof says how good the plan is beside any other.
	Proof  string
	Result *offersMade
	// Kept are therapists whose places rankings keep for others now; only the practice manager sees them.
	Kept []keptRow
}

// keptRow is a therapist who is kept open: how much that takes from the fit of others, for whom, and since when.
type keptRow struct{ Therapist, Takes, For, Since string }

// plannedRow is one client with the therapist the plan gives them.
type plannedRow struct {
	Inquiry            string
	Client             clientLink
	Therapist, Opening string
	Since, Fit         string
	marks
	// Changed says what stands in the way now, Offer how the offer stands; an offer can be made when both are "".
	Changed, Offer string
	// Why says more of what stands in the way, Taken that other openings than the planned one are offered.
	Why   string
	Taken bool
}

// makePlan works out the best assignment of those who wait, and shows it.
func (s *site) makePlan(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	reply, err := s.Therapists.CreatePlan(r.Context(), &matchingv1.CreatePlanRequest{RequestId: r.PostForm.Get("request")})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/waitlist/"+reply.GetPlan().GetName(), http.StatusSeeOther)
}

// toPlan is for whoever comes back to the address of offers that were made: what became of them is on the plan.
func (s *site) toPlan(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/waitlist/plans/"+url.PathEscape(r.PathValue("id")), http.StatusSeeOther)
}

// plan shows a plan as things are now.
func (s *site) plan(w http.ResponseWriter, r *http.Request) {
	s.showPlan(w, r, http.StatusOK, nil, nil)
}

func (s *site) showPlan(w http.ResponseWriter, r *http.Request, status int, made *intakev1.CommitPlanResponse, problems []problem) {
	reply, err := s.Therapists.GetPlan(r.Context(), &matchingv1.GetPlanRequest{Name: "plans/" + r.PathValue("id")})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	plan := reply.GetPlan()
	var who, unserved []string
	for _, a := range plan.GetAssignments() {
		who = append(who, a.GetInquiry())
	}
	for _, e := range plan.GetUnserved() {
		unserved = append(unserved, e.GetInquiry())
	}
	names, err := s.namesOf(r, slices.Concat(who, unserved))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	flags, err := s.flagged(r.Context(), unserved) // of the others it is an obstacle
	if err != nil {
		s.fail(w, r, err)
		return
	}
	zone := s.practiceView(r.Context()).Zone
	body := planBody{
		ID: r.PathValue("id"), Made: momentWords(plan.GetCreateTime().AsTime().In(zone)), Request: newRequestID(),
		Admin: s.has(r, optionsv1.Policy_ADMIN),
	}
	changed, own := false, map[string]bool{}
	for _, a := range plan.GetAssignments() {
		row := plannedRow{
			Inquiry: a.GetInquiry(), Client: names.of(a.GetInquiry()), Therapist: a.GetDisplayName(), Opening: openingWords(a.GetOpening(), zone),
			Since: s.since(r, a.GetSinceTime()), Fit: strconv.Itoa(percentOf(a.GetScore())), Changed: obstacleWords(a.GetObstacle().String()),
			marks: marksOf(a.GetNeed(), a.GetObstacle() == matchingv1.Plan_RISK_HOLD), Why: a.GetObstacleText(), Taken: a.GetObstacle() == matchingv1.Plan_SLOT_TAKEN,
		}
		if a.GetProposal() != "" {
			row.Offer, row.Changed, own[a.GetInquiry()] = offerWords(a.GetProposalState()), "", true
		}
		changed = changed || row.Offer != "" || row.Changed != "" || row.Taken
		if row.Offer == "" && row.Changed == "" {
			body.Open++
		}
		body.Rows = append(body.Rows, row)
	}
	for _, e := range plan.GetUnserved() {
		body.Unserved = append(body.Unserved, waitingRow{
			Client: names.of(e.GetInquiry()), Since: s.since(r, e.GetSinceTime()), marks: marksOf(e.GetNeed(), flags[e.GetInquiry()]),
		})
	}
	for _, price := range plan.GetPricesInForce() {
		if body.Admin {
			body.Kept = append(body.Kept, keptRow{
				price.GetDisplayName(), strconv.Itoa(max(1, percentOf(price.GetPrice()))), keptForWords(price.GetSource()), momentWords(price.GetTime().AsTime().In(zone)),
			})
		}
	}
	body.Proof = proofWords(plan, changed)
	if made != nil {
		body.Result = offersOf(made, names, own)
		body.Result.goOn(r.PostForm, made, len(plan.GetAssignments()))
	}
	s.render(w, r, status, "plan", view{Title: "Plan for the waitlist", Section: "waitlist", Private: true, Problems: problems, Body: body})
}

// openingWords is an opening in one line: "Monday, November 30 at 4:00 pm, in person".
func openingWords(o *schedulingv1.Slot, zone *time.Location) string {
	text := momentWords(o.GetStartTime().AsTime().In(zone))
	if mode := modeWords(o.GetMode()); mode != "" {
		text += ", " + mode
	}
	return text
}

// since is a day in the practice's zone.
func (s *site) since(r *http.Request, at *timestamppb.Timestamp) string {
	return at.AsTime().In(s.practiceView(r.Context()).Zone).Format("January 2")
}
