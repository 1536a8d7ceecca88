package mail_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
	"github.com/firstcall-health/firstcall/services/intake/internal/neutral"
)

// TestNothingTells reads every byte that leaves the practice, as it is on the wire and as a reader shows it.
func TestNothingTells(t *testing.T) {
	t.Parallel()
	for _, m := range everyMessage() {
		r := render(t, m)
		require.Empty(t, neutral.Tells(string(r.raw)), "%s %s: raw, with headers, ids, boundaries", m.Kind, m.Locale)
		require.Empty(t, neutral.Tells(r.subject))
		require.Empty(t, neutral.Tells(r.from.String()))
		for _, p := range r.parts {
			require.Empty(t, neutral.Tells(p.body), "%s %s", m.Kind, m.Locale)
			require.Empty(t, neutral.Tells(p.fileName))
		}
	}
}

func TestSubjectSaysNeitherTimeNorAddress(t *testing.T) {
	t.Parallel()
	for _, m := range everyMessage() {
		subject := render(t, m).subject
		require.NotRegexp(t, `[0-9@:/]`, subject)
	}
}

func TestTheLinkIsInTheTextAlone(t *testing.T) {
	t.Parallel()
	token := manageURL[strings.Index(manageURL, "#t=")+3:]
	for _, m := range everyMessage() {
		r := render(t, m)
		want := 1
		if strings.HasSuffix(string(m.Kind), "CANCELLED") {
			want = 0 // there is nothing left to move
		}
		require.Equal(t, want, strings.Count(r.text(), manageURL))
		for _, p := range r.parts[1:] {
			require.NotContains(t, p.body, token)
			require.NotContains(t, p.body, "http")
		}
		for name, values := range r.header {
			require.NotContains(t, strings.Join(values, " "), token, name)
		}
	}
}

func TestNothingIsFetched(t *testing.T) {
	t.Parallel()
	for _, m := range everyMessage() {
		r := render(t, m)
		require.Len(t, r.parts, 3)
		require.Equal(t, "text/plain", r.parts[0].mediaType)
		require.Equal(t, "text/calendar", r.parts[1].mediaType)
		require.Equal(t, "application/ics", r.parts[2].mediaType)
		require.NotContains(t, strings.ToLower(string(r.raw)), "text/html")
		require.Equal(t, "no", r.header.Get("X-Mailgun-Track"))
		require.Equal(t, "none", r.header.Get("X-MC-Track"))
		require.Equal(t, "false", r.header.Get("X-PM-TrackOpens"))
		require.Equal(t, "None", r.header.Get("X-PM-TrackLinks"))
	}
}

func TestWireFormIsPlainMail(t *testing.T) {
	t.Parallel()
	for _, m := range everyMessage() {
		raw := render(t, m).raw
		require.False(t, bytes.ContainsFunc(raw, func(r rune) bool { return r > '~' }), "seven bits for every server")
		for _, line := range bytes.Split(raw, []byte("\r\n")) {
			require.LessOrEqual(t, len(line), 998)
			require.NotContains(t, string(line), "\n", "a bare line feed")
		}
	}
}

func TestHeadersHideTheMachineAndTheProgram(t *testing.T) {
	t.Parallel()
	r := render(t, message(mail.ConsultationConfirmed))
	require.Empty(t, r.header.Get("User-Agent"))
	require.Empty(t, r.header.Get("X-Mailer"))
}
