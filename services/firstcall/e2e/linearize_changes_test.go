package e2e

import (
	"context"
	"strconv"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// change makes a call that is answered with the case's appointment.
func (k *caller) change(b *board, c *claim, op linear.Op,
	call func(ctx context.Context, r *replica) (*schedulingv1.Appointment, error),
) {
	var name, with string
	a := k.do(b, op, true, func(ctx context.Context, r *replica) (linear.Answer, error) {
		got, err := call(ctx, r)
		if err != nil {
			return linear.Answer{}, err
		}
		name, with = got.GetName(), got.GetProvider()
		return b.answered(got)
	})
	if a.Code == linear.OK {
		b.update(func() { c.name, c.with, c.version = name, with, max(c.version, a.Row.Version) })
	}
}

func (k *caller) move(b *board, c claim, slot int) {
	op, request := linear.Op{Kind: linear.Move, Case: c.number, Slots: []int{slot}}, newUUID()
	byDesk, etag := k.random.IntN(2) == 0, ""
	if byDesk && k.random.IntN(2) == 0 {
		op.Version, etag = c.version, strconv.FormatInt(c.version, 36)
	}
	k.change(b, b.claim(c.number), op, func(ctx context.Context, r *replica) (*schedulingv1.Appointment, error) {
		if byDesk {
			got, err := r.staff.RescheduleAppointment(k.desk(ctx), &schedulingv1.RescheduleAppointmentRequest{
				Name: c.name, Slot: b.slots[slot].token, Etag: etag, RequestId: request,
			})
			return got.GetAppointment(), err
		}
		got, err := r.intake.MoveAppointment(ctx, &schedulingv1.MoveAppointmentRequest{
			Name: c.name, When: &schedulingv1.MoveAppointmentRequest_Slot{Slot: b.slots[slot].token}, RequestId: request,
		})
		return got.GetAppointment(), err
	})
}

func (k *caller) moveToHold(b *board, c, held claim) {
	request := newUUID()
	k.change(b, b.claim(c.number), linear.Op{Kind: linear.MoveToHold, Case: c.number, Other: held.number},
		func(ctx context.Context, r *replica) (*schedulingv1.Appointment, error) {
			got, err := r.intake.MoveAppointment(ctx, &schedulingv1.MoveAppointmentRequest{
				Name: c.name, When: &schedulingv1.MoveAppointmentRequest_Hold{Hold: held.hold}, RequestId: request,
			})
			return got.GetAppointment(), err
		})
}

func (k *caller) cancel(b *board, c claim) {
	op, request := linear.Op{Kind: linear.Cancel, Case: c.number}, newUUID()
	byDesk, etag := k.random.IntN(2) == 0, ""
	if byDesk && k.random.IntN(2) == 0 {
		op.Version, etag = c.version, strconv.FormatInt(c.version, 36)
	}
	k.change(b, b.claim(c.number), op, func(ctx context.Context, r *replica) (*schedulingv1.Appointment, error) {
		if byDesk {
			got, err := r.staff.CancelAppointment(k.desk(ctx), &schedulingv1.CancelAppointmentRequest{Name: c.name, Etag: etag, RequestId: request})
			return got.GetAppointment(), err
		}
		got, err := r.intake.CallOffAppointment(ctx, &schedulingv1.CallOffAppointmentRequest{Name: c.name, RequestId: request})
		return got.GetAppointment(), err
	})
}
