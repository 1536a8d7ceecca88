package scheduling_test

import (
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// limit changes what a provider's schedule allows.
func (b *bundle) limit(provider string, change func(*schedulingv1.Schedule)) *schedulingv1.Schedule {
	b.t.Helper()
	got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: "providers/" + provider + "/schedule"})
	require.NoError(b.t, err)
	change(got.GetSchedule())
	set, err := b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: got.GetSchedule()})
	require.NoError(b.t, err)
	return set.GetSchedule()
}

// Two replicas with many callers each, every one after a time of its own: nobody gets beyond the cap of the day, and then
// the list, the explanation and the refusal say the same.
func TestCapsHoldAcrossReplicas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		replicas := []*bundle{setup(t, db), setup(t, db)}
		b := replicas[0]
		slots := b.slots("2026-11-25", "2026-11-25").GetSlots()
		for i, c := range b.coordinators {
			set := b.limit(c, func(s *schedulingv1.Schedule) {
				s.Caps = []*schedulingv1.Cap{{AppointmentTypes: []string{"consultation"}, PerDay: int32(2 + i), PerWeek: 9}} //nolint:gosec // small
			})
			require.Len(t, set.GetCaps(), 1)
			require.EqualValues(t, 2+i, set.GetCaps()[0].GetPerDay())
		}
		var group sync.WaitGroup
		errors := make([]error, len(slots))
		for i, s := range slots {
			group.Go(func() {
				if r := replicas[i%2]; i%3 == 0 {
					_, errors[i] = r.hold(s.GetSlot())
				} else {
					_, errors[i] = r.book(s.GetSlot())
				}
			})
		}
		group.Wait()
		won := 0
		for _, err := range errors {
			if err == nil {
				won++
				continue
			}
			require.Equal(t, "DAY_FULL", reason(t, err, "SLOT_TAKEN").Metadata["why"])
		}
		require.Equal(t, 5, won)
		for _, r := range replicas {
			list := r.slots("2026-11-25", "2026-11-25")
			require.Empty(t, list.GetSlots())
			require.Equal(t, schedulingv1.ListSlotsResponse_FULLY_BOOKED, list.GetUnavailableReason())
			require.NotEmpty(t, r.slots("2026-11-26", "2026-11-26").GetSlots(), "another day")
		}
		explained := b.explain(&schedulingv1.ExplainSlotRequest{AppointmentType: "consultation", StartTime: slots[1].GetStartTime()})
		require.Contains(t, []schedulingv1.SlotStatus_Reason{
			schedulingv1.SlotStatus_DAY_FULL, schedulingv1.SlotStatus_BUSY, schedulingv1.SlotStatus_BUFFER, schedulingv1.SlotStatus_HELD,
		}, explained.GetReason())
	})
}

// New clients of a week are the first sessions; openings that are found can be held together under the bound, and the
// week after is another.
func TestNewClientsOfAWeek(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.therapist("dr new", 9, 12, typev1.Need_VIDEO)
		b.limit(provider, func(s *schedulingv1.Schedule) { s.MaxNewClientsPerWeek = 2 })
		found, err := b.match.FindOpenings(t.Context(), &schedulingv1.FindOpeningsRequest{
			Providers: []string{"providers/" + provider}, AppointmentType: "first-session", PerProvider: 5,
		})
		require.NoError(t, err)
		var tokens []string
		weeks := map[int]int{}
		for _, s := range found.GetProviders()[0].GetOpenings() {
			tokens = append(tokens, s.GetSlot())
			_, w := s.GetStartTime().AsTime().ISOWeek()
			weeks[w]++
		}
		require.Equal(t, map[int]int{48: 2, 49: 2, 50: 1}, weeks)
		_, err = b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
			Slots: tokens, Inquiry: "inquiries/" + id.New(), Duration: hours(1), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		full := b.explain(&schedulingv1.ExplainSlotRequest{
			AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at("2026-11-27T14:00:00Z"),
		})
		require.Equal(t, schedulingv1.SlotStatus_NEW_CLIENTS_FULL, full.GetReason())
		require.Contains(t, full.GetText(), "new clients")
		free := b.explain(&schedulingv1.ExplainSlotRequest{
			AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at("2026-12-11T14:00:00Z"),
		})
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, free.GetReason())
	})
}

// A cap that bounds nothing is a mistake, and so is one beyond reason.
func TestCapsAreChecked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := "providers/" + b.coordinators[0] + "/schedule"
		for path, change := range map[string]*schedulingv1.Schedule{
			"schedule.caps[0]":                  {Caps: []*schedulingv1.Cap{{AppointmentTypes: []string{"consultation"}}}},
			"schedule.caps[0].per_day":          {Caps: []*schedulingv1.Cap{{PerDay: -1}}},
			"schedule.max_new_clients_per_week": {MaxNewClientsPerWeek: 1001},
			"schedule.caps[1]":                  {Caps: []*schedulingv1.Cap{{PerDay: 1}, {}}},
		} {
			change.Name, change.TimeZone = name, "America/New_York"
			_, err := b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: change})
			require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err), path)
		}
	})
}

// What an inquiry itself holds does not use up the limit for it: it can be given another time of that week.
func TestOwnHoldsDoNotUseUpALimit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.therapist("dr one", 9, 12, typev1.Need_VIDEO)
		b.limit(provider, func(s *schedulingv1.Schedule) { s.MaxNewClientsPerWeek = 1 })
		slot := func(clock string) string {
			return b.explain(&schedulingv1.ExplainSlotRequest{
				AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at(clock),
			}).GetSlot().GetSlot()
		}
		held, other := slot("2026-11-25T14:00:00Z"), slot("2026-11-27T14:00:00Z")
		inquiry := "inquiries/" + id.New()
		hold := func(inquiry, slot string) error {
			_, err := b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
				Slots: []string{slot}, Inquiry: inquiry, Duration: hours(1), RequestId: uuid.NewString(),
			})
			return err
		}
		require.NoError(t, hold(inquiry, held))
		err := hold("inquiries/"+id.New(), other)
		require.Equal(t, "NEW_CLIENTS_FULL", reason(t, err, "SLOT_TAKEN").Metadata["why"])
		require.NoError(t, hold(inquiry, other))
		got, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When: &schedulingv1.BookAppointmentRequest_Slot{Slot: held}, Inquiry: inquiry,
			AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_BOOKED, got.GetAppointment().GetState())
		require.Error(t, hold(inquiry, other), "now it is full for everybody")
	})
}
