package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

const bookButton = `#details .actions button:not(.quiet)`

// The whole journey of a visitor works with and without script, on a phone and on a desk, without a cookie and without
// a request to anyone else, and nothing is wrong with any page for people who hear it, or see it badly.
func TestBookInABrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	for _, width := range []int64{360, 1280} {
		for _, script := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d wide, script %t", width, script), func(t *testing.T) {
				b := browser.tab(t, width, script)
				phone := fmt.Sprintf("(212) 555-%04d", width) // tries with a number are few
				code := b.book(p, phone)
				b.manage(p, code, phone)
				require.Empty(t, b.cookies())
				b.onlyOwnOrigin(p.public)
			})
		}
	}
}

// book goes from a blog post to a booked call, with every fault a hurried person makes, and returns the code.
func (b *tab) book(p *product, phone string) string {
	b.t.Helper()
	b.open(p.public + "/book?from=blog/rebuilding-trust-after-betrayal")
	require.Contains(b.t, b.text(".crisis"), "988")
	require.Contains(b.t, b.text(".lead"), "betrayal or broken trust")
	b.checkAccess("start page")
	b.press(`form[action="/book/hold"] button`, "A free")
	require.Contains(b.t, b.text("#problems"), "Choose a time")
	b.checkAccess("start page with a fault")

	b.leave(chromedp.Click(`.days li:nth-child(2) a`))
	b.do(chromedp.WaitVisible(`.days li:nth-child(2) a[aria-current]`))
	b.do(chromedp.Click(`.times .time:last-child`))
	b.press(`form[action="/book/hold"] button`, "Your details")
	b.checkAccess("details")
	b.press(bookButton, "Your details")
	require.Contains(b.t, b.text("#problems"), "Enter a phone number")
	require.Equal(b.t, "problems", eval[string](b, `document.activeElement.id`), "the summary has the focus")
	require.True(b.t, strings.HasPrefix(eval[string](b, `document.title`), "Error: "))
	require.True(b.t, eval[bool](b, `document.querySelector('[name="concern"][value="BETRAYAL_TRUST"]').checked`))
	b.checkAccess("details with faults")

	b.do(
		chromedp.SendKeys(`#given-name`, "Ana"), chromedp.SendKeys(`#phone`, phone),
		chromedp.SendKeys(`#email`, "ana@example.com"), chromedp.Click(`#message`), chromedp.Click(`#format-1`),
		chromedp.WaitVisible(`#partner-given`), chromedp.SendKeys(`#partner-given`, "Lou"), chromedp.Click(`#age-2`),
		chromedp.Click(`#agree`),
	)
	if b.script {
		b.do(chromedp.Click(`[data-keep]`))
	} else {
		b.press(`[data-keep]`, "Your details")
	}
	b.do(chromedp.WaitVisible(`//*[@role="status" and contains(., "10 more minutes")]`))
	require.Equal(b.t, phone, eval[string](b, `document.getElementById('phone').value`))
	b.press(bookButton, "Your call is booked")
	b.checkAccess("confirmation")
	code := b.text(".code strong")
	require.Regexp(b.t, `^[0-9A-Z]{4}-[0-9A-Z]{4}$`, code)

	b.leave(chromedp.Reload())
	b.seeHeading("Your call is booked")
	require.Equal(b.t, code, b.text(".code strong"), "reloading shows the same booking")
	return code
}

// manage moves the call and then cancels it, by the link where there is script, by code and phone where there is none.
func (b *tab) manage(p *product, code, phone string) {
	b.t.Helper()
	if b.script {
		b.do(chromedp.Click(`main a[href^="/manage#t="]`))
		b.seeHeading("Your call is booked")
		require.NotContains(b.t, eval[string](b, `location.href`), "t=", "the secret is out of the address bar")
	} else {
		b.open(p.public + "/manage")
		b.checkAccess("manage")
		b.press(`#by-code button`, "Move or cancel")
		b.checkAccess("manage with faults")
		b.do(chromedp.SendKeys(`#code`, strings.ToLower(code)), chromedp.SendKeys(`#phone`, phone))
		b.press(`#by-code button`, "Your call is booked")
	}
	require.NotContains(b.t, b.text("main"), "Ana")
	b.checkAccess("your call")
	before := b.text(".when")
	b.press(`form[action="/manage/times"] button`, "Choose another time")
	b.checkAccess("move")
	b.do(chromedp.Click(`.times .time:last-child`))
	b.press(`form[action="/manage/move"] button`, "Your call is moved")
	require.NotEqual(b.t, before, b.text(".when"))
	b.checkAccess("moved")

	if b.script {
		b.do(chromedp.Click(`main a[href^="/manage#t="]`))
	} else {
		b.open(p.public + "/manage")
		b.do(chromedp.SendKeys(`#code`, code), chromedp.SendKeys(`#phone`, "+1 "+phone), chromedp.Click(`#by-code button`))
	}
	b.seeHeading("Your call is booked")
	b.press(`input[name="ask"] + button`, "Cancel this call?")
	b.checkAccess("cancel")
	b.press(`form[action="/manage/cancel"] button`, "Your call is cancelled")
	b.checkAccess("cancelled")
}

// The pages that lead nowhere else are checked as well.
func TestQuietPagesInABrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	b := browser.tab(t, 360, true)
	for _, path := range []string{
		"/book?zone=America/Los_Angeles&topic=grief", "/book/callback", "/privacy", "/crisis", "/nothing-here", "/manage#t=unknown",
	} {
		b.open(p.public + path)
		if strings.HasPrefix(path, "/manage") {
			b.seeHeading("We could not find that call")
		}
		b.checkAccess(path)
	}
	b.onlyOwnOrigin(p.public)
	require.Empty(t, b.cookies())
}

// A call can be booked with nothing but a keyboard, and whoever uses one always sees where they are.
func TestBookByKeyboard(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	p := start(t, "sqlite", allInOne)
	b := browser.tab(t, 1280, true)
	b.open(p.public + "/book")
	b.tabTo(`#times input[name="slot"]`)
	b.do(chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.ArrowDown))
	b.tabTo(`form[action="/book/hold"] button`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.seeHeading("Your details")
	for _, field := range []struct{ selector, keys string }{
		{"#given-name", "Ana"}, {"#phone", "212 555 0142"}, {`[name="message"]`, " "}, {`[name="format"]`, " "}, {"#agree", " "},
	} {
		b.tabTo(field.selector)
		b.do(chromedp.KeyEvent(field.keys))
	}
	b.tabTo(bookButton)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.seeHeading("Your call is booked")
}

// tabTo presses Tab until the element has the focus, which has to show on every stop.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 120 {
		b.do(chromedp.KeyEvent(kb.Tab))
		visible := eval[bool](b, `(() => {
			const at = document.activeElement;
			const shown = [at, at.closest('label'), at.querySelector('summary')].filter(Boolean)
				.some((e) => getComputedStyle(e).outlineStyle !== 'none');
			return at === document.body || shown;
		})()`)
		require.True(b.t, visible, "the focus does not show at %s", b.where())
		if eval[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	require.FailNow(b.t, "Tab never reaches "+selector)
}
