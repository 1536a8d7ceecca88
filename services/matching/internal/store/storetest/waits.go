package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// testWaits follows those who were first ranked in a period: paired with a session that was or is to come, waiting, offered,
// gone from the waitlist, and never heard of again.
func testWaits(t *testing.T, w *world) {
	began := w.now
	therapist := w.therapist(t, "A", 5)
	inquiries := map[string]string{}
	for _, name := range []string{"paired", "counted", "coming", "waits", "offered", "left", "silent", "earlier"} {
		inquiries[name] = id.New()
	}
	ranked := func(name string, format domain.Format) {
		d := domain.Decision{ID: id.New(), Inquiry: inquiries[name], Engine: domain.EngineVersion, CreateTime: w.now}
		d.Input.Need.Format = format
		require.NoError(t, w.store.SaveDecision(t.Context(), &d))
	}
	w.now = began.Add(-time.Hour)
	ranked("earlier", "COUPLE")
	w.now = began
	for name := range inquiries {
		ranked(name, "INDIVIDUAL")
	}
	w.now = began.Add(24 * time.Hour)
	ranked("silent", "FAMILY") // what is looked for now
	for _, name := range []string{"paired", "counted"} {
		w.agree(t, inquiries[name], therapist)
	}
	require.NoError(t, w.store.SaveCase(t.Context(), &outcome.Case{Pairing: w.caseOf(t, inquiries["counted"]), Since: began, Facts: outcome.Facts{Format: "GROUP"}}))
	tracked := func(name string, state domain.WaitingState) {
		e := w.waiting(0)
		e.Inquiry, e.State = inquiries[name], state
		w.track(t, e)
	}
	tracked("waits", domain.EntryWaiting)
	tracked("offered", domain.EntryOffered)
	tracked("left", domain.EntryLeft)
	w.now = began.Add(72 * time.Hour)
	w.agree(t, inquiries["coming"], therapist) // the session is in an hour

	found, err := w.store.Waits(t.Context(), began, began.Add(time.Second), w.now)
	require.NoError(t, err)
	got := map[string]outcome.Wait{}
	for _, wait := range found {
		require.Equal(t, began, wait.Since)
		got[wait.Inquiry] = wait
	}
	require.Len(t, got, len(inquiries)-1, "who was ranked before the period is not of it")
	day := began.Add(24 * time.Hour)
	for name, want := range map[string]struct {
		until  time.Time
		began  bool
		format domain.Format
	}{
		"paired":  {day.Add(time.Hour), true, ""}, // the newest decision, of the pairing, says nothing
		"counted": {day.Add(time.Hour), true, "GROUP"},
		"coming":  {w.now, false, ""},
		"waits":   {w.now, false, "INDIVIDUAL"},
		"offered": {w.now, false, "INDIVIDUAL"},
		"left":    {day, false, "INDIVIDUAL"},
		"silent":  {day, false, "FAMILY"},
	} {
		wait := got[inquiries[name]]
		require.Equal(t, want.until, wait.Until, name)
		require.Equal(t, want.began, wait.Began, name)
		require.Equal(t, want.format, wait.Facts.Format, name)
	}
}

// caseOf is the pairing of an inquiry whose case is not stored yet.
func (w *world) caseOf(t *testing.T, inquiry string) string {
	t.Helper()
	fresh, _, err := w.store.NewPairings(t.Context(), 10)
	require.NoError(t, err)
	for _, c := range fresh {
		if c.Inquiry == inquiry {
			return c.Pairing
		}
	}
	return ""
}
