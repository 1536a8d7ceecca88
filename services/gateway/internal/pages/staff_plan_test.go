package pages_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"buf.build/go/protovalidate"
	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestWaitlistPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	got := b.get("/waitlist")
	for _, words := range []string{"Mia", "Waits since November 3", "Urgent", "Client ZZ3456", "Has an offer", `href="/waitlist?page=more"`, "nobody is told"} {
		require.Contains(t, got.body, words)
	}
	require.Contains(t, b.get("/waitlist?page=empty").body, "Nobody is on the waitlist.")

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	p.fail["ListInquiries"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
	got = b.get("/waitlist")
	require.Equal(t, http.StatusOK, got.status, "who clients are is not asked")
	require.NotContains(t, got.body, "Mia")
	require.NotContains(t, got.body, `href="/inquiries`)
	require.Equal(t, "/waitlist", b.get("/").header.Get("Location"))

	require.Equal(t, "/waitlist/plans/pl1", b.post("/waitlist/plans", url.Values{"request": {"r"}}).header.Get("Location"))
	for _, method := range []string{"ListWaitlist", "CreatePlan", "GetPlan"} {
		p.fail[method] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/waitlist").status)
	require.Equal(t, http.StatusServiceUnavailable, b.post("/waitlist/plans", url.Values{}).status)
	require.Equal(t, http.StatusServiceUnavailable, b.get("/waitlist/plans/pl1").status)
}

func TestPlanPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	got := b.get("/waitlist/plans/pl1").body
	for _, words := range []string{
		"3 clients can be made an offer now; 2 clients get no offer from it.", "When it was worked out, no other way", "Mia", "Dr. Maya Stern, LMFT", "by video", "fit 72 of 100",
		"Waits no more", "Has an offer already", "Looks for something else now", "The therapist has no place any more",
		"A rule excludes the therapist now", "Dr. Maya Stern, LMFT: The license for New York is suspended or revoked.", "Ask where the client is",
		"The planned opening is gone", "The planned opening does not suit any more", "Dr. Maya Stern, LMFT: The license ends on November 24, before the session.", "Other openings of theirs are offered, if there are any.",
		"Offer is open", "Accepted", "Ran out", "Taken back", "The practice manager makes the offers",
	} {
		require.Contains(t, got, words)
	}
	require.NotContains(t, got, "checkbox", "the practice manager's")
	require.NotContains(t, got, "Kept open", "as well")

	p.member.Roles = append(p.member.Roles, optionsv1.Policy_ADMIN)
	got = b.get("/waitlist/plans/pl1").body
	require.Equal(t, 3, strings.Count(got, `type="checkbox"`), "what changed, and what was offered, cannot be chosen; another opening can")
	for _, words := range []string{
		"Dr. Rosa Kept", "for those who wait and those likely to come · takes 12 of 100 from the fit · found ", "Dr. Lee Kept", "for those who wait · takes 1 of 100",
	} {
		require.Contains(t, got, words)
	}
}

// The page says what is proven of a plan, and no more.
func TestPlanPageSaysWhatIsProven(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	for gap, words := range map[float64]string{
		0: "no other way of sharing out the places would have helped more.", 0.0312: "fitted better by more than 4 points of 100", 40: "not every way of sharing",
	} {
		p.gap, p.candidatesOnly = gap, false
		got := b.get("/waitlist/plans/pl1").body
		require.Contains(t, got, words)
		require.NotContains(t, got, "more fit")
		p.candidatesOnly = true
		got = b.get("/waitlist/plans/pl1").body
		require.Contains(t, got, words)
		require.Contains(t, got, "among the therapists that were looked at; more fit")
	}
}

// What has not changed is said of the plan as it is.
func TestProofOfAPlanAsItIs(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.untouched = true
	b := staff(t, p)
	for gap, words := range map[float64]string{
		0: "No other way of sharing out the places helps them more.", 0.0312: "It is proven that no other way of sharing out the places fits better by more than 4 points", 40: "another might serve more of them",
	} {
		p.gap = gap
		require.Contains(t, b.get("/waitlist/plans/pl1").body, words)
	}
}

func TestOffersOfAPlan(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK, optionsv1.Policy_ADMIN}
	commit := "/waitlist/plans/pl1/commit"
	page := b.get("/waitlist/plans/pl1")
	form := url.Values{"request": {page.hidden().Get("request")}, "act": {"chosen"}}
	got := b.post(commit, form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `<a href="#inquiry">Choose at least one client</a>`)
	require.Empty(t, p.committed)

	form.Set("inquiry", "inquiries/c1")
	got = b.post(commit, form)
	require.Equal(t, []string{"inquiries/c1"}, p.committed[0].GetInquiries())
	require.Equal(t, form.Get("request"), p.committed[0].GetRequestId())
	for _, words := range []string{"1 offer was made", "5 clients get none", "Looks for something else now.", "That opening has just been taken. Choose another one.", "Something new.", "A rule excludes the therapist now: The license ends today.<"} {
		require.Contains(t, got.body, words)
	}
	require.NotContains(t, got.body, "Has an offer already.", "of this plan")
	back := b.get(commit)
	require.Equal(t, http.StatusSeeOther, back.status)
	require.Equal(t, "/waitlist/plans/pl1", back.header.Get("Location"))
	form.Set("act", "all")
	b.post(commit, form)
	require.Empty(t, p.committed[1].GetInquiries(), "all of the plan")

	require.NotContains(t, got.body, "Go on")
	p.fail["CommitPlan"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
	require.Contains(t, b.post(commit, form).body, "Your role may not do this")
	p.fail["CommitPlan"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	require.Equal(t, http.StatusServiceUnavailable, b.post(commit, form).status)
}

// However many a plan gives somebody, all can be chosen one by one, and everyone is named.
func TestOffersToManyOfAPlan(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.crowd = 5000 // as many as a request may name
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK, optionsv1.Policy_ADMIN}
	page := b.get("/waitlist/plans/pl1")
	require.True(t, strings.Contains(page.body, "Lena"), "who is not among the newest")
	form := url.Values{"request": {page.hidden().Get("request")}, "act": {"chosen"}}
	for _, m := range regexp.MustCompile(`type="checkbox" id="[^"]*" name="inquiry" value="(inquiries/\w{26})"`).FindAllStringSubmatch(page.body, -1) {
		form.Add("inquiry", m[1])
	}
	require.Len(t, form["inquiry"], p.crowd)
	got := b.post("/waitlist/plans/pl1/commit", form)
	require.Equal(t, http.StatusOK, got.status)
	require.Equal(t, form["inquiry"], p.committed[0].GetInquiries())
	p.committed[0].Name = "plans/" + strings.Repeat("a", 26)
	require.NoError(t, protovalidate.Validate(p.committed[0]))
}

// What one call had no time for is told, and goes on at the press of a button: all of the plan, or those that were chosen.
func TestOffersOfAPlanGoOn(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK, optionsv1.Policy_ADMIN}
	commit := "/waitlist/plans/pl1/commit"
	for _, act := range []string{"all", "chosen"} {
		form := url.Values{"request": {"r-" + act}, "act": {act}}
		told := "<span id=\"done\">10 of 13 clients"
		if act == "chosen" {
			form["inquiry"] = []string{"inquiries/c1", "inquiries/o3", "inquiries/o4", "inquiries/o5", "inquiries/c2"}
			told = "<span id=\"done\">2 of 5 clients"
		}
		p.committed, p.remaining = nil, 3
		got := b.post(commit, form)
		require.Contains(t, got.body, told)
		_, rest, found := strings.Cut(got.body, "<progress")
		require.True(t, found)
		rest, _, found = strings.Cut(rest, "</form>")
		require.True(t, found)
		require.Contains(t, rest, "Go on")
		for _, m := range regexp.MustCompile(`name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(rest, -1) {
			if m[1] != "inquiry" {
				form.Set(m[1], m[2])
			}
			require.Contains(t, form[m[1]], m[2])
		}
		require.Equal(t, len(form["inquiry"]), strings.Count(rest, `name="inquiry"`))
		p.remaining = 0
		got = b.post(commit, form)
		require.NotContains(t, got.body, "Go on")
		require.Len(t, p.committed, 2)
		require.Equal(t, p.committed[0].GetRequestId(), p.committed[1].GetRequestId())
		require.Equal(t, p.committed[0].GetInquiries(), p.committed[1].GetInquiries())
		require.Empty(t, p.committed[0].GetAfter())
		require.Equal(t, "inquiries/o7", p.committed[1].GetAfter(), "the last of those told")
	}
}
