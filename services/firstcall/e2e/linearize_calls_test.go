package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// attemptLimit is how long a caller waits for one process.
const attemptLimit = 700 * time.Millisecond

// patience bounds a call.
func patience(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, limit)
}

func outgoing(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, identity.Metadata, token)
}

// caller is one client of the cluster. It belongs to one goroutine.
type caller struct {
	load   *recording
	number int
	random *rand.Rand
}

// attempt is one try of a call at one process.
type attemptAt func(ctx context.Context, r *replica) (linear.Answer, error)

// lost is a call of which nobody knows whether it had an effect. Its request id makes it safe to ask again.
type lost struct {
	client int
	op     linear.Op
	again  attemptAt
}

// do makes a call until it is answered, at any process, and records what is known about it. Only a call that is safe to
// repeat is made again after an attempt that may have had an effect, and now and then not even that.
func (k *caller) do(b *board, op linear.Op, repeatable bool, attempt attemptAt) linear.Answer {
	unsure := int64(0)
	for {
		a, sent := k.once(b, &op, attempt)
		switch {
		case a.Code != linear.Unanswered:
			k.record(b, op, a, unsure, attempt)
			return a
		case !sent || isRead(op.Kind):
		case !repeatable:
			op.Return = linear.Forever
			b.record(linear.Event{Client: k.number, Op: op})
			return a
		default:
			if unsure == 0 {
				unsure = op.Call
			}
			if k.random.IntN(5) == 0 {
				op.Call = unsure
				b.update(func() { b.lost = append(b.lost, lost{client: k.number, op: op, again: attempt}) })
				return a
			}
		}
		k.pause(5 * time.Millisecond)
	}
}

// once makes one attempt at one of the processes and notes when. sent is false when it cannot have had an effect.
func (k *caller) once(b *board, op *linear.Op, attempt attemptAt) (a linear.Answer, sent bool) {
	r := k.load.cluster.nodes[k.random.IntN(len(k.load.cluster.nodes))]
	if r.down.Load() {
		return linear.Answer{}, false
	}
	ctx, cancel := patience(context.Background(), attemptLimit)
	defer cancel()
	op.Call = k.load.now()
	a, err := attempt(ctx, r)
	op.Return = k.load.now() + 1
	if err != nil {
		return linear.Answer{Code: k.load.refusal(b, err)}, !neverSent(err)
	}
	return a, true
}

// settleTries bounds how often it is asked again: what is never answered may or may not have happened.
const settleTries = 200

// settle asks again, when all others have left, what became of the calls that were given up. One that is done now or
// was done before took effect at some time since it was made; one that is refused had not by now.
func (k *caller) settle(b *board) {
	for _, l := range b.lost {
		for tries := 0; ; tries++ {
			op := l.op
			a, _ := k.once(b, &op, l.again)
			if a.Code == linear.OK {
				op.Call = l.op.Call
				b.record(linear.Event{Client: l.client, Op: op, Answer: a})
			} else if a.Code != linear.Unanswered || tries == settleTries {
				op.Return = linear.Forever
				b.record(linear.Event{Client: l.client, Op: op})
			}
			if a.Code != linear.Unanswered || tries == settleTries {
				break
			}
			k.pause(20 * time.Millisecond)
		}
	}
	k.load.add("answers lost and asked for again", len(b.lost))
}

func isRead(kind linear.Kind) bool { return kind == linear.ReadOpen || kind == linear.ReadBooked }

// record notes an answer. All attempts of a call that succeeded are one, since the request id says so; a refusal is
// about the last attempt only, and the ones before may still have their effect.
func (k *caller) record(b *board, op linear.Op, a linear.Answer, unsure int64, attempt attemptAt) {
	b.ended(op, a)
	if unsure != 0 {
		early := op
		early.Call = unsure
		if a.Code == linear.OK {
			op = early
		} else {
			b.update(func() { b.lost = append(b.lost, lost{client: k.number, op: early, again: attempt}) })
		}
	}
	b.record(linear.Event{Client: k.number, Op: op, Answer: a})
}

// ended notes that a caller was told that a hold is gone or an appointment cancelled.
func (b *board) ended(op linear.Op, a linear.Answer) {
	if gone := a.Code == linear.NoHold && op.Kind != linear.MoveToHold; gone || a.Code == linear.OK &&
		(op.Kind == linear.Cancel || op.Kind == linear.Release || op.Kind == linear.ReleaseSeveral) {
		c := b.claim(op.Case)
		b.update(func() { c.over = true })
	}
}

func (b *board) record(e linear.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, e)
}

func (k *caller) pause(limit time.Duration) {
	<-time.NewTimer(time.Duration(k.random.Int64N(int64(limit)))).C
}

// refusal returns what the error says, Unanswered when it leaves open what happened.
func (l *recording) refusal(b *board, err error) linear.Code {
	e, ok := errs.As(wire.FromStatus(err))
	if !ok {
		return linear.Unanswered
	}
	l.count("answer " + string(e.Reason))
	switch code := linear.Code(e.Reason); code {
	case linear.Taken, linear.NoHold, linear.ExtensionsUsed, linear.WrongState, linear.Stale, linear.Invalid, linear.NotFree,
		linear.CallOpen:
		return code
	}
	switch e.Code {
	case errs.Unavailable, errs.DeadlineExceeded:
	default:
		b.fault(fmt.Sprintf("an answer nobody expects: %v", err))
	}
	return linear.Unanswered
}

func (b *board) fault(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, text)
}

// neverSent reports whether there was no connection the call could have gone out on.
func neverSent(err error) bool {
	return status.Code(err) == codes.Unavailable && strings.Contains(status.Convert(err).Message(), "while dialing")
}

// answered returns what an answer with an appointment says.
func (b *board) answered(a *schedulingv1.Appointment) (linear.Answer, error) {
	r, err := b.row(a)
	return linear.Answer{Code: linear.OK, At: a.GetUpdateTime().AsTime().UnixMicro(), Row: r}, err
}

func (b *board) row(a *schedulingv1.Appointment) (linear.Row, error) {
	version, err := strconv.ParseInt(a.GetEtag(), 36, 64)
	r := linear.Row{Version: version, Sequence: int64(a.GetSequence())}
	r.Slot = slices.IndexFunc(b.slots, func(s boardSlot) bool {
		return s.start.Equal(a.GetStartTime().AsTime()) && (s.provider == "" || s.provider == a.GetProvider())
	})
	switch a.GetState() {
	case schedulingv1.Appointment_BOOKED:
		r.State = linear.Booked
	case schedulingv1.Appointment_CANCELLED:
		r.State = linear.Cancelled
	default:
		b.fault("an appointment in the state " + a.GetState().String())
	}
	if r.Slot < 0 {
		b.fault("an appointment at a time nobody asked for: " + a.String())
	}
	return r, err
}

func newUUID() string { return uuid.NewString() }
