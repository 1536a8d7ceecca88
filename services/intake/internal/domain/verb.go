package domain

import "context"

// Order is what every staff verb carries.
type Order struct {
	// Inquiry is the resource name.
	Inquiry   string
	RequestID string
	// ETag is the version that was read; "" means any.
	ETag string
	// Body is the request in a fixed form.
	Body []byte
}

// inOneStep does a verb that needs nobody else, in one transaction, and then tells other services what follows from it.
func (in *Intake) inOneStep(ctx context.Context, kind ActKind, o Order, do func(f *File) error) (Inquiry, error) {
	hash := in.fingerprint(kind, o.Body)
	answer, err := in.once(ctx, o.RequestID, hash, func() (Answer, error) {
		bare, err := InquiryID(o.Inquiry)
		if err != nil {
			return Answer{}, err
		}
		by := in.by(ctx)
		var answer Answer
		var chores []Chore
		err = in.Store.Update(ctx, bare, by, func(f *File) error {
			if err := f.open(o.ETag); err != nil {
				return err
			}
			if err := do(f); err != nil {
				return err
			}
			f.Changes.Inquiry = true
			act := in.newAct(kind, o.RequestID, hash, bare, by, ActArgs{})
			answer = Answer{Inquiry: snapshot(f)}
			act.Step, act.Answer = Done, &answer
			f.Changes.Request, chores = act, f.Changes.Chores
			return nil
		})
		if err != nil {
			return Answer{}, err
		}
		in.doChores(ctx, chores)
		return answer, nil
	})
	if err != nil {
		return Inquiry{}, err
	}
	return *answer.Inquiry, nil
}

// inSteps begins an act and sees it through.
func (in *Intake) inSteps(
	ctx context.Context, kind ActKind, o Order, prepare func(f *File) (ActArgs, error),
) (Answer, error) {
	hash := in.fingerprint(kind, o.Body)
	return in.once(ctx, o.RequestID, hash, func() (Answer, error) {
		bare, err := InquiryID(o.Inquiry)
		if err != nil {
			return Answer{}, err
		}
		by := in.by(ctx)
		var act *Act
		err = in.Store.Update(ctx, bare, by, func(f *File) error {
			if err := f.open(o.ETag); err != nil {
				return err
			}
			args, err := prepare(f)
			if err != nil {
				return err
			}
			act = in.newAct(kind, o.RequestID, hash, bare, by, args)
			f.Changes.Begin = act
			return nil
		})
		if err != nil {
			if kind == ActBook {
				return Answer{}, in.busy(err, ErrTryAgain)
			}
			return Answer{}, in.busy(err, ErrPairingUnderWay)
		}
		return in.carryOut(ctx, *act)
	})
}

// open refuses an inquiry nobody may see yet, one that an act holds, and one that changed since it was read.
func (f *File) open(etag string) error {
	switch {
	case f.Inquiry.State == Pending:
		return ErrInquiryNotFound
	case f.agreeing():
		return ErrPairingUnderWay
	case f.UnderWay != nil:
		return ErrTryAgain
	case etag != "" && etag != f.Inquiry.ETag():
		return ErrETagMismatch.With("resource", f.Inquiry.Name())
	}
	return nil
}

// agreeing reports whether somebody is being proposed to the client, or paired with them.
func (f *File) agreeing() bool {
	return f.UnderWay != nil && (f.UnderWay.Kind == ActPair || f.UnderWay.Kind == ActPropose)
}
