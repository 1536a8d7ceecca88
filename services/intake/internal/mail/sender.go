package mail

import (
	"context"
	"fmt"
)

// Sender hands a message over for delivery. Handing over the same message (by its MessageID) again is harmless. Errors
// are *[Error] and hold no personal value.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Error says that a message was not handed over. It never repeats what a mail server answered, because servers quote
// the address.
type Error struct {
	// Stage is where it failed: render, store, connect or send.
	Stage string
	// Permanent reports that trying again cannot help.
	Permanent bool
	// Code is the SMTP reply code, 0 when there was none.
	Code int
	// Problem is a constant description, "" when stage and code say it all.
	Problem string
}

// Error implements error.
func (e *Error) Error() string {
	text := "mail: " + e.Stage + " failed"
	if e.Problem != "" {
		text += ": " + e.Problem
	}
	if e.Code != 0 {
		text += fmt.Sprintf(" (SMTP %d)", e.Code)
	}
	return text
}
