package domain

import (
	"context"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

// Limits of sending.
const (
	messageLease = 2 * time.Minute
	maxAttempts  = 12
)

// SendDue sends letters that wait. A letter may go out twice when a crash comes between sending and noting it; both have
// the same message id. It reports whether there may be more.
func (in *Intake) SendDue(ctx context.Context) (more bool, err error) {
	now := in.now()
	messages, err := in.Store.TakeMessages(ctx, now, now.Add(messageLease), batch)
	if err != nil {
		return false, err
	}
	for _, m := range messages {
		if err := in.send(ctx, m); err != nil {
			in.Problem("messages", err)
		}
	}
	return len(messages) == batch, nil
}

// send hands one letter over and notes it. The failure of a letter is noted too, and is not an error here.
func (in *Intake) send(ctx context.Context, m Message) error {
	sendErr := in.Sender.Send(ctx, m.ID, m.Letter)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	by := in.as(self, "")
	switch {
	case sendErr == nil:
		return in.Store.MarkMessage(ctx, m, true, by)
	case permanent(sendErr) || m.Attempts+1 >= maxAttempts:
		return errors.Join(sendErr, in.Store.MarkMessage(ctx, m, false, by))
	default:
		return errors.Join(sendErr, in.Store.DelayMessage(ctx, m.ID, by.Time.Add(backoff(m.Attempts))))
	}
}

// permanent reports whether trying again cannot help.
func permanent(err error) bool {
	failed, ok := errors.AsType[*mail.Error](err)
	return ok && failed.Permanent
}
