package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// overbook asks for a consultation of the first coordinator over a rule.
func (b *bundle) overbook(clock string, rule schedulingv1.SlotStatus_Reason, change ...func(*schedulingv1.OverbookSlotRequest)) (*schedulingv1.OverbookSlotResponse, error) {
	r := &schedulingv1.OverbookSlotRequest{
		AppointmentType: "consultation", Provider: "providers/" + b.coordinators[0], StartTime: at(clock), Rule: rule,
		Reason: "asked for by telephone", RequestId: uuid.NewString(),
	}
	for _, c := range change {
		c(r)
	}
	return b.staff.OverbookSlot(b.desk(), r)
}

// Every rule can be gone over by its name, and by no other: what is in the way is judged at that instant.
func TestOverbookGoesOverTheNamedRule(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		_, err := b.staff.CreateTimeOff(b.admin(), &schedulingv1.CreateTimeOffRequest{
			Provider: "providers/" + b.coordinators[0], StartTime: at("2026-12-01T14:00:00Z"), EndTime: at("2026-12-01T20:00:00Z"),
			RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		taken := b.booked("2026-11-25", 0)
		ana := func(r *schedulingv1.OverbookSlotRequest) { r.Provider = taken.GetProvider() }
		for clock, rule := range map[string]schedulingv1.SlotStatus_Reason{
			"2026-11-24T15:00:00Z": schedulingv1.SlotStatus_TOO_SOON,
			"2026-12-28T15:00:00Z": schedulingv1.SlotStatus_TOO_FAR,
			"2026-11-26T23:00:00Z": schedulingv1.SlotStatus_OUTSIDE_HOURS,
			"2026-12-01T15:00:00Z": schedulingv1.SlotStatus_TIME_OFF,
		} {
			for other := range schedulingv1.SlotStatus_Reason_name {
				wrong := schedulingv1.SlotStatus_Reason(other)
				if wrong == rule {
					continue
				}
				_, err := b.overbook(clock, wrong)
				if errs.ReasonOf(err) != errs.ReasonInvalidFields {
					require.Equal(t, rule.String(), reason(t, err, "OVERBOOK_RULE_CHANGED").Metadata["rule"])
				}
			}
			held, err := b.overbook(clock, rule)
			require.NoError(t, err, rule)
			a, err := b.bookHold(held.GetHold(), "", "inquiries/"+id.New(), "consultation")
			require.NoError(t, err)
			require.Equal(t, rule, a.GetOverbook())
			require.Equal(t, "asked for by telephone", a.GetOverbookReason())
		}
		_, err = b.overbook("2026-11-25T14:00:00Z", schedulingv1.SlotStatus_OUTSIDE_HOURS, ana)
		require.Equal(t, "BUSY", reason(t, err, "OVERBOOK_RULE_CHANGED").Metadata["rule"])
		_, err = b.overbook("2026-11-25T16:00:00Z", schedulingv1.SlotStatus_OUTSIDE_HOURS)
		require.Equal(t, "OFFERED", reason(t, err, "OVERBOOK_RULE_CHANGED").Metadata["rule"], "what is open needs no overbooking")
		held, err := b.overbook("2026-11-25T14:00:00Z", schedulingv1.SlotStatus_BUSY, ana)
		require.NoError(t, err)
		_, err = b.public.ExtendHold(b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: held.GetHold()})
		reason(t, err, "HOLD_EXTENSIONS_USED")
	})
}

// An overbooked appointment takes its time from everybody, keeps its flag while it is moved to a hold of its kind, and
// loses it on a time that is offered. The feed says it.
func TestOverbookedAppointments(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.limit(b.coordinators[0], func(s *schedulingv1.Schedule) { s.Caps = []*schedulingv1.Cap{{PerDay: 1}} })
		b.limit(b.coordinators[1], func(s *schedulingv1.Schedule) { s.WeeklyHours = nil })
		slots := b.slots("2026-11-25", "2026-11-25").GetSlots()
		_, err := b.book(slots[0].GetSlot())
		require.NoError(t, err)
		_, err = b.book(slots[5].GetSlot())
		reason(t, err, "SLOT_TAKEN")
		request := &schedulingv1.OverbookSlotRequest{
			AppointmentType: "consultation", Provider: "providers/" + b.coordinators[0], StartTime: slots[5].GetStartTime(),
			Rule: schedulingv1.SlotStatus_DAY_FULL, Reason: "agreed with her", RequestId: uuid.NewString(),
		}
		held, err := b.staff.OverbookSlot(b.desk(), request)
		require.NoError(t, err)
		again, err := b.staff.OverbookSlot(b.desk(), request)
		require.NoError(t, err)
		require.Equal(t, held.String(), again.String())
		a, err := b.bookHold(held.GetHold(), "", "inquiries/"+id.New(), "consultation")
		require.NoError(t, err)
		require.Equal(t, schedulingv1.SlotStatus_BUSY, b.explain(&schedulingv1.ExplainSlotRequest{
			AppointmentType: "consultation", Provider: "providers/" + b.coordinators[0], StartTime: slots[5].GetStartTime(),
		}).GetReason())
		got, err := b.staff.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: a.GetName()})
		require.NoError(t, err)
		require.Equal(t, "agreed with her", got.GetAppointment().GetOverbookReason())
		next := b.slots("2026-11-27", "2026-11-27").GetSlots()[0]
		moved, err := b.staff.RescheduleAppointment(b.desk(), &schedulingv1.RescheduleAppointmentRequest{
			Name: a.GetName(), Slot: next.GetSlot(), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.SlotStatus_REASON_UNSPECIFIED, moved.GetAppointment().GetOverbook())
		require.Empty(t, moved.GetAppointment().GetOverbookReason())

		stream, err := b.match.WatchChanges(t.Context(), &schedulingv1.WatchChangesRequest{})
		require.NoError(t, err)
		stop := b.tick()
		defer stop()
		var kinds []schedulingv1.Change_Kind
		for range 4 {
			c, err := stream.Recv()
			require.NoError(t, err)
			kinds = append(kinds, c.GetChange().GetKind())
			if c.GetChange().GetAppointment() == a.GetName() && c.GetChange().GetKind() == schedulingv1.Change_BOOKED {
				require.Equal(t, schedulingv1.SlotStatus_DAY_FULL, c.GetChange().GetOverbook())
			}
			if c.GetChange().GetKind() == schedulingv1.Change_FREED {
				require.Equal(t, slots[5].GetStartTime().AsTime(), c.GetChange().GetStartTime().AsTime())
				require.Equal(t, slots[5].GetEndTime().AsTime(), c.GetChange().GetEndTime().AsTime())
				require.Equal(t, "providers/"+b.coordinators[0], c.GetChange().GetProvider())
				require.Equal(t, "consultation", c.GetChange().GetAppointmentType())
				require.Equal(t, "staff/desk", c.GetChange().GetActor())
			}
		}
		require.Equal(t, []schedulingv1.Change_Kind{
			schedulingv1.Change_BOOKED, schedulingv1.Change_BOOKED, schedulingv1.Change_RESCHEDULED, schedulingv1.Change_FREED,
		}, kinds)
	})
}

// A room is never shared, and what is no rule, or has no reason, is no request.
func TestOverbookHasLimits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana, ben, cora := b.therapist("ana", 9, 12), b.therapist("ben", 9, 12), b.therapist("cora", 9, 12)
		in := func(provider string, mode typev1.Need_Mode) (*schedulingv1.OverbookSlotResponse, error) {
			return b.overbook("2026-11-25T23:00:00Z", schedulingv1.SlotStatus_OUTSIDE_HOURS, func(r *schedulingv1.OverbookSlotRequest) {
				r.AppointmentType, r.Provider, r.Mode = "first-session", "providers/"+provider, mode
			})
		}
		for _, p := range []string{ana, ben} {
			_, err := in(p, typev1.Need_IN_PERSON)
			require.NoError(t, err)
		}
		_, err := in(cora, typev1.Need_IN_PERSON)
		require.Equal(t, "NO_ROOM", reason(t, err, "OVERBOOK_RULE_CHANGED").Metadata["rule"])
		_, err = in(cora, typev1.Need_VIDEO)
		require.NoError(t, err)
		for name, change := range map[string]func(*schedulingv1.OverbookSlotRequest){
			"no reason": func(r *schedulingv1.OverbookSlotRequest) { r.Reason = "" },
			"no room":   func(r *schedulingv1.OverbookSlotRequest) { r.Rule = schedulingv1.SlotStatus_NO_ROOM },
			"offered":   func(r *schedulingv1.OverbookSlotRequest) { r.Rule = schedulingv1.SlotStatus_OFFERED },
			"past":      func(r *schedulingv1.OverbookSlotRequest) { r.StartTime = timestamppb.New(start.Add(-time.Hour)) },
		} {
			_, err := b.overbook("2026-11-25T23:00:00Z", schedulingv1.SlotStatus_OUTSIDE_HOURS, change)
			require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err), name)
		}
		_, err = b.overbook("2026-11-25T23:00:00Z", schedulingv1.SlotStatus_OUTSIDE_HOURS, func(r *schedulingv1.OverbookSlotRequest) { r.Provider = "providers/" + ana })
		reason(t, err, errs.ReasonNotFound)
	})
}
