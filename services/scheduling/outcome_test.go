package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// session books a first session of a therapist at the time.
func (b *bundle) session(provider, clock string) *schedulingv1.Appointment {
	b.t.Helper()
	slot := b.explain(&schedulingv1.ExplainSlotRequest{
		AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at(clock),
	}).GetSlot().GetSlot()
	got, err := b.intake.BookAppointment(b.t.Context(), &schedulingv1.BookAppointmentRequest{
		When: &schedulingv1.BookAppointmentRequest_Slot{Slot: slot}, Inquiry: "inquiries/" + id.New(),
		AppointmentType: "first-session", RequestId: uuid.NewString(),
	})
	require.NoError(b.t, err)
	return got.GetAppointment()
}

// A cancellation inside the time a type asks for is late, to the microsecond, whoever makes it for the client; what the
// practice or a service calls off is not, and calls are never late.
func TestLateCancellations(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.therapist("dr late", 9, 17, typev1.Need_VIDEO)
		begin := "2026-11-26T15:00:00Z"
		deadline := at(begin).AsTime().Add(-24 * time.Hour)
		cancel := func(by string) *schedulingv1.Appointment {
			b.t.Helper()
			a := b.session(provider, begin)
			if by == "client" || by == "service" {
				ctx := t.Context()
				if by == "client" {
					ctx = b.actFor(identity.ClientActor(a.GetInquiry()))
				}
				got, err := b.intake.CallOffAppointment(ctx, &schedulingv1.CallOffAppointmentRequest{Name: a.GetName(), RequestId: uuid.NewString()})
				require.NoError(t, err)
				return got.GetAppointment()
			}
			got, err := b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{
				Name: a.GetName(), ByPractice: by == "practice", RequestId: uuid.NewString(),
			})
			require.NoError(t, err)
			return got.GetAppointment()
		}
		b.clock.Set(deadline)
		for _, by := range []string{"desk", "client", "practice", "service"} {
			require.False(t, cancel(by).GetLateCancel(), by)
		}
		b.clock.Set(deadline.Add(time.Microsecond))
		for by, late := range map[string]bool{"desk": true, "client": true, "practice": false, "service": false} {
			a := cancel(by)
			require.Equal(t, late, a.GetLateCancel(), by)
			got, err := b.staff.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: a.GetName()})
			require.NoError(t, err)
			require.Equal(t, late, got.GetAppointment().GetLateCancel(), by)
		}
		call := b.booked("2026-11-25", 4)
		b.clock.Set(call.GetStartTime().AsTime().Add(-time.Minute))
		got, err := b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: call.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		require.False(t, got.GetAppointment().GetLateCancel())
	})
}

// An appointment whose time has passed waits for somebody to say what became of it, for ever if need be; a clinician sees
// the own ones.
func TestUnresolvedAppointments(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana, ben := b.therapist("ana", 9, 17, typev1.Need_VIDEO), b.therapist("ben", 9, 17, typev1.Need_VIDEO)
		first, second := b.session(ana, "2026-11-26T15:00:00Z"), b.session(ben, "2026-11-26T16:00:00Z")
		third, later := b.session(ana, "2026-11-26T17:00:00Z"), b.session(ana, "2026-11-27T17:00:00Z")
		names := func(r *schedulingv1.ListUnresolvedAppointmentsRequest) (out []string, next string) {
			got, err := b.staff.ListUnresolvedAppointments(b.desk(), r)
			require.NoError(t, err)
			for _, a := range got.GetAppointments() {
				out = append(out, a.GetName())
			}
			return out, got.GetNextPageToken()
		}
		b.clock.Set(third.GetEndTime().AsTime().Add(-time.Microsecond))
		all, _ := names(&schedulingv1.ListUnresolvedAppointmentsRequest{})
		require.Equal(t, []string{first.GetName(), second.GetName()}, all)
		b.clock.Set(third.GetEndTime().AsTime())
		page, next := names(&schedulingv1.ListUnresolvedAppointmentsRequest{PageSize: 2})
		require.Equal(t, []string{first.GetName(), second.GetName()}, page)
		page, next = names(&schedulingv1.ListUnresolvedAppointmentsRequest{PageSize: 2, PageToken: next})
		require.Equal(t, []string{third.GetName()}, page)
		require.Empty(t, next)
		_, err := b.staff.ListAppointments(b.desk(), &schedulingv1.ListAppointmentsRequest{PageToken: mustToken(t, b)})
		field(t, err, "pageToken")

		own, err := b.staff.ListUnresolvedAppointments(b.clinician(ben), &schedulingv1.ListUnresolvedAppointmentsRequest{})
		require.NoError(t, err)
		require.Len(t, own.GetAppointments(), 1)
		_, err = b.staff.CompleteAppointment(b.desk(), &schedulingv1.CompleteAppointmentRequest{Name: first.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		_, err = b.staff.MarkAppointmentNoShow(b.desk(), &schedulingv1.MarkAppointmentNoShowRequest{Name: second.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		b.clock.Advance(365 * 24 * time.Hour)
		all, _ = names(&schedulingv1.ListUnresolvedAppointmentsRequest{})
		require.Equal(t, []string{third.GetName(), later.GetName()}, all, "no clock concludes anything")
	})
}

// mustToken returns a page token of the unresolved.
func mustToken(t *testing.T, b *bundle) string {
	t.Helper()
	got, err := b.staff.ListUnresolvedAppointments(b.desk(), &schedulingv1.ListUnresolvedAppointmentsRequest{PageSize: 1})
	require.NoError(t, err)
	require.NotEmpty(t, got.GetNextPageToken())
	return got.GetNextPageToken()
}

// Where the type says so, a contact has one open call: by slot or by hold, whoever of many is first. It can be moved and
// cancelled, and its end opens the way again.
func TestOneOpenCallPerContact(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		one := func(c *scheduling.Config) {
			c.Types = scheduling.DefaultTypes()
			c.Types[0].OnePerContact = true
		}
		b := setup(t, db, one)
		slots := b.slots("2026-11-25", "2026-11-26").GetSlots()
		book := func(contact string, when *schedulingv1.BookAppointmentRequest) (*schedulingv1.Appointment, error) {
			when.Inquiry, when.AppointmentType, when.RequestId = "inquiries/"+id.New(), "consultation", uuid.NewString()
			when.Contact = contact
			got, err := b.intake.BookAppointment(t.Context(), when)
			return got.GetAppointment(), err
		}
		slot := func(i int) *schedulingv1.BookAppointmentRequest {
			return &schedulingv1.BookAppointmentRequest{When: &schedulingv1.BookAppointmentRequest_Slot{Slot: slots[i].GetSlot()}}
		}
		a, err := book("anna", slot(0))
		require.NoError(t, err)
		_, err = book("anna", slot(2))
		refused := reason(t, err, "CALL_ALREADY_OPEN")
		require.Empty(t, refused.Metadata)
		require.Empty(t, refused.Details)
		held, err := b.hold(slots[3].GetSlot())
		require.NoError(t, err)
		byHold := func() *schedulingv1.BookAppointmentRequest {
			return &schedulingv1.BookAppointmentRequest{When: &schedulingv1.BookAppointmentRequest_Hold{Hold: held.GetHold()}}
		}
		_, err = book("anna", byHold())
		reason(t, err, "CALL_ALREADY_OPEN")
		_, err = book("bert", slot(2))
		require.NoError(t, err)
		_, err = book("", slot(4))
		require.NoError(t, err, "staff may book another")

		moved, err := b.intake.MoveAppointment(b.actFor(identity.ClientActor(a.GetInquiry())), &schedulingv1.MoveAppointmentRequest{
			Name: a.GetName(), When: &schedulingv1.MoveAppointmentRequest_Slot{Slot: slots[10].GetSlot()}, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		_, err = book("anna", slot(6))
		reason(t, err, "CALL_ALREADY_OPEN")
		_, err = b.intake.CallOffAppointment(t.Context(), &schedulingv1.CallOffAppointmentRequest{Name: moved.GetAppointment().GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		second, err := book("anna", byHold())
		require.NoError(t, err, "the refused booking left the hold alone")
		b.clock.Set(second.GetEndTime().AsTime())
		_, err = book("anna", slot(40))
		require.NoError(t, err, "over, whatever became of it")
	})
}
