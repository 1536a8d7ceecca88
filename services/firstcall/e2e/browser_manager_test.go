package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// The practice manager adds a site and a room and changes a therapist's week; the front desk is then asked where clients can get
// to. On a wide screen with script, on a narrow one without.
func TestManagerInABrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	for i, at := range []struct {
		width  int64
		script bool
	}{{1280, true}, {360, false}} {
		b := browser.tab(t, at.width, at.script)
		b.signIn(p, p.tokens.Admin, "/calendar", "Calendar")
		b.do(chromedp.Click(`//summary[contains(., "Add a site")]`))
		b.checkAccess("calendar")
		b.press(`form[action="/calendar/sites"] button`, "Calendar")
		require.Contains(t, b.text("#problems"), "what the site is called")
		b.checkAccess("calendar with a fault")
		site := fmt.Sprintf("Riverside %d", i)
		b.do(chromedp.SendKeys(`#site`, site))
		b.press(`form[action="/calendar/sites"] button`, "Calendar")
		require.Contains(t, b.text("main"), site)
		b.do(chromedp.Click(`//summary[contains(., "Add a room")]`), chromedp.SendKeys(`#room`, "Blue room"), chromedp.SendKeys(`#seats`, "3"))
		b.checkAccess("calendar, adding a room")
		b.press(`form[action="/calendar/rooms"] button`, "Calendar")
		require.Contains(t, b.text("main"), "Blue room")

		b.open(p.staff + "/therapists")
		b.checkAccess("therapists, as the manager sees them")
		b.press(`a[href$="/hours"]`, "Hours of")
		b.checkAccess("hours")
		b.do(chromedp.SetValue(`#saturday`, "9 until noon"))
		b.press(`form[action$="/hours"] button`, "Hours of")
		require.Contains(t, b.text("#problems"), "Saturday")
		b.checkAccess("hours with a fault")
		b.do(chromedp.SetValue(`#saturday`, "9am to 12:30pm"))
		b.press(`form[action$="/hours"] button`, "Hours of")
		require.Contains(t, b.text(`[role="status"]`), "saved")
		require.Equal(t, "09:00-12:30", eval[string](b, `document.querySelector('#saturday').value`))
		b.checkAccess("hours, saved")

		b.open(p.staff + "/therapists")
		b.press(`a[href$="/clients"]`, "Clients of")
		b.do(chromedp.SetValue(`#brought`, "many"))
		b.press(`form[action$="/clients"] button`, "Clients of")
		require.Contains(t, b.text("#problems"), "whole number")
		b.checkAccess("clients brought along, with a fault")
		b.do(chromedp.SetValue(`#brought`, "3"))
		b.press(`form[action$="/clients"] button`, "Clients of")
		require.Contains(t, b.text("main"), "3 brought along")
		b.checkAccess("clients brought along, saved")
		b.onlyOwnOrigin(p.staff)
	}
	b := browser.tab(t, 1280, true)
	inquiry := p.consulted(t)
	b.signIn(p, p.tokens.FrontDesk, "/"+inquiry, "Ana Ruiz")
	b.do(chromedp.Click(`//summary[contains(., "Change what is known")]`), chromedp.Click(`[name="outcome"][value="REACHED"]`))
	require.Contains(t, b.text("main"), "Sites they can get to")
	b.checkAccess("inquiry in a practice with two sites")
}
