package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// network is a practice of more therapists than a page lists, with an inquiry that waits for one.
func network() *practice {
	p := newPractice()
	p.many, p.inquiry.State = true, intakev1.Inquiry_CONSULTED
	return p
}

// Therapists are found by name, page by page.
func TestFindTherapists(t *testing.T) {
	t.Parallel()
	b := staff(t, network())
	got := b.get("/therapists")
	require.Equal(t, 100, strings.Count(got.body, `<span class="person">N`))
	require.Contains(t, got.body, `href="/therapists?page=100"`)
	got = b.get("/therapists?q=+Lang+")
	require.Equal(t, 75, strings.Count(got.body, `<span class="person">N`))
	require.Contains(t, got.body, `value="Lang"`)
	got = b.get("/therapists?q=n&page=100")
	require.Contains(t, got.body, "N149 Lang")
	require.Contains(t, got.body, `<a href="/therapists?q=n">From the beginning</a>`)
	require.Contains(t, b.get("/therapists?q=n").body, `<a href="/therapists?q=n&amp;page=100">More</a>`)
	got = b.get("/therapists?q=nobody")
	require.Contains(t, got.body, "No therapist has that name.")
	require.Contains(t, got.body, `<a href="/therapists">All therapists</a>`)
	require.Equal(t, http.StatusOK, b.get("/therapists?q="+strings.Repeat("é", 300)).status, "no more of it is looked for than may be")
}

// Of a large roster a ranking does not list everyone; whoever is not can be asked about by name, and chosen all the same.
func TestAskAboutATherapist(t *testing.T) {
	t.Parallel()
	p := network()
	b := staff(t, p)
	page := b.post("/inquiries/3q/match", nil)
	require.Contains(t, page.body, "Ask about a therapist by name")
	form := b.submitted(page, "/inquiries/3q/who")
	require.Equal(t, "decisions/d1", form.Get("decision"))
	form.Set("q", "stern")
	got := b.get("/inquiries/3q/who?" + form.Encode()).body
	require.Equal(t, 20, strings.Count(got, "<span class=\"person\">N"))
	query := url.Values{"decision": {"decisions/d1"}, "therapist": {"therapists/n2"}}.Encode()
	for _, to := range []string{"compare", "override"} {
		require.Contains(t, got, `href="/inquiries/3q/`+to+"?"+strings.ReplaceAll(query, "&", "&amp;")+`"`)
	}
	require.Contains(t, got, `<a href="/inquiries/3q/who?decision=decisions%2Fd1&amp;page=40&amp;q=stern">More</a>`)
	require.Contains(t, b.get("/inquiries/3q/who?decision=decisions%2Fd1&page=40&q=stern").body, "N40 Stern")
	require.Contains(t, b.get("/inquiries/3q/who?decision=decisions%2Fd1&q=nobody").body, "No therapist has that name.")
	require.NotContains(t, b.get("/inquiries/3q/who?decision=decisions%2Fd1").body, `class="person"`, "nobody is asked about yet")

	p.fail["ListTherapists"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/inquiries/3q/who?q=stern").status)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICAL_LEAD}
	require.NotContains(t, b.get("/inquiries/3q/who?decision=decisions%2Fd1&q=stern").body, "all the same", "the front desk books")
	p.many = false
	require.NotContains(t, b.post("/inquiries/3q/match", nil).body, "Ask about a therapist", "everyone is listed")
}

// Whom a client must not meet is looked for by name where there are too many for a list. Nothing is saved until somebody was chosen, and
// nothing that was typed is lost.
func TestFindWhomNotToMeet(t *testing.T) {
	t.Parallel()
	p := network()
	p.inquiry.Need = everythingWished()
	b := staff(t, p)
	page := b.get("/inquiries/3q")
	require.Contains(t, page.body, "Somebody else, by name")
	form := b.submitted(page, "/inquiries/3q/call")
	require.NotContains(t, page.body, "N4 Stern")
	rows := len(form["conflict"])
	form = with(form, "outcome", "REACHED", "find", "n4", "note", "typed meanwhile")
	got := b.post("/inquiries/3q/call", form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#find"`)
	require.Contains(t, got.body, "11 therapists are found for “n4”")
	require.Empty(t, p.recorded)

	again := b.submitted(got, "/inquiries/3q/call")
	require.Equal(t, "typed meanwhile", again.Get("note"))
	require.Empty(t, again.Get("find"))
	require.Equal(t, rows, len(again["conflict"]))
	require.Contains(t, got.body, `<option value="therapists/n42">N42 Stern</option>`)
	again["conflict"][rows-1] = "therapists/n42"
	require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", again).status)
	conflicts := p.recorded[0].GetNeed().GetConflicts()
	require.Equal(t, "therapists/n42", conflicts[len(conflicts)-1].GetTherapist())
	require.Len(t, conflicts, len(everythingWished().GetConflicts())+1)

	p.inquiry.Need = p.recorded[0].GetNeed()
	page = b.get("/inquiries/3q")
	require.Contains(t, page.body, `<option value="therapists/n42" selected>N42 of the network</option>`, "named without the roster")
	got = b.post("/inquiries/3q/call", with(b.submitted(page, "/inquiries/3q/call"), "find", "nobody"))
	require.Contains(t, got.body, "Nobody is found for “nobody”")
	p.fail["ListTherapists"] = make([]error, 3)
	for i := range p.fail["ListTherapists"] {
		p.fail["ListTherapists"][i] = errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")
	}
	require.Contains(t, b.get("/inquiries/3q").body, "N42 of the network", "the form of a call never waits for the roster")
}
