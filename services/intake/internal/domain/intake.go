package domain

import (
	"context"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/requestid"
)

// Practice is what the practice decides, and may change while the service runs.
type Practice struct {
	// Zone is the practice's time zone.
	Zone *time.Location
	// PrivacyNotice is the version of the notice that has to be agreed to.
	PrivacyNotice string
}

// Deps is what the domain needs of the outside.
type Deps struct {
	Store      Store
	Scheduling Scheduling
	Matching   Matching
	Clock      clock.Clock
	Index      Indexer
	Tries      Tries
	Sender     Sender
	// Practice reads the practice's settings.
	Practice func(ctx context.Context) (Practice, error)
	// Grace is how long letters wait for a correction.
	Grace time.Duration
	// PublicURL is where visitors reach the booking pages, without a trailing slash.
	PublicURL string
	// Problem is told of failures that nobody waits for; it must not print personal values.
	Problem func(component string, err error)
}

// Intake is the journey of inquiries: every use case is a method.
type Intake struct{ Deps }

// NewIntake returns the use cases.
func NewIntake(d Deps) *Intake { return &Intake{d} }

// self is who acts when nobody does.
const self = "services/intake"

// by says who makes the call being served.
func (in *Intake) by(ctx context.Context) By {
	actor := identity.From(ctx).Actor.ID
	if actor == "" {
		actor = self
	}
	return in.as(actor, requestid.From(ctx))
}

// as is by for somebody who is known by other means than the call.
func (in *Intake) as(actor, callID string) By {
	return By{Actor: actor, CallID: callID, Time: in.now(), Grace: in.Grace}
}

// now is in microseconds, as stores keep it, so that what was stored reads back equal.
func (in *Intake) now() time.Time { return in.Clock.Now().UTC().Truncate(time.Microsecond) }

// asService makes calls with ctx act for intake itself: what the holder of a manage link may do, intake has checked.
func asService(ctx context.Context) context.Context {
	who := identity.From(ctx)
	who.Token, who.Actor = "", identity.ServiceActor("intake")
	return identity.With(ctx, who)
}

// finishing is for what has to be stored although the caller may have gone, because another service has acted.
func finishing(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), finishTime)
}

const finishTime = 5 * time.Second

// fingerprint is a keyed hash of a request's body: bodies hold personal values that a plain hash would let anyone try.
func (in *Intake) fingerprint(kind ActKind, body []byte) string {
	return in.Index.Index("request body", string(kind)+"\x00"+string(body))
}

// newAct returns an act under way.
func (in *Intake) newAct(kind ActKind, requestID, hash, inquiry string, by By, args ActArgs) *Act {
	args.CallID = by.CallID
	return &Act{
		ID: id.New(), RequestID: requestID, Kind: kind, BodyHash: hash, Inquiry: inquiry, Actor: by.Actor,
		Step: Started, Args: args, Claim: 1, Lease: by.Time.Add(leaseTime), CreateTime: by.Time,
	}
}

// once answers a write: with the first answer when the request came before, and else with what do answers.
func (in *Intake) once(
	ctx context.Context, requestID, hash string, do func() (Answer, error),
) (Answer, error) {
	if answer, known, err := in.replay(ctx, requestID, hash); known || err != nil {
		return answer, err
	}
	answer, err := do()
	if !errors.Is(err, ErrRequestKnown) {
		return answer, err
	}
	answer, known, err := in.replay(ctx, requestID, hash)
	if err == nil && !known {
		err = ErrTryAgain
	}
	return answer, err
}

// replay answers a request that came before. One that is still under way is taken up where it stands.
func (in *Intake) replay(ctx context.Context, requestID, hash string) (answer Answer, known bool, err error) {
	act, err := in.Store.Request(ctx, requestID)
	if err != nil || act == nil {
		return Answer{}, false, err
	}
	switch {
	case act.Step == Done && act.CreateTime.Add(replayTime).Before(in.now()):
		return Answer{}, false, in.Store.Forget(ctx, in.now().Add(-replayTime))
	case act.BodyHash != hash:
		return Answer{}, true, ErrRequestIDReused
	case act.Step == Done && act.Answer != nil:
		return *act.Answer, true, nil
	case act.Step == Done:
		return Answer{}, true, nil
	}
	taken, err := in.Store.Claim(ctx, act, in.now().Add(leaseTime))
	if err != nil {
		return Answer{}, true, err
	}
	if !taken {
		return Answer{}, true, ErrTryAgain
	}
	answer, err = in.resume(ctx, *act, true)
	return answer, true, err
}
