package fhir

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

func newYork(t testing.TB) func() (*time.Location, error) {
	t.Helper()
	return func() (*time.Location, error) { return time.LoadLocation("America/New_York") }
}

// R4's search.html says what each prefix means for a value of each precision.
func TestDates(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"2026":                        "2026-01-01T05:00:00Z 2027-01-01T05:00:00Z",
		"2026-11":                     "2026-11-01T04:00:00Z 2026-12-01T05:00:00Z",
		"2026-11-01":                  "2026-11-01T04:00:00Z 2026-11-02T05:00:00Z", // a day of 25 hours
		"eq2026-11-24":                "2026-11-24T05:00:00Z 2026-11-25T05:00:00Z",
		"ge2026-11-24":                "2026-11-24T05:00:00Z -",
		"gt2026-11-24":                "2026-11-25T05:00:00Z -",
		"lt2026-11-24":                "- 2026-11-24T05:00:00Z",
		"le2026-11-24":                "- 2026-11-25T05:00:00Z",
		"2026-11-24T10:00":            "2026-11-24T15:00:00Z 2026-11-24T15:01:00Z",
		"2026-11-24T10:00:00Z":        "2026-11-24T10:00:00Z 2026-11-24T10:00:01Z",
		"ge2026-11-24T10:00:00+02:00": "2026-11-24T08:00:00Z -",
		"ge2026-11-24T10:00:00 02:00": "2026-11-24T08:00:00Z -", // a plus that nobody escaped
		"ge2026-11-24T10:00:00.500Z":  "2026-11-24T10:00:00.5Z -",
		"ge2026-11-24&lt2026-11-25":   "2026-11-24T05:00:00Z 2026-11-25T05:00:00Z",
		"le2026-11-24&lt2026-11-23":   "- 2026-11-23T05:00:00Z",
		"ge2026-11-24&gt2026-11-25":   "2026-11-26T05:00:00Z -",
		"2026-11-24&2026-11-26":       "2026-11-26T05:00:00Z 2026-11-25T05:00:00Z", // no time is on both
		"":                            "- -",
		"ne2026-11-24":                "error", "sa2026": "error", "2026-13": "error", "ge": "error", "yesterday": "error",
		"2026-11-24T25:00:00Z": "error", "0001-01-01": "error", "9999-12-31": "error",
		strings.Repeat("2", 100): "error",
	} {
		p := params{}
		if given != "" {
			p["date"] = strings.Split(given, "&")
		}
		window, err := p.period("date", newYork(t))
		if want == "error" {
			require.Error(t, err, given)
			continue
		}
		require.NoError(t, err, given)
		require.Equal(t, want, orDash(window.from)+" "+orDash(window.to), given)
	}
}

func orDash(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return instant(t)
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for _, s := range []start{
		newStart(consultation, "", now(), now().Add(10*time.Minute)),
		newStart(firstSession, okafor, now(), now().Add(50*time.Minute)),
	} {
		require.True(t, validID(s.id()), s.id())
		again, ok := parseStart(s.id())
		require.True(t, ok)
		require.Equal(t, s, again)
	}
	for _, wrong := range []string{
		"", "consultation", "consultation.1", "consultation.1.x", "consultation.x.1", "consultation.-1.10", "consultation.1.0",
		"consultation.1.1441", "consultation.01.10", "consultation.1.+5", "first-session.1.10", "first-session.short.1.10",
		"other." + okafor + ".1.10", "consultation." + okafor + ".1.10", "consultation.99999999999999.10",
	} {
		_, ok := parseStart(wrong)
		require.False(t, ok, wrong)
	}
	for token, id := range map[string]string{"a_b-c": "slot.a.b-c", "__": "slot..."} {
		require.Equal(t, id, proposedID(token))
		slot, hold, ok := parseToken(id)
		require.True(t, ok)
		require.Equal(t, token, slot)
		require.Empty(t, hold)
	}
	for _, wrong := range []string{"", "slot.", "hold.", "slot", "a1", "slot._", "slot." + strings.Repeat("a", 60)} {
		_, _, ok := parseToken(wrong)
		require.False(t, ok, wrong)
	}
}

func FuzzStart(f *testing.F) {
	f.Add("consultation.1795449600.10")
	f.Add("first-session." + okafor + ".1795449600.50")
	f.Fuzz(func(t *testing.T, text string) {
		if s, ok := parseStart(text); ok {
			require.Equal(t, text, s.id(), "an id is written in one way")
			require.True(t, validID(text))
		}
	})
}

func FuzzPeriod(f *testing.F) {
	f.Add("ge2026-11-24T10:00:00Z")
	f.Add("2026-02")
	f.Fuzz(func(t *testing.T, text string) {
		window, err := params{"date": {text}}.period("date", newYork(t))
		if err == nil && !window.from.IsZero() && !window.to.IsZero() {
			require.True(t, window.from.Before(window.to), text)
		}
	})
}

func TestUnknownParametersAreRefused(t *testing.T) {
	t.Parallel()
	query, err := url.ParseQuery("_format=xml&_pretty=true&status=&date=a&date=b")
	require.NoError(t, err)
	p, err := readQuery(query, []string{"status", "date"})
	require.NoError(t, err)
	require.Equal(t, params{"date": {"a", "b"}}, p)
	_, err = readQuery(url.Values{"patient": {"1"}}, []string{"status"})
	e, _ := errs.As(err)
	require.Equal(t, "patient", e.Violations[0].Field)
}
