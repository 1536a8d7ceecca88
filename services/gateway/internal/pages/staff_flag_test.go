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

// A plan says to whom no offer is made before a licensed person spoke with them, and makes the others.
func TestAFlagInAPlan(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.flagged = []string{"inquiries/c1"}
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	page := b.get("/waitlist/plans/pl1").body
	require.Contains(t, page, "A licensed person speaks first")
	require.NotContains(t, page, `name="inquiry" value="inquiries/c1"`)

	got := b.post("/waitlist/plans/pl1/commit", url.Values{"act": {"all"}, "request": {"r"}})
	require.Equal(t, http.StatusOK, got.status, "from a page that was shown before")
	require.Contains(t, got.body, "A licensed person speaks first.")
	require.Empty(t, p.committed[0].GetInquiries())
}

// Whoever is ranked for a client with whom a licensed person speaks first is shown, and cannot be offered or booked until that was done.
func TestAFlagOnARanking(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.State = intakev1.Inquiry_CONSULTED
	b := staff(t, p)
	page := b.post("/inquiries/3q/match", nil).body
	require.Contains(t, page, "Hold for the client")
	require.NotContains(t, page, "Nobody can be offered")

	p.flagged = []string{"inquiries/3q"}
	page = b.post("/inquiries/3q/match", nil).body
	require.Contains(t, page, "<strong>An answer on self-harm waits.</strong>")
	require.Contains(t, page, "Nobody can be offered or booked until that was done.")
	require.Contains(t, page, "Dr. Maya Stern")
	require.NotContains(t, page, `name="act"`)

	hold := errs.New(errs.FailedPrecondition, "RISK_HOLD", "no")
	form := url.Values{"decision": {"decisions/d1"}, "opening": {"therapists/t1|s1"}, "override": {"because"}, "therapist": {"therapists/t4"}}
	for path, method := range map[string]string{"choose": "ProposeTherapists", "override": "PairInquiry", "pair": "PairInquiry"} {
		p.fail[method] = []error{hold}
		got := b.post("/inquiries/3q/"+path, form)
		require.Equal(t, http.StatusConflict, got.status, path)
		require.Contains(t, got.body, "A licensed person speaks with this client first: nobody is offered and nothing is booked until then.", path)
	}
}
