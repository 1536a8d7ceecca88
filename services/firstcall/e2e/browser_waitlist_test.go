package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// The practice manager works out a plan for the waitlist and makes its offers, all of them once the clinical lead has looked at an answer;
// the front desk reads it; the lead reads the reports. On a wide screen with script, on a narrow one without.
func TestWaitlistInABrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	for _, screen := range []struct {
		width  int64
		script bool
	}{{1280, true}, {360, false}} {
		for range 2 {
			inquiry := p.consulted(t, notSoon(t))
			call(t, 200, "POST", p.staff+"/v1/"+inquiry+":waitlist", p.tokens.FrontDesk, object{"requestId": uuid.NewString()})
			call(t, 200, "POST", p.staff+"/v1/measures", p.tokens.ClinicalLead, object{
				"inquiry": inquiry, "instrument": "PHQ_9", "answers": []int{1, 2, 1, 2, 1, 0, 1, 1, 1}, "requestId": uuid.NewString(),
			})
		}
		b := browser.tab(t, screen.width, screen.script)
		b.signIn(p, p.tokens.FrontDesk, "/waitlist", "Waitlist")
		require.Contains(t, b.text("main"), "Ana Ruiz")
		b.checkAccess("waitlist")
		b.press(`form[action="/waitlist/plans"] button`, "Plan for the waitlist")
		require.Contains(t, b.text("main"), "Nobody can be made an offer now")
		require.Contains(t, b.text("main"), "A licensed person speaks first")
		b.checkAccess("plan, as the front desk sees it")
		b.press(`.who button`, "Sign in")

		b.signIn(p, p.tokens.ClinicalLead, "/measures", "Questionnaires")
		require.Contains(t, b.text("main"), "2 answers ask for a licensed person")
		eval[int](b, `document.querySelectorAll('.hint').forEach((e) => {
			e.textContent = e.textContent.replace(/inquiries\/\w+/, 'inquiries/2' + 'w'.repeat(25)) }), 0`) // as wide as an id can be
		b.checkAccess("questionnaires")
		for range 2 {
			b.press(`form[action$="/acknowledge"] button`, "Questionnaires")
		}
		require.Contains(t, b.text("main"), "No answer asks for a licensed person.")
		b.checkAccess("questionnaires, all looked at")
		b.press(`.who button`, "Sign in")

		b.signIn(p, p.tokens.Admin, "/waitlist", "Waitlist")
		require.NotContains(t, b.text("main"), "Ana Ruiz", "who clients are is not the manager's to read")
		b.press(`form[action="/waitlist/plans"] button`, "Plan for the waitlist")
		b.checkAccess("plan")
		b.press(`button[value="chosen"]`, "Plan for the waitlist")
		require.Contains(t, b.text("#problems"), "at least one client")
		b.checkAccess("plan with a fault")
		b.do(chromedp.Click(`[name="inquiry"]`))
		b.press(`button[value="chosen"]`, "Plan for the waitlist")
		require.Contains(t, b.text(`[role="status"]`), "1 offer was made")
		b.checkAccess("plan with an offer")
		b.press(`button[value="all"]`, "Plan for the waitlist")
		require.Contains(t, b.text(`[role="status"]`), "1 offer was made")
		require.NotContains(t, b.text(`[role="status"]`), "Has an offer already", "the one of before is the plan's own")
		require.Contains(t, b.text("main"), "Nobody can be made an offer now")
		b.checkAccess("plan with all offers")
		b.press(`.who button`, "Sign in")

		b.signIn(p, p.tokens.ClinicalLead, "/measures", "Questionnaires")
		b.press(`a[href="/reports"]`, "Reports")
		require.Contains(t, b.text("main"), "Too few clients were predicted and measured")
		b.checkAccess("reports")
		match := call(t, 200, "POST", p.staff+"/v1/"+p.consulted(t)+":match", p.tokens.FrontDesk, object{})
		b.open(p.staff + "/" + at[string](t, match, "decision"))
		require.Contains(t, b.text("main"), "nobody yet")
		b.checkAccess("record of a ranking")
		b.do(chromedp.Click(`//summary[contains(., "Weights")]`))
		b.checkAccess("record of a ranking, with its weights")
		b.onlyOwnOrigin(p.staff)
	}
}

// signIn goes to a page by way of the sign-in page.
func (b *tab) signIn(p *product, token, path, heading string) {
	b.t.Helper()
	b.open(p.staff + path)
	b.seeHeading("Sign in")
	b.do(chromedp.SendKeys(`#token`, token))
	b.press(`.narrow button`, heading)
}
