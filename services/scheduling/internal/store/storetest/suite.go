// Package storetest holds the contract of domain.Store as tests that every engine passes.
package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Run runs the suite; open returns a new, empty store in the zone and with the types of the suite.
func Run(t *testing.T, open func(t *testing.T, practice *time.Location, types []domain.Type) domain.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, *fixture){
		"one racer wins":                 oneRacerWins,
		"hold against booking":           holdAgainstBooking,
		"rooms are not shared":           roomsAreNotShared,
		"back to back":                   backToBack,
		"updates cannot overlap":         updatesCannotOverlap,
		"refused moves leave the rest":   refusedMovesLeaveTheRest,
		"cancelled rows free the time":   cancelledRowsFreeTheTime,
		"lapsed holds":                   lapsedHolds,
		"places for two":                 placesForTwo,
		"places once":                    placesOnce,
		"places over lapsed holds":       placesOverLapsedHolds,
		"limits hold":                    limitsHold,
		"limits hold for places":         limitsHoldForPlaces,
		"limits of moves":                limitsOfMoves,
		"keeps limits":                   keepsLimits,
		"overbooked":                     overbooked,
		"overbooked rooms":               overbookedRooms,
		"overbooked moves":               overbookedMoves,
		"one open call":                  oneOpenCall,
		"open calls of holds":            openCallsOfHolds,
		"freed":                          freed,
		"series":                         series,
		"series change":                  seriesChange,
		"series race":                    seriesRace,
		"replays":                        replays,
		"nothing of a failed write":      nothingOfAFailedWrite,
		"the catalog a row is judged by": catalogGuard,
		"catalog":                        catalogRoundTrip,
		"lists":                          lists,
		"changes":                        changes,
		"sweep":                          sweep,
		"keys":                           keys,
		"feeds":                          feeds,
		"busy calendars":                 busyCalendars,
		"busy leases":                    busyLeases,
		"closures, sites and rooms":      premises,
		"what rows ask of rooms":         wishes,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc, err := domain.Zone("America/New_York")
			require.NoError(t, err)
			f := &fixture{Store: open(t, loc, domain.DefaultTypes())}
			f.seed(t)
			test(t, f)
		})
	}
}

// noon is when the suite's rows are.
const noon = int64(1_800_000_000_000_000)

// Now is the time at which a store under test begins.
var Now = time.UnixMicro(noon) //nolint:gochecknoglobals // a constant

const minute = int64(60_000_000)

// fixture is a store with two providers and two rooms.
type fixture struct{ domain.Store }

func (f *fixture) seed(t *testing.T) {
	t.Helper()
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
			return err
		}
		for _, p := range []string{"ana", "ben"} {
			if err := tx.SaveProvider(t.Context(), domain.Provider{
				ID: p, DisplayName: p, Types: []string{"consultation"}, Schedule: domain.Schedule{TimeZone: "UTC", Version: 1},
			}, domain.Record{}); err != nil {
				return err
			}
		}
		for _, r := range []string{"blue", "red"} {
			if err := tx.SaveRoom(t.Context(), domain.Room{ID: r, DisplayName: r}, domain.Record{}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// row returns a booking of ten minutes with five minutes before and after it.
func row(provider string, start int64) *domain.Appointment {
	return &domain.Appointment{
		ID: id.New(), TypeID: "consultation", State: domain.Booked, ProviderID: provider, Mode: domain.Phone,
		Start: start, End: start + 10*minute, BlockedStart: start - 5*minute, BlockedEnd: start + 15*minute,
		Version: 1, Created: noon, Updated: noon,
	}
}

// held makes the row a hold until expire.
func held(a *domain.Appointment, secret string, expire int64) *domain.Appointment {
	a.State, a.HoldHash, a.HoldExpire = domain.Held, secret, expire
	return a
}

func (f *fixture) insert(t *testing.T, a *domain.Appointment, r domain.Record) (ok bool, err error) {
	err = f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.Look(t.Context(), domain.Look{Once: r.Once}); err != nil {
			return err
		}
		ok, err = tx.Insert(t.Context(), a, r)
		return err
	})
	return ok, err
}

func (f *fixture) mustInsert(t *testing.T, a *domain.Appointment) {
	t.Helper()
	ok, err := f.insert(t, a, domain.Record{})
	require.NoError(t, err)
	require.True(t, ok)
}

// race runs n inserts at once and returns how many went in.
func (f *fixture) race(t *testing.T, n int, next func(i int) *domain.Appointment) int {
	t.Helper()
	var group sync.WaitGroup
	won := make([]bool, n)
	failed := make([]error, n)
	begin := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-begin
			won[i], failed[i] = f.insert(t, next(i), domain.Record{})
		})
	}
	close(begin)
	group.Wait()
	count := 0
	for i := range n {
		require.NoError(t, failed[i])
		if won[i] {
			count++
		}
	}
	return count
}

// touching returns what is seen to occupy [from, to).
func (f *fixture) touching(t *testing.T, from, to int64) []domain.Occupied {
	t.Helper()
	view, err := f.View(t.Context())
	require.NoError(t, err)
	return view.Rows.Touching(from, to)
}
