package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func catalogRoundTrip(t *testing.T, f *fixture) {
	from, ok := domain.ParseDate("2026-12-01")
	require.True(t, ok)
	want := domain.Provider{
		ID: "cleo", DisplayName: "Cleo", Types: []string{"consultation", "first-session"},
		Modes: []domain.Mode{domain.InPerson, domain.Video}, LedgerFrom: noon,
		Schedule: domain.Schedule{
			TimeZone: "Europe/Paris", Version: 3,
			Hours:      []domain.Hours{{Day: time.Tuesday, Start: 540, End: 1440, From: &from, Types: []string{"consultation"}}},
			Exceptions: []domain.Exception{{ID: "e1", Kind: domain.TimeOff, Start: noon, End: noon + minute, Label: "leave", Types: []string{"consultation"}}},
		},
	}
	before, err := f.Catalog(t.Context())
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
			if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
				return err
			}
			return tx.SaveProvider(t.Context(), want, domain.Record{})
		}))
		after, err := f.Catalog(t.Context())
		require.NoError(t, err)
		require.Greater(t, after.Version, before.Version)
		require.Equal(t, &want, after.Provider("cleo"))
		require.Nil(t, before.Provider("cleo"), "a catalog does not change")
		view, err := f.View(t.Context())
		require.NoError(t, err)
		require.Equal(t, after.Version, view.Catalog.Version)
	}
}

func lists(t *testing.T, f *fixture) {
	var all []string
	for i := range int64(6) {
		a := row([]string{"ana", "ben"}[i%2], noon+i/2*60*minute)
		a.InquiryID = "inquiry"
		a.Created += i
		f.mustInsert(t, a)
		all = append(all, a.ID)
	}
	f.mustInsert(t, held(row("ana", noon+300*minute), "secret", noon+minute))
	got, err := f.List(t.Context(), domain.Filter{}, 100)
	require.NoError(t, err)
	require.Len(t, got, 6)
	for i := 1; i < len(got); i++ {
		require.True(t, got[i-1].Start < got[i].Start || got[i-1].Start == got[i].Start && got[i-1].ID < got[i].ID)
	}
	rest, err := f.List(t.Context(), domain.Filter{AfterStart: got[2].Start, AfterID: got[2].ID}, 2)
	require.NoError(t, err)
	require.Equal(t, got[3:5], rest)
	window, err := f.List(t.Context(), domain.Filter{From: noon + 10*minute, To: noon + 120*minute, ProviderID: "ben"}, 9)
	require.NoError(t, err)
	require.Len(t, window, 1, "what ends at the start of the window is not in it")
	unresolved, err := f.List(t.Context(), domain.Filter{UnresolvedAt: noon + 15*minute, ProviderID: "ana"}, 9)
	require.NoError(t, err)
	require.Len(t, unresolved, 1)
	unresolved, err = f.List(t.Context(), domain.Filter{UnresolvedAt: noon + 10*minute - 1}, 9)
	require.NoError(t, err)
	require.Empty(t, unresolved, "not over yet")
	none, err := f.List(t.Context(), domain.Filter{TypeID: "first-session"}, 9)
	require.NoError(t, err)
	require.Empty(t, none)

	of, err := f.OfInquiries(t.Context(), []string{"inquiry", "nobody", ""})
	require.NoError(t, err)
	require.Len(t, of, 6)
	require.Equal(t, all[5], of[0].ID, "newest first")
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		affected, err := tx.Affected(t.Context(), "ana", noon+5*minute, noon+60*minute)
		require.Len(t, affected, 1)
		return err
	}))
}

// allChanges returns the whole feed once it has n changes. On PostgreSQL other tests' transactions delay what is shown.
func (f *fixture) allChanges(t *testing.T, n int) (got []domain.Change) {
	t.Helper()
	require.Eventually(t, func() bool {
		var err error
		got, err = f.Changes(t.Context(), "", n+1)
		return err == nil && len(got) == n
	}, 20*time.Second, 5*time.Millisecond)
	return got
}

func changes(t *testing.T, f *fixture) {
	var want []string
	for i := range int64(5) {
		a := row("ana", noon+i*60*minute)
		change := &domain.Change{
			AppointmentID: a.ID, Kind: domain.KindBooked, State: domain.Booked, Time: noon, RequestID: "r", InquiryID: "i", Actor: "staff/a",
		}
		ok, err := f.insert(t, a, domain.Record{Change: change})
		require.NoError(t, err)
		require.True(t, ok)
		want = append(want, a.ID)
	}
	ok, err := f.insert(t, row("ana", noon), domain.Record{Change: &domain.Change{AppointmentID: "never"}})
	require.NoError(t, err)
	require.False(t, ok)
	got := f.allChanges(t, 5)
	for i, c := range got {
		require.Equal(t, want[i], c.AppointmentID)
	}
	require.Equal(t, domain.Change{
		Cursor: got[0].Cursor, AppointmentID: want[0], Kind: domain.KindBooked, State: domain.Booked, Time: noon,
		RequestID: "r", InquiryID: "i", Actor: "staff/a",
	}, got[0])
	rest, err := f.Changes(t.Context(), got[2].Cursor, 1)
	require.NoError(t, err)
	require.Equal(t, got[3:4], rest)
	for _, bad := range []string{"x", "AAAA", got[0].Cursor + "A"} {
		_, err = f.Changes(t.Context(), bad, 1)
		require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err), bad)
	}
}
