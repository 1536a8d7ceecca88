package storetest

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// placing finds a place for a booking at noon with one of the providers, and says whether there was one.
func (f *fixture) placing(t *testing.T, record domain.Record, release []string, providers ...string) (placed bool) {
	require.NoError(t, f.Place(t.Context(), func(tx domain.Placing) error {
		placed = false
		view, err := tx.Look(t.Context(), domain.Look{Once: record.Once, From: noon, To: noon + minute})
		if err != nil || view.Replay != nil {
			return err
		}
		if len(release) > 0 {
			if err := tx.Release(t.Context(), release, noon+minute); err != nil {
				return err
			}
		}
		for _, provider := range providers {
			if placed, err = tx.Insert(t.Context(), row(provider, noon), record); placed || err != nil {
				return err
			}
		}
		return nil
	}))
	return placed
}

// atOnce runs fn 32 times side by side and returns how often it was true.
func atOnce(fn func(i int) bool) int {
	var group sync.WaitGroup
	var count atomic.Int64
	for i := range 32 {
		group.Go(func() {
			if fn(i) {
				count.Add(1)
			}
		})
	}
	group.Wait()
	return int(count.Load())
}

// Whoever loses one provider gets the next, and when all are taken nobody else gets in.
func placesForTwo(t *testing.T, f *fixture) {
	orders := [][]string{{"ana", "ben"}, {"ben", "ana"}}
	require.Equal(t, 2, atOnce(func(i int) bool { return f.placing(t, domain.Record{}, nil, orders[i%2]...) }))
	rows := f.touching(t, noon, noon+minute)
	require.Len(t, rows, 2)
	require.NotEqual(t, rows[0].Provider, rows[1].Provider)
}

// The same request many times at once takes one place.
func placesOnce(t *testing.T, f *fixture) {
	record := domain.Record{Once: once("many"), Answer: []byte("{}"), Now: noon}
	require.Equal(t, 1, atOnce(func(int) bool { return f.placing(t, record, nil, "ana", "ben") }))
	require.Len(t, f.touching(t, noon, noon+minute), 1)
	require.NotNil(t, f.look(t, record.Once).Replay)
}

// A lapsed hold goes with whoever takes its place.
func placesOverLapsedHolds(t *testing.T, f *fixture) {
	hold := held(row("ana", noon), "secret", noon+minute)
	f.mustInsert(t, hold)
	require.Zero(t, atOnce(func(int) bool { return f.placing(t, domain.Record{}, nil, "ana") }))
	require.Equal(t, 1, atOnce(func(int) bool { return f.placing(t, domain.Record{}, []string{hold.ID}, "ana") }))
	got, err := f.Appointment(t.Context(), hold.ID)
	require.NoError(t, err)
	require.Equal(t, domain.Released, got.State)
}
