package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// The front desk does the whole journey in the console: a caller is entered, called, matched, held for and booked.
func TestFrontDeskInABrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	b := browser.tab(t, 1280, true)

	b.open(p.staff + "/inquiries")
	b.seeHeading("Sign in")
	b.checkAccess("sign in")
	b.do(chromedp.SendKeys(`#token`, "not-a-token"))
	b.press(`.narrow button`, "Sign in")
	require.Contains(t, b.text("#problems"), "not valid")
	b.checkAccess("sign in with a fault")
	b.do(chromedp.SendKeys(`#token`, p.tokens.FrontDesk))
	b.press(`.narrow button`, "Inbox")
	b.checkAccess("inbox")
	b.open(p.staff + "/inquiries?show=closed")
	b.checkAccess("empty inbox")
	b.open(p.staff + "/")
	b.checkAccess("today")

	b.open(p.staff + "/inquiries/new")
	b.press(`#submit button`, "New caller")
	b.checkAccess("new caller with faults")
	b.do(
		chromedp.SendKeys(`#given-name`, "Theo"), chromedp.SendKeys(`#phone`, "646 555 0133"),
		chromedp.Click(`[name="window"]`), chromedp.Click(`#agree`),
	)
	b.press(`#submit button`, "Theo")
	b.checkAccess("inquiry")
	b.recordCall()
	b.enterQuestionnaire()
	b.do(
		chromedp.Click(`//summary[contains(., "Nobody fits now?")]`), chromedp.Click(`form[action$="/waitlist"] button`),
		chromedp.WaitVisible(`//*[@role="status" and contains(., "on the waitlist")]`),
	)
	require.Contains(b.t, b.text("main"), "there is a place now")
	b.checkAccess("waitlisted inquiry")
	b.matchAndBook()
	require.Len(t, b.cookies(), 1, "the session and nothing else")
	b.onlyOwnOrigin(p.staff)

	b.open(p.staff + "/")
	b.press(`.who button`, "Sign in")
	require.Empty(t, b.cookies())
}

// recordCall fills in what the caller said: a couple in New York who speak English, in person or by video.
func (b *tab) recordCall() {
	b.t.Helper()
	b.do(
		chromedp.Click(`[name="outcome"][value="REACHED"]`), chromedp.SendKeys(`#note`, "Wants to begin soon."),
		chromedp.SetValue(`#first-concern`, "BETRAYAL_TRUST"), chromedp.Click(`[name="format"][value="COUPLE"]`),
		chromedp.Click(`[name="age"][value="ADULT"]`), chromedp.Click(`[name="mode"][value="IN_PERSON"]`),
		chromedp.Click(`[name="mode"][value="VIDEO"]`), chromedp.Click(`[name="language"][value="en"]`),
		chromedp.SetValue(`#state`, "NY"),
	)
	b.checkAccess("call form")
	eval[int](b, `document.querySelectorAll('form.dense details').forEach((d) => { d.open = true }), 0`)
	b.do(chromedp.SetValue(`#warmth`, "2"), chromedp.SendKeys(`#persons`, "2"))
	b.checkAccess("call form, unfolded")
	b.saveCall()
	require.Contains(b.t, b.text("main"), "Ready to match")
	for _, known := range []string{"Betrayal or broken trust", "Couple, Adult", "2 come", "in person, by video", "warm support, clearly", "Wants to begin soon."} {
		require.Contains(b.t, b.text("main"), known)
	}
	b.checkAccess("inquiry after the call")

	facts := b.text(".facts-list")
	b.do(chromedp.Click(`//summary[contains(., "Change what is known")]`), chromedp.Click(`[name="outcome"][value="REACHED"]`))
	b.saveCall()
	require.Equal(b.t, facts, b.text(".facts-list"), "nobody touched anything")
}

// saveCall sends the form of the call.
func (b *tab) saveCall() {
	b.t.Helper()
	b.press(`form[action$="/call"] button[type="submit"]`, "Theo")
	require.Contains(b.t, b.text("main"), "The call is recorded.")
}

// enterQuestionnaire enters one with a fault, then as it was answered.
func (b *tab) enterQuestionnaire() {
	b.t.Helper()
	b.do(
		chromedp.Click(`//summary[contains(., "Enter a questionnaire")]`), chromedp.SetValue(`#instrument`, "GAD_7"), chromedp.SendKeys(`#answers`, "1 0 2 1 0 4 1"),
		chromedp.Click(`form[action$="/measure"] button`), chromedp.WaitVisible(`#problems`),
	)
	require.Contains(b.t, b.text("#problems"), "Answer 6 must be from 0 to 3")
	require.Equal(b.t, "1 0 2 1 0 4 1", eval[string](b, `document.querySelector('#answers').value`))
	b.checkAccess("questionnaire with a fault")
	b.do(
		chromedp.SetValue(`#answers`, "1 0 2 1 0 3 1"), chromedp.Click(`form[action$="/measure"] button`),
		chromedp.WaitVisible(`//*[@role="status" and contains(., "questionnaire is recorded")]`),
	)
}

// matchAndBook shows who fits, holds two openings and books one of them.
func (b *tab) matchAndBook() {
	b.t.Helper()
	b.press(`form[action$="/match"] button`, "Therapists for Theo")
	require.GreaterOrEqual(b.t, eval[int](b, `document.querySelectorAll('.candidate').length`), 2)
	require.Contains(b.t, b.text("main"), "ruled out")
	b.checkAccess("match")
	b.do(chromedp.Click(`//summary[contains(., "ruled out")]`))
	b.press(`.excluded a[href*="/compare?"]`, "Why not")
	require.Contains(b.t, b.text("main"), "out")
	b.checkAccess("why one is ruled out")
	b.press(`form[action$="/match"] button`, "Therapists for Theo")
	b.press(`.candidate a[href*="/compare?"]`, "Why not")
	require.Contains(b.t, b.text("main"), "Part by part")
	b.checkAccess("why one comes after another")
	b.press(`form[action$="/match"] button`, "Therapists for Theo")
	b.press(`button[value="book"]`, "Therapists for Theo")
	require.Contains(b.t, b.text("#problems"), "at least one opening")
	b.do( // the first openings may come too close meanwhile
		chromedp.Click(`.candidate:nth-child(1) .choice:last-of-type input`), chromedp.Click(`.candidate:nth-child(2) .choice:last-of-type input`),
	)
	b.press(`button[value="hold"]`, "Held for the client")
	b.checkAccess("held")
	b.do(chromedp.Click(`form[action$="/pair"] button`), chromedp.WaitVisible(`//*[@role="status" and contains(., "first session is booked")]`))
	require.Contains(b.t, b.text("main"), "First session booked")
	b.checkAccess("paired")
}
