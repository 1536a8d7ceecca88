package e2e

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// publicHold is how long a visitor's hold lasts.
const publicHold = 10 * time.Minute

func (k *caller) visitor(ctx context.Context) context.Context {
	return k.load.cluster.as(ctx, identity.VisitorActor())
}

func (k *caller) desk(ctx context.Context) context.Context {
	return k.load.cluster.as(ctx, identity.Actor{ID: "staff/desk", Roles: []identity.Role{identity.FrontDesk}})
}

// begin makes a new case.
func (b *board) begin() *claim {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := &claim{number: len(b.claims), inquiry: "inquiries/" + id.New()}
	b.claims = append(b.claims, c)
	return c
}

func (b *board) claim(number int) *claim {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.claims[number]
}

func (b *board) update(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fn()
}

// heldFor is the answer to a hold, which says when it was made.
func heldFor(expire *timestamppb.Timestamp, lasts time.Duration) linear.Answer {
	at := expire.AsTime()
	return linear.Answer{Code: linear.OK, Expire: at.UnixMicro(), At: at.Add(-lasts).UnixMicro()}
}

func (k *caller) hold(b *board, slot int) {
	c, request := b.begin(), newUUID()
	var secret string
	a := k.do(b, linear.Op{Kind: linear.Hold, Case: c.number, Slots: []int{slot}, For: publicHold.Microseconds()}, true,
		func(ctx context.Context, r *replica) (linear.Answer, error) {
			got, err := r.public.CreateHold(k.visitor(ctx), &schedulingv1.CreateHoldRequest{Slot: b.slots[slot].token, RequestId: request})
			secret = got.GetHold()
			return heldFor(got.GetExpireTime(), publicHold), err
		})
	if a.Code == linear.OK {
		b.update(func() { c.hold, c.public, c.slots = secret, true, []int{slot} })
	}
}

func (k *caller) holdSeveral(b *board, slots []int, lasts time.Duration) {
	c, request := b.begin(), newUUID()
	ask := &schedulingv1.HoldSlotsRequest{Inquiry: c.inquiry, Duration: durationpb.New(lasts), RequestId: request}
	for _, slot := range slots {
		ask.Slots = append(ask.Slots, b.slots[slot].token)
	}
	var secret string
	a := k.do(b, linear.Op{Kind: linear.HoldSeveral, Case: c.number, Slots: slots, For: lasts.Microseconds()}, true,
		func(ctx context.Context, r *replica) (linear.Answer, error) {
			got, err := r.match.HoldSlots(ctx, ask)
			secret = got.GetHold()
			return heldFor(got.GetExpireTime(), lasts), err
		})
	if a.Code == linear.OK {
		b.update(func() { c.hold, c.slots = secret, slots })
	}
}

func (k *caller) extend(b *board, c claim) {
	k.do(b, linear.Op{Kind: linear.Extend, Case: c.number, For: publicHold.Microseconds()}, false,
		func(ctx context.Context, r *replica) (linear.Answer, error) {
			got, err := r.public.ExtendHold(k.visitor(ctx), &schedulingv1.ExtendHoldRequest{Hold: c.hold})
			return heldFor(got.GetExpireTime(), publicHold), err
		})
}

func (k *caller) release(b *board, c claim) {
	op := linear.Op{Kind: linear.Release, Case: c.number}
	if !c.public {
		op.Kind = linear.ReleaseSeveral
	}
	k.do(b, op, false, func(ctx context.Context, r *replica) (_ linear.Answer, err error) {
		if c.public {
			_, err = r.public.ReleaseHold(k.visitor(ctx), &schedulingv1.ReleaseHoldRequest{Hold: c.hold})
		} else {
			_, err = r.match.ReleaseSlots(ctx, &schedulingv1.ReleaseSlotsRequest{Hold: c.hold})
		}
		return linear.Answer{Code: linear.OK}, err
	})
}

// book books a slot for a new case, or a slot of what a case holds.
func (k *caller) book(b *board, slot int, held *claim) {
	ask := &schedulingv1.BookAppointmentRequest{AppointmentType: b.appointmentType, RequestId: newUUID()}
	op := linear.Op{Kind: linear.Book, Slots: []int{slot}, Contact: k.random.IntN(len(b.contacts) + 1)}
	if op.Contact > 0 {
		ask.Contact = b.contacts[op.Contact-1]
	}
	var c *claim
	if held == nil {
		c = b.begin()
		op.Case, ask.Inquiry = c.number, c.inquiry
		ask.When = &schedulingv1.BookAppointmentRequest_Slot{Slot: b.slots[slot].token}
	} else {
		c = b.claim(held.number)
		op.Kind, op.Case, ask.Inquiry = linear.BookHold, held.number, held.inquiry
		ask.When, ask.SlotOfHold = &schedulingv1.BookAppointmentRequest_Hold{Hold: held.hold}, b.slots[slot].token
	}
	k.change(b, c, op, func(ctx context.Context, r *replica) (*schedulingv1.Appointment, error) {
		if held == nil && k.load.direct != nil && k.random.IntN(2) == 0 {
			return k.load.direct(ctx, b, slot, ask.GetInquiry())
		}
		got, err := r.intake.BookAppointment(ctx, ask)
		return got.GetAppointment(), err
	})
}
