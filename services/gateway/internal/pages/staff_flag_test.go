package pages_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const speakFirst = "A licensed person speaks"

// Where an answer asks for a licensed person, the client's page says so to everybody who may read it, and nothing of the answer.
func TestAFlagOnTheClientsPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.State = intakev1.Inquiry_WAITLISTED
	b := staff(t, p)
	require.NotContains(t, b.get("/inquiries/3q").body, speakFirst)
	p.flagged = []string{"inquiries/3q"}
	page := b.get("/inquiries/3q").body
	require.Contains(t, page, "A licensed person speaks with this client first.")
	require.NotContains(t, page, "/measures\"", "the front desk does not read answers")
	require.NotContains(t, page, "self-harm")

	p.fail["ListFlaggedInquiries"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "down")}
	got := b.get("/inquiries/3q")
	require.Equal(t, http.StatusOK, got.status)
	require.Contains(t, got.body, "It could not be read whether a licensed person has to speak with this client first.")

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	require.Contains(t, b.get("/inquiries/3q").body, `<a href="/measures">To the questionnaires</a>`)
}

func TestAFlagOnTheWaitlist(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	for _, role := range []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK, optionsv1.Policy_ADMIN} {
		p.flagged, p.member.Roles = nil, []optionsv1.Policy_Role{role}
		require.NotContains(t, b.get("/waitlist").body, speakFirst)
		p.flagged = []string{"inquiries/c1"}
		require.Contains(t, b.get("/waitlist").body, ` <strong class="state state-risk">A licensed person speaks first</strong> <span class="state">Urgent</span>`, role)
	}
	p.fail["ListFlaggedInquiries"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "down")}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/waitlist").status)
}

// A plan says with whom a licensed person speaks first, and makes no offer to them among all the others.
func TestAFlagInAPlan(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	require.Contains(t, b.get("/waitlist/plans/pl1").body, "Make all offers")
	p.flagged = []string{"inquiries/p1"}
	require.Contains(t, b.get("/waitlist/plans/pl1").body, "Make all offers", "that one has an offer already")

	p.flagged = []string{"inquiries/c1"}
	page := b.get("/waitlist/plans/pl1").body
	require.Contains(t, page, "A licensed person speaks first")
	require.Contains(t, page, "With some of these clients a licensed person speaks first.")
	require.NotContains(t, page, "Make all offers")

	got := b.post("/waitlist/plans/pl1/commit", url.Values{"act": {"all"}, "request": {"r"}})
	require.Equal(t, http.StatusConflict, got.status, "from a page that was shown before")
	require.Contains(t, got.body, "Choose the offers one by one")
	require.Empty(t, p.committed)
	require.Equal(t, http.StatusOK, b.post("/waitlist/plans/pl1/commit", url.Values{"act": {"chosen"}, "inquiry": {"inquiries/c1"}, "request": {"r"}}).status)
	require.Equal(t, []string{"inquiries/c1"}, p.committed[0].GetInquiries())

	down := errs.New(errs.Unavailable, errs.ReasonUnavailable, "down")
	p.fail["ListFlaggedInquiries"] = []error{down, down}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/waitlist/plans/pl1").status)
	require.Equal(t, http.StatusServiceUnavailable, b.post("/waitlist/plans/pl1/commit", url.Values{"act": {"all"}}).status)
	p.fail["GetPlan"] = []error{down}
	require.Equal(t, http.StatusServiceUnavailable, b.post("/waitlist/plans/pl1/commit", url.Values{"act": {"all"}}).status)
}
