package scheduling_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// What no other test of the service would notice of the faults in BUGS.md.

// Somebody else's calendar that takes its time keeps nobody from booking.
func TestBookingWaitsForNoCalendar(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		asked, answer := make(chan struct{}), make(chan struct{})
		e := &elsewhere{Server: httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			close(asked)
			<-answer
		}))}
		b := setup(t, db, e.allow)
		_, err := b.staff.CreateBusyCalendar(b.admin(), &schedulingv1.CreateBusyCalendarRequest{
			Provider: "providers/" + b.coordinators[0], Url: e.URL + secretPath, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		<-asked
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[0]
		for range b.coordinators {
			_, err := b.book(slot.GetSlot())
			require.NoError(t, err)
		}
		require.Nil(t, b.busy(b.coordinators[0]).GetAttemptTime(), "it has not answered yet")
		close(answer)
		e.Close()
	})
}

// What is held is in everybody's way as what is booked is, and nobody but who it is held for can book it.
func TestWhatIsHeldIsNobodyElses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.therapist("dr held", 9, 12, typev1.Need_VIDEO)
		ask := &schedulingv1.ExplainSlotRequest{AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at("2026-11-27T14:00:00Z")}
		slot := b.explain(ask).GetSlot().GetSlot()
		mine, theirs := "inquiries/"+id.New(), "inquiries/"+id.New()
		held, err := b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
			Slots: []string{slot}, Inquiry: mine, Duration: hours(48), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.SlotStatus_HELD, b.explain(ask).GetReason())
		_, err = b.first(slot)
		reason(t, err, "SLOT_TAKEN")
		_, err = b.bookHold(held.GetHold(), "", theirs, "first-session")
		reason(t, err, "HOLD_NOT_FOUND")
		_, err = b.bookHold(held.GetHold(), "", mine, "first-session")
		require.NoError(t, err)
		require.Equal(t, schedulingv1.SlotStatus_BUSY, b.explain(ask).GetReason())
	})
}

// A repeat is known by its request id and by nothing that it asks for: the same time can be booked for the same client again
// after it was cancelled, and the row of the first stays.
func TestTheSameBookingAgainIsAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		request := &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "consultation", RequestId: uuid.NewString(),
		}
		first, err := b.intake.BookAppointment(t.Context(), request)
		require.NoError(t, err)
		name := first.GetAppointment().GetName()
		_, err = b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: name, RequestId: uuid.NewString()})
		require.NoError(t, err)
		again, err := b.intake.BookAppointment(t.Context(), request)
		require.NoError(t, err)
		require.Equal(t, name, again.GetAppointment().GetName(), "a repeat")
		request.RequestId = uuid.NewString()
		second, err := b.intake.BookAppointment(t.Context(), request)
		require.NoError(t, err)
		require.NotEqual(t, name, second.GetAppointment().GetName())
		got, err := b.staff.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: name})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_CANCELLED, got.GetAppointment().GetState())
	})
}

// Twenty minutes and five after them fill a morning from end to end.
func TestTwentyMinutesAndFive(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		b := setup(t, db, func(c *scheduling.Config) {
			c.Types = scheduling.DefaultTypes()
			call := &c.Types[0]
			call.Duration, call.BufferBefore, call.BufferAfter, call.Step = 20*time.Minute, 0, 5*time.Minute, 25*time.Minute
			c.Seed.Coordinators = c.Seed.Coordinators[:1]
			c.Seed.Coordinators[0].Hours = []scheduling.Hours{{Day: time.Wednesday, Start: 9 * 60, End: 11 * 60}}
		})
		slots := b.slots("2026-11-25", "2026-11-25").GetSlots()
		require.Len(t, slots, 5)
		for i, s := range slots {
			require.Equal(t, at("2026-11-25T14:00:00Z").AsTime().Add(time.Duration(25*i)*time.Minute), s.GetStartTime().AsTime())
			_, err := b.book(s.GetSlot())
			require.NoError(t, err)
		}
	})
}

// One opening is as good as many: it is listed, found, and booked, and then there is none.
func TestASingleOpening(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		b := setup(t, db, func(c *scheduling.Config) {
			c.Seed.Coordinators = c.Seed.Coordinators[:1]
			c.Seed.Coordinators[0].Hours = []scheduling.Hours{{Day: time.Wednesday, Start: 9 * 60, End: 9*60 + 10}}
		})
		list := b.slots("2026-11-24", "2026-11-30")
		require.Len(t, list.GetSlots(), 1)
		slot := list.GetSlots()[0].GetSlot()
		_, err := b.book(slot)
		require.NoError(t, err)
		list = b.slots("2026-11-24", "2026-11-30")
		require.Empty(t, list.GetSlots())
		require.Equal(t, schedulingv1.ListSlotsResponse_FULLY_BOOKED, list.GetUnavailableReason())
		_, err = b.book(slot)
		open, ok := reason(t, err, "SLOT_TAKEN").Details[0].(*schedulingv1.OpenSlots)
		require.True(t, ok)
		require.Equal(t, at("2026-12-02T14:00:00Z").AsTime(), open.GetSlots()[0].GetStartTime().AsTime())
	})
}

// What is forgotten was in nobody's way: neither what is open nor what a limit leaves nor what is owed changes with it.
func TestForgettingChangesNothingThatIsOpen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.limit(b.coordinators[0], func(s *schedulingv1.Schedule) { s.Caps = []*schedulingv1.Cap{{PerDay: 2, PerWeek: 4}} })
		s := store.New(b.db, b.clock, mustZone(t), scheduling.DefaultTypes())
		for day := range 12 {
			date := start.AddDate(0, 0, day).Format(time.DateOnly)
			for i, slot := range b.slots(date, date).GetSlots() {
				switch i {
				case 0, 3:
					_, err := b.book(slot.GetSlot())
					require.NoError(t, err)
				case 1, 4:
					held, err := b.hold(slot.GetSlot())
					require.NoError(t, err)
					if i == 4 {
						_, err = b.public.ReleaseHold(b.visitor(), &schedulingv1.ReleaseHoldRequest{Hold: held.GetHold()})
						require.NoError(t, err)
					}
				case 2:
					a, err := b.book(slot.GetSlot())
					require.NoError(t, err)
					_, err = b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: a.GetName(), RequestId: uuid.NewString()})
					require.NoError(t, err)
				}
			}
		}
		open := func() string { // as somebody sees it who remembers nothing
			s, err := domain.NewScheduler(t.Context(), store.New(b.db, b.clock, mustZone(t), scheduling.DefaultTypes()), b.clock, nil,
				mustZone(t), scheduling.DefaultTypes(), domain.Rules{})
			require.NoError(t, err)
			list, err := s.Slots(t.Context(), domain.Listing{TypeID: "consultation"})
			require.NoError(t, err)
			var starts []int64
			for _, slot := range list.Slots {
				starts = append(starts, slot.Start)
			}
			ledger, err := s.Ledger(t.Context(), "consultation")
			require.NoError(t, err)
			return fmt.Sprint(starts, list.Unavailable, ledger)
		}
		for range 12 {
			before := open()
			require.NoError(t, s.Sweep(t.Context(), b.clock.Now().UnixMicro()))
			require.Equal(t, before, open(), "on %s", b.clock.Now())
			b.clock.Advance(22 * time.Hour)
		}
	})
}

// counting counts what a use case asks of the store.
type counting struct {
	domain.Store
	asked int
}

func (c *counting) View(ctx context.Context) (domain.View, error) {
	c.asked++
	return c.Store.View(ctx)
}

func (c *counting) Catalog(ctx context.Context) (*domain.Catalog, error) {
	c.asked++
	return c.Store.Catalog(ctx)
}

// A listing asks the store once, however many providers there are.
func TestAListingAsksOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for _, n := range []int{2, 60} {
			b.coordinatorsUpTo(n)
			c := &counting{Store: store.New(b.db, b.clock, mustZone(t), scheduling.DefaultTypes())}
			s, err := domain.NewScheduler(t.Context(), c, clock.NewFake(start), nil, mustZone(t), scheduling.DefaultTypes(), domain.Rules{})
			require.NoError(t, err)
			list, err := s.Slots(t.Context(), domain.Listing{TypeID: "consultation", StartDate: "2026-11-24", EndDate: "2026-12-24"})
			require.NoError(t, err)
			require.NotEmpty(t, list.Slots)
			require.Equal(t, 1, c.asked, "with %d providers", n)
		}
	})
}

func mustZone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := domain.Zone("America/New_York")
	require.NoError(t, err)
	return zone
}
