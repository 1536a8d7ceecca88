package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// inCatalog changes the catalog as the domain does.
func (f *fixture) inCatalog(t *testing.T, change func(tx domain.Tx) error) {
	t.Helper()
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
			return err
		}
		return change(tx)
	}))
}

// What is said of closures, sites and rooms is in the next catalog, and a repeat of the request finds its answer.
func premises(t *testing.T, f *fixture) {
	once := domain.Once{Scope: "s", RequestID: "closing", Hash: "h"}
	record := domain.Record{Once: once, Answer: []byte(`"answer"`), Now: noon}
	room := domain.Room{ID: "blue", DisplayName: "Blue", SiteID: "north", Accessible: true, Capacity: 3}
	before, err := f.Catalog(t.Context())
	require.NoError(t, err)
	f.inCatalog(t, func(tx domain.Tx) error {
		if err := tx.SaveSite(t.Context(), domain.Site{ID: "north", DisplayName: "North"}, domain.Record{}); err != nil {
			return err
		}
		return tx.SaveRoom(t.Context(), room, domain.Record{})
	})
	f.inCatalog(t, func(tx domain.Tx) error {
		return tx.SaveClosure(t.Context(), domain.Closure{ID: "c", First: 20_000, Last: 20_001, Label: "Holiday"}, record)
	})
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		v, err := tx.LockCatalog(t.Context(), once)
		require.Equal(t, `"answer"`, string(v.Replay.Answer))
		return err
	}))
	after, err := f.Catalog(t.Context())
	require.NoError(t, err)
	require.Greater(t, after.Version, before.Version)
	require.Equal(t, "North", after.SiteName("north"))
	require.Equal(t, "Blue", after.RoomName("blue"))
	require.Empty(t, before.SiteName("north"), "a catalog does not change")
	f.inCatalog(t, func(tx domain.Tx) error { return tx.DeleteClosure(t.Context(), "c") })
	reopened, err := f.Catalog(t.Context())
	require.NoError(t, err)
	require.Greater(t, reopened.Version, after.Version)
}

// What a row asks of its room stays with it, through updates and moves; a closure affects the booked rows of all.
func wishes(t *testing.T, f *fixture) {
	a, b := row("ana", noon), row("ben", noon+30*minute)
	a.Wish = domain.RoomWish{Persons: 3, Accessible: true}
	f.mustInsert(t, a)
	f.mustInsert(t, b)
	f.mustInsert(t, held(row("ben", noon+90*minute), "secret", noon+minute))
	stored, err := f.Appointment(t.Context(), a.ID)
	require.NoError(t, err)
	require.Equal(t, a.Wish, stored.Wish)
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		affected, err := tx.Affected(t.Context(), "", noon+5*minute, noon+120*minute)
		require.NoError(t, err)
		require.Len(t, affected, 2, "whoever it is with, and no hold")
		one := affected[0]
		require.Equal(t, a.ID, one.ID)
		one.Version++
		one.Wish.Persons = 4
		if err := tx.Update(t.Context(), &one, domain.Record{}); err != nil {
			return err
		}
		one.Version++
		one.Wish.Accessible = false
		ok, err := tx.Move(t.Context(), &one, domain.Record{})
		require.True(t, ok)
		return err
	}))
	stored, err = f.Appointment(t.Context(), a.ID)
	require.NoError(t, err)
	require.Equal(t, domain.RoomWish{Persons: 4}, stored.Wish)
}
