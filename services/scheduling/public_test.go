package scheduling_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func TestListSlots(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		listed := b.slots("2026-11-24", "2026-11-25")
		// 11:00 to 16:40 today, because of two hours' notice, and 9:00 to 16:40 tomorrow.
		require.Len(t, listed.GetSlots(), 18+24)
		require.Equal(t, "America/New_York", listed.GetTimeZone())
		require.Equal(t, "America/New_York", listed.GetPracticeTimeZone())
		first := listed.GetSlots()[0]
		require.Equal(t, at("2026-11-24T16:00:00Z").AsTime(), first.GetStartTime().AsTime())
		require.Equal(t, 10*time.Minute, first.GetEndTime().AsTime().Sub(first.GetStartTime().AsTime()))
		require.Zero(t, listed.GetUnavailableReason())

		byDefault, err := b.public.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{AppointmentType: "consultation"})
		require.NoError(t, err)
		require.Len(t, byDefault.GetSlots(), 18+9*24, "two weeks from today")
	})
}

func TestListSlotsInTheVisitorsZone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		r, err := b.public.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{
			AppointmentType: "consultation", StartDate: "2026-11-26", EndDate: "2026-11-26", TimeZone: "Asia/Tokyo",
		})
		require.NoError(t, err)
		require.Equal(t, "Asia/Tokyo", r.GetTimeZone())
		// Thursday in Tokyo is Wednesday 10:00 to Thursday 10:00 in New York.
		require.Equal(t, at("2026-11-25T15:00:00Z").AsTime(), r.GetSlots()[0].GetStartTime().AsTime())
		require.Len(t, r.GetSlots(), 21+3)
	})
}

func TestListSlotsUnavailable(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		tests := map[string]struct {
			from, to string
			want     schedulingv1.ListSlotsResponse_UnavailableReason
		}{
			"weekend":     {"2026-11-28", "2026-11-29", schedulingv1.ListSlotsResponse_CLOSED},
			"the past":    {"2026-11-20", "2026-11-23", schedulingv1.ListSlotsResponse_TOO_SOON},
			"next spring": {"2027-03-01", "2027-03-31", schedulingv1.ListSlotsResponse_TOO_FAR},
		}
		for name, test := range tests {
			listed := b.slots(test.from, test.to)
			require.Empty(t, listed.GetSlots(), name)
			require.Equal(t, test.want, listed.GetUnavailableReason(), name)
		}
		for _, s := range append(b.slots("2026-11-25", "2026-11-25").GetSlots(), b.slots("2026-11-25", "2026-11-25").GetSlots()...) {
			_, err := b.book(s.GetSlot())
			require.NoError(t, err, "two coordinators, two bookings of each start")
		}
		require.Equal(t, schedulingv1.ListSlotsResponse_FULLY_BOOKED, b.slots("2026-11-25", "2026-11-25").GetUnavailableReason())
		b.clock.Set(at("2026-11-24T20:30:00Z").AsTime()) // 15:30
		require.Equal(t, schedulingv1.ListSlotsResponse_TOO_SOON, b.slots("2026-11-24", "2026-11-24").GetUnavailableReason())
	})
}

func TestListSlotsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		tests := map[string]*schedulingv1.ListSlotsRequest{
			"endDate":   {StartDate: "2026-11-24", EndDate: "2027-01-25"},
			"startDate": {StartDate: "2026-02-30"},
			"timeZone":  {TimeZone: "America/Atlantis"},
		}
		for want, request := range tests {
			request.AppointmentType = "consultation"
			_, err := b.public.ListSlots(b.visitor(), request)
			field(t, err, want)
		}
		_, err := b.public.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{
			AppointmentType: "consultation", StartDate: "2026-11-25", EndDate: "2026-11-24",
		})
		field(t, err, "endDate")
		_, err = b.public.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{AppointmentType: "massage"})
		reason(t, err, errs.ReasonNotFound)
		_, err = b.public.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{AppointmentType: "first-session"})
		reason(t, err, errs.ReasonNotFound)
		require.Equal(t, 18+24*21+1, len(b.slots("2026-11-24", "2027-01-24").GetSlots()), "62 days are fine")
	})
}

func TestHold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[3]
		request := &schedulingv1.CreateHoldRequest{Slot: slot.GetSlot(), RequestId: uuid.NewString()}
		first, err := b.public.CreateHold(b.visitor(), request)
		require.NoError(t, err)
		require.Equal(t, b.clock.Now().Add(10*time.Minute), first.GetExpireTime().AsTime())
		b.clock.Advance(time.Minute)
		again, err := b.public.CreateHold(b.visitor(), request)
		require.NoError(t, err)
		require.Equal(t, first.String(), again.String(), "a repeat gives the first answer")
		require.Equal(t, first.GetHold(), again.GetHold())
		request.Slot = b.slots("2026-11-25", "2026-11-25").GetSlots()[4].GetSlot()
		_, err = b.public.CreateHold(b.visitor(), request)
		reason(t, err, errs.ReasonRequestIDReused)

		for range 3 {
			extended, err := b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: first.GetHold()})
			require.NoError(t, err)
			require.Equal(t, b.clock.Now().Add(10*time.Minute), extended.GetExpireTime().AsTime())
			b.clock.Advance(9 * time.Minute)
		}
		_, err = b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: first.GetHold()})
		reason(t, err, "HOLD_EXTENSIONS_USED")

		a, err := b.bookHold(first.GetHold(), "", "inquiries/"+id.New(), "consultation")
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_BOOKED, a.GetState())
		require.Equal(t, slot.GetStartTime().AsTime(), a.GetStartTime().AsTime())
		_, err = b.bookHold(first.GetHold(), "", "inquiries/"+id.New(), "consultation")
		reason(t, err, "HOLD_NOT_FOUND")
		_, err = b.public.ReleaseHold(b.visitor(), &schedulingv1.ReleaseHoldRequest{Hold: first.GetHold()})
		reason(t, err, "HOLD_NOT_FOUND")
	})
}

func TestHoldLapsesAtTheInstant(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[0]
		first, err := b.hold(slot.GetSlot())
		require.NoError(t, err)
		_, err = b.hold(slot.GetSlot())
		require.NoError(t, err, "the second coordinator")
		_, err = b.hold(slot.GetSlot())
		e := reason(t, err, "SLOT_TAKEN")
		require.Len(t, e.Details, 1)
		open, ok := e.Details[0].(*schedulingv1.OpenSlots)
		require.True(t, ok)
		require.Equal(t, 20*time.Minute, open.GetSlots()[0].GetStartTime().AsTime().Sub(slot.GetStartTime().AsTime()))
		require.NotEqual(t, slot.GetStartTime().AsTime(), b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetStartTime().AsTime())

		b.clock.Advance(10*time.Minute - time.Microsecond)
		_, err = b.book(slot.GetSlot())
		reason(t, err, "SLOT_TAKEN")
		b.clock.Advance(time.Microsecond)
		require.Equal(t, slot.GetStartTime().AsTime(), b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetStartTime().AsTime())
		_, err = b.bookHold(first.GetHold(), "", "inquiries/"+id.New(), "consultation")
		reason(t, err, "HOLD_NOT_FOUND")
		_, err = b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: first.GetHold()})
		reason(t, err, "HOLD_NOT_FOUND")
		for range 2 {
			_, err = b.book(slot.GetSlot())
			require.NoError(t, err)
		}
		_, err = b.book(slot.GetSlot())
		reason(t, err, "SLOT_TAKEN")
	})
}

func TestReleaseFreesTheTime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[0]
		h, err := b.hold(slot.GetSlot())
		require.NoError(t, err)
		_, err = b.public.ReleaseHold(b.visitor(), &schedulingv1.ReleaseHoldRequest{Hold: h.GetHold()})
		require.NoError(t, err)
		for range 2 {
			_, err = b.book(slot.GetSlot())
			require.NoError(t, err)
		}
	})
}

func TestSlotTokens(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		token := b.slots("2026-11-24", "2026-11-24").GetSlots()[0].GetSlot()
		flipped := []byte(token)
		flipped[20] ^= 1
		for _, bad := range []string{"x", "not a token", string(flipped), token + "A", token[1:]} {
			_, err := b.book(bad)
			field(t, err, "slot")
			_, err = b.hold(bad)
			field(t, err, "slot")
		}
		b.clock.Set(at("2026-11-24T15:00:00Z").AsTime())
		_, err := b.book(token)
		reason(t, err, "SLOT_TAKEN") // its notice has passed, it has not
		b.clock.Set(at("2026-11-24T16:00:00Z").AsTime())
		_, err = b.book(token)
		field(t, err, "slot")
	})
}

// Two hundred clients want one start that two coordinators can take: two win, the others hear so, nobody sees a fault.
func TestRaceForOneSlot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[5].GetSlot()
		results := make([]error, 200)
		var group sync.WaitGroup
		for i := range results {
			group.Go(func() { _, results[i] = b.book(slot) })
		}
		group.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
				continue
			}
			reason(t, err, "SLOT_TAKEN")
		}
		require.Equal(t, 2, won)
	})
}
