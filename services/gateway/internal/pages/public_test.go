package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/gateway/internal/pages"
)

// needs is what every public page must say, whatever is broken.
var crisisWords = []string{"Call 988", "text 988", "tel:911", "not monitored around the clock"}

func TestEveryPublicPageSaysWhereToFindHelp(t *testing.T) {
	t.Parallel()
	for _, down := range []bool{false, true} {
		p := newPractice()
		p.down = down
		b := public(t, p)
		for path, status := range map[string]int{
			"/book": 200, "/book/callback": 200, "/manage": 200, "/privacy": 200, "/crisis": 200, "/nothing-here": 404, "/static/x.css": 404,
		} {
			if down && path == "/book" {
				status = http.StatusServiceUnavailable
			}
			got := b.get(path)
			require.Equal(t, status, got.status, path)
			for _, words := range crisisWords {
				require.Contains(t, got.body, words, path)
			}
		}
	}
}

func TestProblemPageNeedsNothing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 404, 405, 413, 429, 500, 501, 503} {
		b := browser{t: t, handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { pages.Problem(w, r, status) })}
		got := b.get("/")
		require.Equal(t, status, got.status)
		require.Contains(t, got.header.Get("Content-Security-Policy"), "style-src 'self'")
		for _, words := range crisisWords {
			require.Contains(t, got.body, words)
		}
	}
}

func TestPublicHeaders(t *testing.T) {
	t.Parallel()
	got := public(t, newPractice()).get("/book")
	policy := got.header.Get("Content-Security-Policy")
	require.Contains(t, policy, "default-src 'none'")
	require.Contains(t, policy, "frame-ancestors 'none'")
	require.NotContains(t, policy, "unsafe")
	require.Equal(t, "no-referrer", got.header.Get("Referrer-Policy"))
	require.Empty(t, got.header.Values("Set-Cookie"))
	require.Contains(t, got.body, `<meta name="robots" content="noindex">`)
	require.NotContains(t, got.body, "<style")
	require.NotContains(t, got.body, " style=")
	require.NotContains(t, got.body, "onclick")
	require.Less(t, len(got.body), 30<<10)

	deps := depsOf(newPractice())
	deps.Sessions, deps.FrameAncestors = nil, []string{"https://practice.example"}
	framed := browser{t: t, handler: pages.Public(deps)}.get("/book")
	require.Contains(t, framed.header.Get("Content-Security-Policy"), "frame-ancestors https://practice.example")
}

func TestStaticFilesLastForEver(t *testing.T) {
	t.Parallel()
	b := public(t, newPractice())
	page := b.get("/book").body
	for _, kind := range []string{"css", "js"} {
		_, rest, found := strings.Cut(page, `"/static/site-`)
		for !strings.HasPrefix(rest[12:], "."+kind+`"`) {
			_, rest, found = strings.Cut(rest, `"/static/site-`)
		}
		require.True(t, found)
		got := b.get("/static/site-" + rest[:12] + "." + kind)
		require.Equal(t, http.StatusOK, got.status)
		require.Contains(t, got.header.Get("Cache-Control"), "immutable")
	}
	require.Equal(t, http.StatusNotFound, b.get("/static/site.css").status)
}

func TestChooseTime(t *testing.T) {
	t.Parallel()
	b := public(t, newPractice())

	got := b.get("/")
	require.Equal(t, http.StatusSeeOther, got.status)
	require.Equal(t, "/book", got.header.Get("Location"))

	got = b.get("/book?day=2026-11-24&from=blog/rebuilding-trust-after-betrayal")
	require.Contains(t, got.body, "Times on Tuesday, November\u00a024")
	require.Contains(t, got.body, "betrayal or broken trust")
	require.Equal(t, "blog/rebuilding-trust-after-betrayal", got.hidden().Get("from"))
	require.Equal(t, "BETRAYAL_TRUST", got.hidden().Get("topic"))
	require.Contains(t, got.body, `href="/book?day=2026-11-25&amp;from=blog%2Frebuilding-trust-after-betrayal&amp;topic=betrayal-trust#times"`)

	got = b.get("/book?zone=America/Los_Angeles&topic=betrayal-trust")
	require.Contains(t, got.body, "Pacific time")
	require.Contains(t, got.body, "11:20\u00a0am Eastern")

	for _, odd := range []string{"/book?zone=Mars/Olympus", "/book?day=yesterday", "/book?from=<script>", "/book?zone=Local"} {
		got = b.get(odd)
		require.Equal(t, http.StatusOK, got.status, odd)
		require.NotContains(t, got.body, "<script>", odd)
		require.Contains(t, got.body, "Times are in <strong>Eastern time", odd)
	}
}

// A time of day alone says nothing to whoever hears the page: every one is a labelled radio button of a group that names its
// day, and what a program reads is the instant.
func TestTimesAreInAGroupThatNamesTheirDay(t *testing.T) {
	t.Parallel()
	body := public(t, newPractice()).get("/book?day=2026-11-24").body
	_, group, _ := strings.Cut(body, `<fieldset id="times"`)
	group, _, closed := strings.Cut(group, "</fieldset>")
	require.True(t, closed)
	require.Contains(t, group, "<legend>Times on Tuesday, November\u00a024</legend>")
	radios := strings.Count(body, `type="radio" name="slot"`)
	require.Positive(t, radios)
	require.Equal(t, radios, strings.Count(group, `<label class="time"><input type="radio" name="slot"`))
	require.Equal(t, radios, strings.Count(group, `<time datetime="2026-11-24T`))
}

func TestNothingOpenLeadsToACallBack(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.slots = nil
	got := public(t, p).get("/book")
	require.Contains(t, got.body, "Every time in the coming weeks is taken")
	require.Contains(t, got.body, `href="/book/callback"`)
}
