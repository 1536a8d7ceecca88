package domain

import (
	"context"
	"errors"
	"time"
)

// What a Store says besides the domain's errors.
var (
	// ErrRequestKnown says that a request with the same id came before.
	ErrRequestKnown = errors.New("the request id is known")
	// ErrActUnderWay says that another act holds the inquiry.
	ErrActUnderWay = errors.New("another act holds the inquiry")
	// ErrOutdated says that somebody else changed what was to be stored.
	ErrOutdated = errors.New("changed by somebody else")
)

// Store keeps inquiries. Everything that identifies a person is sealed under the person's key before it is written.
type Store interface {
	// File stores a new inquiry with its person and f.Changes, and sets its version. ErrRequestKnown when the request id
	// came before.
	File(ctx context.Context, f *File) error
	// Save stores f.Changes over the version that f was read at, and without reading it again; ErrOutdated when it has
	// another version by now or f.Changes.Finish is finished. Every change of the inquiry raises its version by one.
	Save(ctx context.Context, f *File) error
	// Update reads the inquiry, pending ones too, lets fn change it, and stores the changes, while nobody else can.
	// ErrInquiryNotFound when there is none; errors of Save too.
	Update(ctx context.Context, inquiry string, by By, fn func(f *File) error) error

	// Inquiry reads one that is not pending.
	Inquiry(ctx context.Context, inquiry string) (Inquiry, error)
	// Inquiries reads a page.
	Inquiries(ctx context.Context, q Query) ([]Inquiry, error)
	// History reads every event, oldest first.
	History(ctx context.Context, inquiry string) ([]Event, error)

	// Request finds a write by its request id; nil when there is none.
	Request(ctx context.Context, requestID string) (*Act, error)
	// Claim takes an act up until lease; false when somebody else did since it was read.
	Claim(ctx context.Context, a *Act, lease time.Time) (bool, error)
	// Undo removes an act, and the inquiry when it is pending; false when it was taken up by somebody else.
	Undo(ctx context.Context, a *Act) (bool, error)
	// Abandoned finds acts whose lease has ended.
	Abandoned(ctx context.Context, now time.Time, limit int) ([]Act, error)
	// Forget removes the answers of writes older than before.
	Forget(ctx context.Context, before time.Time) error

	// Link finds the inquiry a living manage link stands for; ErrLinkNotFound otherwise.
	Link(ctx context.Context, hash string, now time.Time) (Inquiry, error)
	// ByCode finds the inquiry with this confirmation code and phone; ErrLinkNotFound otherwise.
	ByCode(ctx context.Context, code, e164 string) (Inquiry, error)

	ChoreStore
	MessageStore
	FeedStore
}

// ChoreStore keeps what other services are to be told.
type ChoreStore interface {
	// TakeChores leases due chores until then.
	TakeChores(ctx context.Context, now, until time.Time, limit int) ([]Chore, error)
	// FinishChore removes one.
	FinishChore(ctx context.Context, chore string) error
	// DelayChore puts one off.
	DelayChore(ctx context.Context, chore string, due time.Time) error
}

// MessageStore keeps letters.
type MessageStore interface {
	// TakeMessages leases waiting messages until then.
	TakeMessages(ctx context.Context, now, until time.Time, limit int) ([]Message, error)
	// MarkMessage ends a message that was sent, or that cannot be, and records it in the history without changing the
	// inquiry's version; a message that was marked already is left alone.
	MarkMessage(ctx context.Context, m Message, sent bool, by By) error
	// DelayMessage puts one off.
	DelayMessage(ctx context.Context, message string, due time.Time) error
}

// FeedStore keeps what came over scheduling's change feed.
type FeedStore interface {
	// Cursor is how far the feed was read.
	Cursor(ctx context.Context) (string, error)
	// Queue stores changes and how far the feed was read. A change that is stored already is left alone.
	Queue(ctx context.Context, changes []VisitChange, cursor string, now time.Time) error
	// Queued are the inquiries with changes that wait.
	Queued(ctx context.Context, limit int) ([]string, error)
	// ChangesOf are the waiting changes of an inquiry, oldest first.
	ChangesOf(ctx context.Context, inquiry string) ([]VisitChange, error)
	// DropChanges removes changes that were taken over.
	DropChanges(ctx context.Context, changes []VisitChange) error
}
