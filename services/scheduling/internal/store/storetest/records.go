package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func once(request string) domain.Once {
	return domain.Once{Scope: "test", RequestID: request, Hash: "hash"}
}

func (f *fixture) look(t *testing.T, o domain.Once) (view domain.View) {
	t.Helper()
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) (err error) {
		view, err = tx.Look(t.Context(), domain.Look{Once: o})
		return err
	}))
	return view
}

func replays(t *testing.T, f *fixture) {
	record := domain.Record{Once: once("one"), Answer: []byte(`{"a":1}`), Now: noon}
	require.Nil(t, f.look(t, record.Once).Replay)
	ok, err := f.insert(t, row("ana", noon), record)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, &domain.Replay{Hash: "hash", Answer: []byte(`{"a":1}`)}, f.look(t, record.Once).Replay)
	require.Nil(t, f.look(t, domain.Once{Scope: "other", RequestID: "one"}).Replay)
	record.Once = once("two")
	ok, err = f.insert(t, row("ana", noon), record)
	require.NoError(t, err)
	require.False(t, ok)
	require.Nil(t, f.look(t, record.Once).Replay, "no answer without its row")

	// The same request many times at once: one row.
	var group sync.WaitGroup
	for i := range 32 {
		group.Go(func() {
			_ = f.Write(t.Context(), func(tx domain.Tx) error {
				view, err := tx.Look(t.Context(), domain.Look{Once: once("many")})
				if err != nil || view.Replay != nil {
					return err
				}
				_, err = tx.Insert(t.Context(), row("ben", noon+int64(i)*60*minute),
					domain.Record{Once: once("many"), Answer: []byte("{}"), Now: noon})
				return err
			})
		})
	}
	group.Wait()
	count := 0
	for _, r := range f.touching(t, noon-60*minute, noon+60*60*minute) {
		if r.Provider == "ben" {
			count++
		}
	}
	require.Equal(t, 1, count)
}

func nothingOfAFailedWrite(t *testing.T, f *fixture) {
	a := row("ana", noon)
	wrong := errors.New("no")
	err := f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.Look(t.Context(), domain.Look{}); err != nil {
			return err
		}
		change := &domain.Change{AppointmentID: a.ID, Kind: domain.KindBooked, State: domain.Booked}
		ok, err := tx.Insert(t.Context(), a, domain.Record{Change: change, Once: once("x"), Answer: []byte("{}")})
		require.NoError(t, err)
		require.True(t, ok)
		return wrong
	})
	require.ErrorIs(t, err, wrong)
	_, err = f.Appointment(t.Context(), a.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	require.Nil(t, f.look(t, once("x")).Replay)
	got, err := f.Changes(t.Context(), "", 10)
	require.NoError(t, err)
	require.Empty(t, got)
}

// A row that was judged by an old catalog does not go in.
func catalogGuard(t *testing.T, f *fixture) {
	looked, changed := make(chan struct{}), make(chan error, 1)
	go func() {
		<-looked
		changed <- f.Write(t.Context(), func(tx domain.Tx) error {
			if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
				return err
			}
			return tx.SaveRoom(t.Context(), domain.Room{ID: "green", DisplayName: "Green"}, domain.Record{})
		})
	}()
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		v, err := tx.Look(t.Context(), domain.Look{})
		if err != nil {
			return err
		}
		close(looked)
		ok, err := tx.Insert(t.Context(), row("ana", noon), domain.Record{})
		require.True(t, ok, "nobody changes the catalog meanwhile")
		require.Empty(t, v.Catalog.RoomName("green"))
		return err
	}))
	require.NoError(t, <-changed)
	c, err := f.Catalog(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Green", c.RoomName("green"))
}

func keys(t *testing.T, f *fixture) {
	first, err := f.Keys(t.Context())
	require.NoError(t, err)
	again, err := f.Keys(t.Context())
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Len(t, first.Slot, 32)
	require.Len(t, first.Hold, 32)
	require.NotEqual(t, first.Slot, first.Hold)
}

func sweep(t *testing.T, f *fixture) {
	a, live := held(row("ana", noon), "one", noon+minute), held(row("ben", noon), "two", noon+2*minute)
	f.mustInsert(t, a)
	f.mustInsert(t, live)
	_, err := f.insert(t, row("ana", noon+60*minute), domain.Record{Once: once("old"), Answer: []byte("{}"), Now: noon})
	require.NoError(t, err)
	require.NoError(t, f.Sweep(t.Context(), noon+minute))
	got, err := f.Appointment(t.Context(), a.ID)
	require.NoError(t, err)
	require.Equal(t, domain.Released, got.State)
	got, err = f.Appointment(t.Context(), live.ID)
	require.NoError(t, err)
	require.Equal(t, domain.Held, got.State)
	require.NotNil(t, f.look(t, once("old")).Replay)
	day := (24 * time.Hour).Microseconds()
	require.NoError(t, f.Sweep(t.Context(), noon+day))
	require.Nil(t, f.look(t, once("old")).Replay)
	require.NoError(t, f.Sweep(t.Context(), noon+9*day))
	_, err = f.Appointment(t.Context(), a.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
}
