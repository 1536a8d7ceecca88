package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// axeFile is the accessibility checker; `npm ci --prefix .tools/web --ignore-scripts` brings it.
const axeFile = "../../../.tools/web/node_modules/axe-core/axe.min.js"

// stepPatience bounds one step in the browser.
const stepPatience = 30 * time.Second

// chromium is a running browser with the accessibility checker.
type chromium struct {
	ctx     context.Context
	axe     string
	checked map[string]bool
}

// tab is a page in a browser profile of its own. It keeps the log of all requests.
type tab struct {
	t      *testing.T
	ctx    context.Context
	axe    string
	script bool
	width  int64
	// checked are the pages that were checked with this browser at their width.
	checked map[string]bool

	mu       sync.Mutex
	requests []string
}

// missing skips the test on a machine without a browser, and fails it in CI.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		require.FailNow(t, what)
	}
	t.Skip(what)
}

// openBrowser starts a browser for the test.
func openBrowser(t *testing.T) *chromium {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		missing(t, "no chromium on this machine: the pages were not tried in a browser")
	}
	axe, err := os.ReadFile(filepath.FromSlash(axeFile))
	if err != nil {
		missing(t, "axe-core is not installed: run npm ci --prefix .tools/web --ignore-scripts")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	for _, flag := range []string{
		"disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate("about:blank")))
	return &chromium{ctx: ctx, axe: string(axe), checked: map[string]bool{}}
}

// tab opens a page of the given width, with or without script.
func (c *chromium) tab(t *testing.T, width int64, script bool) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, axe: c.axe, script: script, width: width, checked: c.checked}
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)))
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.requests = append(b.requests, sent.Request.URL)
		}
	}))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	b.allowScript(script)
	return b
}

// allowScript switches script on or off for what comes.
func (b *tab) allowScript(on bool) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	require.NoError(b.t, err)
}

// do runs steps, each of which has to succeed soon.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepPatience)
	defer cancel()
	require.NoError(b.t, chromedp.Do(ctx, steps...), "at %s", b.where())
}

// open goes to an address and waits for the page.
func (b *tab) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url), chromedp.WaitVisible("main h1"))
}

// press clicks what leads to another page, and waits for that page and its heading.
func (b *tab) press(selector, heading string) {
	b.t.Helper()
	b.leave(chromedp.Click(selector))
	b.seeHeading(heading)
}

// leave runs a step that leads to another page, and waits until that has come.
func (b *tab) leave(step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepPatience)
	defer cancel()
	_, err := chromedp.RunResponse(ctx, step)
	require.NoError(b.t, err, "at %s", b.where())
}

// seeHeading waits for the page with this heading.
func (b *tab) seeHeading(heading string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(fmt.Sprintf(`//main//h1[contains(normalize-space(.), %q)]`, heading)))
}

// text is what an element shows.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ''`, selector))
}

// where says what the tab shows, for the report of a failure.
func (b *tab) where() string {
	ctx, cancel := context.WithTimeout(b.ctx, time.Second)
	defer cancel()
	shown, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + ': ' + document.title`))
	return shown
}

// eval runs script in the page, as a person at the developer tools would.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepPatience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err, "at %s", b.where())
	return value
}

// checkAccess runs the accessibility checker over the page in both colour schemes; nothing at all may be wrong. A page
// is checked once per width; with script and without it is the same.
func (b *tab) checkAccess(page string) {
	b.t.Helper()
	key := fmt.Sprint(page, " at ", b.width)
	if b.checked[key] {
		return
	}
	b.checked[key] = true
	b.allowScript(true) // for the checker, which waits; the page's own script was left out when it loaded
	defer b.allowScript(b.script)
	for _, scheme := range []string{"light", "dark"} {
		b.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{
					{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
				},
			})
			return chromedp.Void{}, err
		})
		found := eval[[]string](b, b.axe+`;
			axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.flatMap((v) =>
				v.nodes.map((n) => v.id + ' (' + v.help + '): ' + n.target.join(' ') + ' ' + n.html.slice(0, 160))))`)
		require.Empty(b.t, found, "%s, %s", page, scheme)
	}
	overflow := eval[bool](b, `document.documentElement.scrollWidth > document.documentElement.clientWidth`)
	require.False(b.t, overflow, "%s is wider than the screen", page)
}

// ownIcon is how the browser loads the icon of its own date field; it goes nowhere, and the pages' policy forbids theirs such.
const ownIcon = "data:image/svg+xml;"

// onlyOwnOrigin checks the log of all requests, and that nothing was kept in the browser.
func (b *tab) onlyOwnOrigin(origin string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.NotEmpty(b.t, b.requests)
	for _, url := range b.requests {
		if url != "about:blank" && !strings.HasPrefix(url, ownIcon) {
			require.True(b.t, strings.HasPrefix(url, origin+"/"), "a request left the origin: %s", url)
		}
	}
}

// cookies are the names of all cookies of the profile.
func (b *tab) cookies() []string {
	b.t.Helper()
	kept, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{})
	require.NoError(b.t, err)
	var names []string
	for _, c := range kept.Cookies {
		names = append(names, c.Name)
	}
	return names
}
