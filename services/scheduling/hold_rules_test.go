package scheduling_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/durationpb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

func hours(n int) *durationpb.Duration { return durationpb.New(time.Duration(n) * time.Hour) }

// A repeat of an extension, which the caller makes when it lost the answer, gives the same answer and costs nothing.
func TestRepeatedExtensionExtendsOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		held, err := b.hold(b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetSlot())
		require.NoError(t, err)
		extend := func(request string) (*schedulingv1.ExtendHoldResponse, error) {
			return b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: held.GetHold(), RequestId: request})
		}
		for range 3 {
			b.clock.Advance(time.Minute)
			request := uuid.NewString()
			first, err := extend(request)
			require.NoError(t, err)
			require.Equal(t, held.GetHold(), first.GetHold())
			require.Equal(t, b.clock.Now().Add(10*time.Minute).UTC(), first.GetExpireTime().AsTime())
			b.clock.Advance(time.Minute)
			again, err := extend(request)
			require.NoError(t, err)
			require.Equal(t, first.String(), again.String())
		}
		_, err = extend(uuid.NewString())
		reason(t, err, "HOLD_EXTENSIONS_USED")
		request := uuid.NewString()
		other, err := b.hold(b.slots("2026-11-25", "2026-11-25").GetSlots()[3].GetSlot())
		require.NoError(t, err)
		_, err = b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: other.GetHold(), RequestId: request})
		require.NoError(t, err)
		_, err = extend(request)
		reason(t, err, errs.ReasonRequestIDReused)
	})
}

// Every reader honours the end of a hold at its very instant, swept or not.
func TestHoldsEndAtTheInstant(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[0]
		var holds []string
		for range b.coordinators {
			held, err := b.hold(slot.GetSlot())
			require.NoError(t, err)
			holds = append(holds, held.GetHold())
		}
		look := func() (listed bool, why schedulingv1.SlotStatus_Reason) {
			for _, s := range b.slots("2026-11-25", "2026-11-25").GetSlots() {
				listed = listed || s.GetSlot() == slot.GetSlot()
			}
			return listed, b.explain(&schedulingv1.ExplainSlotRequest{AppointmentType: "consultation", StartTime: slot.GetStartTime()}).GetReason()
		}
		b.clock.Advance(10*time.Minute - time.Microsecond)
		listed, why := look()
		require.False(t, listed)
		require.Equal(t, schedulingv1.SlotStatus_HELD, why)
		_, err := b.book(slot.GetSlot())
		reason(t, err, "SLOT_TAKEN")
		b.clock.Advance(time.Microsecond)
		listed, why = look()
		require.True(t, listed)
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, why)
		_, err = b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: holds[0]})
		reason(t, err, "HOLD_NOT_FOUND")
		_, err = b.bookHold(holds[1], "", "inquiries/"+b.coordinators[0], "consultation")
		reason(t, err, "HOLD_NOT_FOUND")
		_, err = b.book(slot.GetSlot())
		require.NoError(t, err)
	})
}

// from returns a visitor's context from one source.
func (b *bundle) from(source string) context.Context { return identity.SendSource(b.visitor(), source) }

// One source may hold so much and no more; others, staff, and what was held before are not touched by it.
func TestHoldBudget(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		b := setup(t, db, func(c *scheduling.Config) { c.HoldBudget = 3 })
		slots := b.slots("2026-11-25", "2026-11-27").GetSlots()
		hold := func(ctx context.Context, slot int, request string) (*schedulingv1.CreateHoldResponse, error) {
			return b.public.CreateHold(ctx, &schedulingv1.CreateHoldRequest{Slot: slots[slot].GetSlot(), RequestId: request})
		}
		first := uuid.NewString()
		held, err := hold(b.from("a"), 0, first)
		require.NoError(t, err)
		extension := &schedulingv1.ExtendHoldRequest{Hold: held.GetHold(), RequestId: uuid.NewString()}
		_, err = b.public.ExtendHold(b.from("a"), extension)
		require.NoError(t, err)
		for range 3 { // repeats cost nothing
			again, err := hold(b.from("a"), 0, first)
			require.NoError(t, err)
			require.Equal(t, held.GetHold(), again.GetHold())
			_, err = b.public.ExtendHold(b.from("a"), extension)
			require.NoError(t, err)
		}
		_, err = hold(b.from("a"), 2, uuid.NewString())
		require.NoError(t, err)
		_, err = hold(b.from("a"), 4, uuid.NewString())
		reason(t, err, "HOLD_BUDGET_USED")
		_, err = b.public.ExtendHold(b.from("a"), &schedulingv1.ExtendHoldRequest{Hold: held.GetHold(), RequestId: uuid.NewString()})
		reason(t, err, "HOLD_BUDGET_USED")
		_, err = hold(b.from("a"), 0, first)
		require.NoError(t, err, "a repeat is answered all the same")
		_, err = hold(b.from("b"), 4, uuid.NewString())
		require.NoError(t, err)
		_, err = hold(b.desk(), 6, uuid.NewString())
		require.NoError(t, err)
		_, err = b.bookHold(held.GetHold(), "", "inquiries/"+b.coordinators[0], "consultation")
		require.NoError(t, err, "what is held can be booked")
		b.clock.Advance(4 * time.Minute)
		_, err = hold(b.from("a"), 8, uuid.NewString())
		require.NoError(t, err, "a third of the budget is back after a third of a hold's life")
	})
}
