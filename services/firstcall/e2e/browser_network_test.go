package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// becomeNetwork takes in more therapists than are listed anywhere one by one; the last one asks too much for the client of the tests.
func (p *product) becomeNetwork(t *testing.T) {
	t.Helper()
	const more = 200
	rows := []string{"display_name,licenses,formats,modes,languages,age_groups,fee_cents,capacity.target_caseload,capacity.accepting,initial_hours"}
	row := func(name string, cents int) {
		rows = append(rows, fmt.Sprintf("%s,NY LMFT 2032-12-31,COUPLE,VIDEO,en,ADULT,%d,10,TRUE,MONDAY 09:00 17:00; WEDNESDAY 09:00 17:00", name, cents))
	}
	for i := range more {
		row(fmt.Sprintf("Nora Network %d", i), 15_000)
	}
	row("Vera Übertha", 90_000)
	made := call(t, 200, "POST", p.staff+"/v1/therapists:import", p.tokens.Admin, object{"csv": strings.Join(rows, "\n"), "requestId": uuid.NewString()})
	require.Equal(t, true, made["applied"], "%v", made)
}

// The front desk of a network finds a therapist by name: in the roster, to ask why not them, to book them all the same, and to say that
// they must not see a client. On a wide screen with script, on a narrow one without.
func TestNetworkInABrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	p.becomeNetwork(t)
	for _, screen := range []struct {
		width  int64
		script bool
	}{{1280, true}, {360, false}} {
		inquiry := p.consulted(t)
		b := browser.tab(t, screen.width, screen.script)
		b.signIn(p, p.tokens.FrontDesk, "/therapists", "Therapists")
		b.press(`a[href^="/therapists?page="]`, "Therapists")
		b.checkAccess("therapists, a further page")
		b.do(chromedp.SendKeys(`#q`, "ubertha VER\r"), chromedp.WaitVisible(`//main//*[contains(., "Vera Übertha")]`))
		require.NotContains(t, b.text("main"), "Nora")
		b.checkAccess("therapists of a name")

		b.open(p.staff + "/" + inquiry)
		b.press(`form[action$="/match"] button`, "Therapists for Ana")
		b.checkAccess("match in a network")
		b.do(chromedp.SendKeys(`#q`, "nora"))
		b.press(`form[action$="/who"] button`, "Ask about a therapist")
		b.checkAccess("therapists to ask about")
		b.press(`a[href*="/compare?"]`, "Why not Nora Network")
		b.checkAccess("why not somebody of a network")
		b.press(`form[action$="/match"] button`, "Therapists for Ana")
		b.do(chromedp.SendKeys(`#q`, "vera"))
		b.press(`form[action$="/who"] button`, "Ask about a therapist")
		b.checkAccess("a therapist to ask about")

		b.open(p.staff + "/" + inquiry)
		b.do(chromedp.Click(`//summary[contains(., "Change what is known")]`), chromedp.Click(`[name="outcome"][value="REACHED"]`),
			chromedp.Click(`//summary[contains(., "must not see them")]`), chromedp.SendKeys(`#find`, "vera"))
		b.press(`form[action$="/call"] button`, "Ana")
		require.Contains(t, b.text("#problems"), "Choose whom you looked for")
		require.Contains(t, b.text("#find-hint"), "1 therapist is found")
		b.checkAccess("whom a client must not meet, found by name")
		b.do(chromedp.SetValue(`[name="conflict"]`, eval[string](b, `document.querySelector('[name="conflict"] option:nth-child(2)').value`)))
		b.press(`form[action$="/call"] button`, "Ana")
		known := call(t, 200, "GET", p.staff+"/v1/"+inquiry, p.tokens.FrontDesk, nil)
		require.Len(t, at[[]any](t, known, "need", "conflicts"), 1)

		other := p.consulted(t)
		b.open(p.staff + "/" + other)
		b.press(`form[action$="/match"] button`, "Therapists for Ana")
		b.do(chromedp.SendKeys(`#q`, "vera"))
		b.press(`form[action$="/who"] button`, "Ask about a therapist")
		b.press(`a[href*="/override?"]`, "Vera Übertha in spite of a rule")
		b.do( // the first opening may come too close meanwhile
			chromedp.Click(`.choice:last-of-type input`), chromedp.SendKeys(`#override`, "Their insurer pays it."),
		)
		b.do(chromedp.Click(`form[action$="/override"] button`), chromedp.WaitVisible(`//*[@role="status" and contains(., "first session is booked")]`))
		b.onlyOwnOrigin(p.staff)
	}
}
