package scheduling_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func (b *bundle) ledger() []*schedulingv1.LedgerEntry {
	b.t.Helper()
	r, err := b.staff.GetLedger(b.desk(), &schedulingv1.GetLedgerRequest{Name: "appointmentTypes/consultation/ledger"})
	require.NoError(b.t, err)
	return r.GetEntries()
}

// The ledger says who takes the next call, across weeks; a change of hours begins it anew.
func TestLedger(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		days := []string{"2026-11-25", "2026-11-27", "2026-12-01", "2026-12-02", "2026-12-08"}
		for n, day := range days {
			next := b.ledger()[0]
			a := b.booked(day, n)
			require.Equal(t, next.GetProvider(), a.GetProvider())
		}
		entries := b.ledger()
		require.Len(t, entries, 2)
		require.Equal(t, []int32{2, 3}, []int32{entries[0].GetLoad(), entries[1].GetLoad()})
		for i, want := range []float64{-0.5, 0.5} {
			require.InDelta(t, want, entries[i].GetBalance(), 1e-6)
			require.InDelta(t, 2.5, entries[i].GetShare(), 1e-6)
			require.Equal(t, start, entries[i].GetSinceTime().AsTime())
		}
		require.NotEmpty(t, entries[0].GetProviderDisplayName())

		b.clock.Advance(time.Hour)
		name := entries[1].GetProvider() + "/schedule"
		got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: name})
		require.NoError(t, err)
		s := got.GetSchedule()
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		require.NoError(t, err)
		require.Equal(t, start, b.ledger()[1].GetSinceTime().AsTime(), "the same week as before")
		s.Etag, s.GetWeeklyHours()[4].GetWindow().EndTime = "", "16:00"
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		require.NoError(t, err)
		for _, e := range b.ledger() {
			require.Zero(t, e.GetBalance())
			if e.GetProvider() == entries[1].GetProvider() {
				require.Equal(t, start.Add(time.Hour), e.GetSinceTime().AsTime())
				require.Zero(t, e.GetLoad())
			}
		}
		for _, name := range []string{"appointmentTypes/session/ledger", "appointmentTypes/none/ledger", "appointmentTypes/consultation", id.New()} {
			_, err = b.staff.GetLedger(b.desk(), &schedulingv1.GetLedgerRequest{Name: name})
			reason(t, err, errs.ReasonNotFound)
		}
	})
}

// Bookings in flight do not see each other, so they may favour somebody by as many as there are; the calls that come
// after them even it out one by one. And nobody is passed over while they are the only one free.
func TestLedgerRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		race := func(slots []*schedulingv1.Slot, each int) {
			var wg sync.WaitGroup
			for _, slot := range slots {
				for range each {
					wg.Go(func() {
						if _, err := b.book(slot.GetSlot()); err != nil {
							t.Error(err)
						}
					})
				}
			}
			wg.Wait()
		}
		spread := func() float64 {
			entries := b.ledger()
			return entries[1].GetBalance() - entries[0].GetBalance()
		}
		race(b.slots("2026-11-25", "2026-11-25").GetSlots(), 2)
		require.InDelta(t, 0, spread(), 1e-6, "both have taken every start")
		inFlight := b.slots("2026-12-01", "2026-12-01").GetSlots()[:16]
		race(inFlight, 1)
		require.LessOrEqual(t, spread(), float64(len(inFlight)))
		for _, slot := range b.slots("2026-12-02", "2026-12-02").GetSlots()[:16] {
			next := b.ledger()[0]
			a, err := b.book(slot.GetSlot())
			require.NoError(t, err)
			require.Equal(t, next.GetProvider(), a.GetProvider())
		}
		require.LessOrEqual(t, spread(), 1+1e-6)
	})
}
