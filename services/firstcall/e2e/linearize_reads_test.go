package e2e

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// readOpen asks what is open: visitors see the calls of a day, the front desk asks about one start.
func (k *caller) readOpen(b *board, slot int) {
	op := linear.Op{Kind: linear.ReadOpen, Slots: []int{slot}}
	if b.mode == 0 {
		op.Slots = []int{0, 1, 2}
	}
	k.do(b, op, true, func(ctx context.Context, r *replica) (linear.Answer, error) {
		a := linear.Answer{Code: linear.OK}
		if b.mode != 0 {
			got, err := r.explain(k.desk(ctx), b, slot)
			if got.GetOffered() {
				a.Open = 1 << slot
			}
			return a, err
		}
		day := b.slots[0].start.UTC().Format(time.DateOnly)
		got, err := r.public.ListSlots(k.visitor(ctx), &schedulingv1.ListSlotsRequest{
			AppointmentType: b.appointmentType, StartDate: day, EndDate: day, TimeZone: "UTC",
		})
		for _, s := range got.GetSlots() {
			if i := slices.IndexFunc(b.slots, func(own boardSlot) bool { return own.token == s.GetSlot() }); i >= 0 {
				a.Open |= 1 << i
			}
		}
		return a, err
	})
}

func (r *replica) explain(ctx context.Context, b *board, slot int) (*schedulingv1.ExplainSlotResponse, error) {
	s := b.slots[slot]
	return r.staff.ExplainSlot(ctx, &schedulingv1.ExplainSlotRequest{
		AppointmentType: b.appointmentType, Provider: s.provider, StartTime: timestamppb.New(s.start), Mode: b.mode,
	})
}

// readBooked asks for the appointments of all cases: calls by their time, sessions by their inquiries.
func (k *caller) readBooked(b *board, last bool) {
	op := linear.Op{Kind: linear.ReadBooked}
	b.mu.Lock()
	claims := slices.Clone(b.claims)
	b.mu.Unlock()
	if b.mode != 0 && !last {
		op.Below = len(claims)
	}
	if len(claims) == 0 {
		return
	}
	k.do(b, op, true, func(ctx context.Context, r *replica) (linear.Answer, error) {
		found, err := k.appointments(ctx, r, b, claims)
		a := linear.Answer{Code: linear.OK}
		for _, f := range found {
			row, err := b.row(f)
			if err != nil {
				return a, err
			}
			row.Case = b.caseOf(f)
			a.Rows = append(a.Rows, row)
		}
		slices.SortFunc(a.Rows, func(x, y linear.Row) int { return cmp.Compare(x.Case, y.Case) })
		b.requireNoOverlap(found)
		return a, err
	})
}

// caseOf returns the case that an appointment is of.
func (b *board) caseOf(a *schedulingv1.Appointment) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.IndexFunc(b.claims, func(c *claim) bool {
		return c.inquiry == a.GetInquiry() && c.index == int(a.GetSeriesIndex())
	})
}

func (k *caller) appointments(ctx context.Context, r *replica, b *board, claims []*claim) ([]*schedulingv1.Appointment, error) {
	if b.mode == 0 {
		got, err := r.staff.ListAppointments(k.desk(ctx), &schedulingv1.ListAppointmentsRequest{
			StartTime: timestamppb.New(b.slots[0].start), EndTime: timestamppb.New(b.slots[0].start.Add(time.Hour)),
			Type: b.appointmentType, PageSize: 200,
		})
		return got.GetAppointments(), err
	}
	ask := &schedulingv1.ListInquiryAppointmentsRequest{}
	for _, c := range claims {
		if c.index == 0 {
			ask.Inquiries = append(ask.Inquiries, c.inquiry)
		}
	}
	got, err := r.intake.ListInquiryAppointments(ctx, ask)
	return got.GetAppointments(), err
}

// requireNoOverlap notes two appointments of one read that are in one place at one time. The model does not know which
// provider or room an appointment got.
func (b *board) requireNoOverlap(found []*schedulingv1.Appointment) {
	taken := make(map[string]string)
	for _, a := range found {
		if a.GetState() != schedulingv1.Appointment_BOOKED {
			continue
		}
		for _, place := range []string{a.GetProvider(), a.GetRoom()} {
			at := place + a.GetStartTime().AsTime().String()
			if other, ok := taken[at]; ok && place != "" {
				b.fault(fmt.Sprintf("%s and %s are both in %s", other, a.GetName(), at))
			}
			taken[at] = a.GetName()
		}
	}
}
