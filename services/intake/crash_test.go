package intake

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// dyingStore fails from some write on, as a process does that dies there.
type dyingStore struct {
	domain.Store

	mu   sync.Mutex
	left int
}

var errDied = errors.New("the process died")

// dieAfter lets n writes pass and then none, until revive.
func (b *bundle) dieAfter(n int) (revive func()) {
	alive := b.service.intake.Store
	b.service.intake.Store = &dyingStore{Store: alive, left: n}
	return func() { b.service.intake.Store = alive }
}

func (s *dyingStore) write(do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left == 0 {
		return errDied
	}
	s.left--
	return do()
}

func (s *dyingStore) File(ctx context.Context, f *domain.File) error {
	return s.write(func() error { return s.Store.File(ctx, f) })
}

func (s *dyingStore) Save(ctx context.Context, f *domain.File) error {
	return s.write(func() error { return s.Store.Save(ctx, f) })
}

func (s *dyingStore) Update(ctx context.Context, inquiry string, by domain.By, fn func(*domain.File) error) error {
	return s.write(func() error { return s.Store.Update(ctx, inquiry, by, fn) })
}

func (s *dyingStore) Undo(ctx context.Context, a *domain.Act) (undone bool, err error) {
	return undone, s.write(func() error {
		undone, err = s.Store.Undo(ctx, a)
		return err
	})
}

// fault is one way in which a write over several services breaks off.
type fault struct {
	name string
	// strike makes it happen, and returns what ends it.
	strike func(b *bundle) (over func())
	// booked says that scheduling has booked by then, so that it must go forward.
	booked bool
}

func blocked(method string) func(*bundle) func() {
	return func(b *bundle) func() { b.faults.block(method, 1); return func() {} }
}

func lost(method string) func(*bundle) func() {
	return func(b *bundle) func() { b.faults.lose(method, 1); return func() {} }
}

func death(writes int) func(*bundle) func() {
	return func(b *bundle) func() { return b.dieAfter(writes) }
}

// sweep lets the leases end and takes up what was left.
func (b *bundle) sweep() {
	b.clock.Advance(time.Minute)
	_, err := b.service.intake.Sweep(b.t.Context())
	require.NoError(b.t, err)
}

// booked counts scheduling's appointments of a type that are not cancelled.
func (b *bundle) booked(kind string) int {
	answer, err := b.planner.ListAppointments(b.desk(), &schedulingv1.ListAppointmentsRequest{Type: kind})
	require.NoError(b.t, err)
	n := 0
	for _, a := range answer.GetAppointments() {
		if a.GetState() != schedulingv1.Appointment_CANCELLED {
			n++
		}
	}
	return n
}

func submitFaults() []fault {
	return []fault{
		{"booking does not arrive", blocked("BookAppointment"), false},
		{"answer to the booking is lost", lost("BookAppointment"), true},
		{"dies after the booking", death(1), true},
	}
}

func TestSubmitAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range submitFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				form := b.form(3)
				over := f.strike(b)
				_, err := b.public.SubmitInquiry(b.visitor(), form)
				require.Error(t, err)
				over()
				list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{})
				require.NoError(t, err)
				require.Empty(t, list.GetInquiries(), "an intent is nobody's business yet")

				b.sweep()
				require.Equal(t, map[bool]int{true: 1}[f.booked], b.rows("inquiries"))
				require.Equal(t, b.rows("inquiries"), b.rows("persons"))

				answer, err := b.public.SubmitInquiry(b.visitor(), form)
				require.NoError(t, err)
				require.Equal(t, 1, b.booked("consultation"))
				require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(b.only().GetName()))
				_, err = b.lookup(&intakev1.LookupConsultationRequest{Token: token(answer.GetManageUrl())})
				require.NoError(t, err)
			})
		})
	}
}

func TestSubmitRepeatedAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range submitFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				form := b.form(3)
				over := f.strike(b)
				_, err := b.public.SubmitInquiry(b.visitor(), form)
				require.Error(t, err)
				over()
				answer, err := b.public.SubmitInquiry(b.visitor(), form)
				require.NoError(t, err, "the repeat finishes the same inquiry, whatever the sweeper does")
				b.sweep()
				again, err := b.public.SubmitInquiry(b.visitor(), form)
				require.NoError(t, err)
				require.True(t, proto.Equal(answer, again))
				require.Equal(t, 1, b.booked("consultation"))
				require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(b.only().GetName()))
			})
		})
	}
}

func TestSubmitManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(3)
		var wg sync.WaitGroup
		answers := make([]*intakev1.SubmitInquiryResponse, 8)
		for i := range answers {
			wg.Go(func() { answers[i], _ = b.public.SubmitInquiry(b.visitor(), form) })
		}
		wg.Wait()
		final, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		for _, a := range answers {
			require.True(t, a == nil || proto.Equal(final, a), "one answer, or none yet")
		}
		require.Equal(t, 1, b.booked("consultation"))
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(b.only().GetName()))
	})
}

func TestMoveAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range []fault{
		{"move does not arrive", blocked("MoveAppointment"), false},
		{"answer to the move is lost", lost("MoveAppointment"), true},
		{"dies after the move", death(1), true},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				booked := b.book(0)
				r := &intakev1.RescheduleConsultationRequest{
					Token: token(booked.GetManageUrl()), RequestId: newRequest(),
					When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5)},
				}
				over := f.strike(b)
				_, err := b.public.RescheduleConsultation(b.visitor(), r)
				require.Error(t, err)
				over()
				b.sweep()
				want := []string{"RECEIVED", "CONSULTATION_BOOKED"}
				if f.booked {
					want = append(want, "CONSULTATION_MOVED")
				}
				require.Equal(t, want, b.kinds(b.only().GetName()))
				moved, err := b.public.RescheduleConsultation(b.visitor(), r)
				require.NoError(t, err)
				_, err = b.lookup(&intakev1.LookupConsultationRequest{Token: token(moved.GetManageUrl())})
				require.NoError(t, err)
				require.Equal(t, 1, b.booked("consultation"))
				require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED"},
					b.kinds(b.only().GetName()))
			})
		})
	}
}

func TestSettlingIsNotLost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.faults.block("SettleAppointment", 2)
		inquiry := b.consulted()
		require.Equal(t, schedulingv1.Appointment_COMPLETED, inquiry.GetConsultation().GetState())
		require.Equal(t, 1, b.rows("chores"))
		for range 3 {
			b.clock.Advance(time.Minute)
			_, err := b.service.intake.DoDueChores(t.Context())
			require.NoError(t, err)
		}
		require.Zero(t, b.rows("chores"))
		call, err := b.planner.GetAppointment(b.desk(),
			&schedulingv1.GetAppointmentRequest{Name: inquiry.GetConsultation().GetAppointment()})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_COMPLETED, call.GetAppointment().GetState())
	})
}
