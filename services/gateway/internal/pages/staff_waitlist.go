package pages

import (
	"context"
	"net/http"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// putOnWaitlist puts the client on the waitlist.
func (s *site) putOnWaitlist(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	_, err := s.Intake.WaitlistInquiry(r.Context(), &intakev1.WaitlistInquiryRequest{
		Name: "inquiries/" + r.PathValue("id"), RequestId: r.PostForm.Get("request"), Etag: r.PostForm.Get("etag"),
	})
	s.stepDone(w, r, err, "waits", nil)
}

// waitWords are how long a wait is likely to be. Weeks says that a line names some.
type waitWords struct {
	Lines []string
	Weeks bool
}

// waits says how long a client on the waitlist is likely to wait, and what would change that. It is worth knowing and never
// in the way: without an answer the page goes without it.
func (s *site) waits(ctx context.Context, q *intakev1.Inquiry) *waitWords {
	if q.GetState() != intakev1.Inquiry_WAITLISTED {
		return nil
	}
	reply, err := s.Therapists.EstimateWait(ctx, &matchingv1.EstimateWaitRequest{Inquiry: q.GetName()})
	if err != nil {
		return nil
	}
	out := &waitWords{}
	for _, e := range reply.GetEstimates() {
		out.Lines, out.Weeks = append(out.Lines, e.GetText()), out.Weeks || strings.Contains(e.GetText(), " week")
	}
	return out
}
