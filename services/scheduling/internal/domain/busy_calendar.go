package domain

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// BusyCalendar is a calendar elsewhere whose busy time blocks a provider's slots.
type BusyCalendar struct {
	ID, ProviderID string
	Label          string
	// Host is the part of the address that may be shown; the whole is sealed.
	Host      string
	SealedURL []byte `json:"-"`
	Created   int64
	// Attempt is when it was last looked at, Success as of when its busy time is known; 0 before the first.
	Attempt, Success int64
	Problem          Problem
	// Failures counts the looks since the last success.
	Failures int
	// Unreadable counts the events of which something could not be read.
	Unreadable int
	Reading    WholeReading
	// Next is when it is looked at again.
	Next int64
	// Lease says who is looking at it.
	Lease string

	// Spans counts the stretches of busy time known, Stale says that they are too old to be relied on. Neither is
	// stored with the row.
	Spans int  `json:"-"`
	Stale bool `json:"-"`
}

// WholeReading is what is remembered of the last time the calendar came whole, not just "unchanged".
type WholeReading struct {
	Validators
	// Zone is the provider's zone that floating times were read in.
	Zone string
	// At is when, Covered until when the busy time was read, Digest what it was.
	At, Covered int64
	Digest      string
}

// Validators let a host say that a calendar did not change.
type Validators struct{ ETag, Modified string }

// Problem says why a look at a calendar elsewhere failed. The values are the wire's names.
type Problem string

// The problems; "" is none. None of them says an address, which is a secret.
const (
	NoProblem      Problem = ""
	Unreachable    Problem = "UNREACHABLE"
	AddressRefused Problem = "ADDRESS_REFUSED"
	NotShared      Problem = "NOT_SHARED"
	HostFailed     Problem = "HOST_FAILED"
	TooLarge       Problem = "TOO_LARGE"
	NotACalendar   Problem = "NOT_A_CALENDAR"
)

// Source reads calendars elsewhere.
type Source interface {
	// Check says what is wrong with an address, "" when nothing is, and returns it as it is kept with its host.
	Check(address string) (canonical, host, wrong string)
	// Read asks for the calendar. It returns a problem instead of an error, whose text could say the address.
	Read(ctx context.Context, q Asking) (Answer, Problem)
}

// Asking is a look at a calendar elsewhere.
type Asking struct {
	URL string
	// Validators are those of the busy time known; empty to have it whole.
	Validators Validators
	// Zone is the owner's; From and To bound the busy time asked for.
	Zone     *time.Location
	From, To int64
}

// Answer is what a calendar elsewhere says.
type Answer struct {
	// Unchanged says that the validators still hold; the rest is empty then.
	Unchanged  bool
	Validators Validators
	// Spans are in order and disjoint.
	Spans      []Span
	Unreadable int
}

// BusyStore keeps the calendars elsewhere. What they say is part of the catalog.
type BusyStore interface {
	// BusyCalendar reads one; ErrNotFound.
	BusyCalendar(ctx context.Context, id string) (BusyCalendar, error)
	// BusyCalendars lists those of a provider, or all for "", by provider, oldest first.
	BusyCalendars(ctx context.Context, providerID string) ([]BusyCalendar, error)
	// ClaimBusy gives the caller, until a time, the calendar of the id, or for "" the one that has been due longest at
	// now; nobody else gets it meanwhile. False when there is none to give.
	ClaimBusy(ctx context.Context, id, lease string, now, until int64) (BusyCalendar, bool, error)
}

// BusyTx is what a write transaction can do with calendars elsewhere.
type BusyTx interface {
	// AddBusy adds the calendar with its record.
	AddBusy(ctx context.Context, b BusyCalendar, r Record) error
	// FinishBusy writes how a look went and gives the calendar back; false when the lease is lost.
	FinishBusy(ctx context.Context, b BusyCalendar) (bool, error)
	// SetBusy replaces the calendar's busy time. LockCatalog comes before; the catalog's version rises.
	SetBusy(ctx context.Context, id string, spans []Span) error
	// DeleteBusy forgets the calendar and its busy time; ErrNotFound. LockCatalog comes before; the version rises.
	DeleteBusy(ctx context.Context, id string) error
}

// NewBusy asks for a calendar elsewhere to be read.
type NewBusy struct {
	Call
	ProviderID, URL, Label string
}

// AddBusy adds a calendar elsewhere. A repeat gives the same. Errors: ErrNotFound, ErrTooManyCalendars,
// ErrRequestIDReused, invalid fields.
func (c *Calendars) AddBusy(ctx context.Context, v Viewer, n NewBusy) (BusyCalendar, error) {
	if !v.sees(n.ProviderID) {
		return BusyCalendar{}, ErrNotFound
	}
	canonical, host, wrong := c.source.Check(n.URL)
	// Read outside of the transaction, which must not wait for a second connection: the bound is no invariant.
	known, err := c.store.BusyCalendars(ctx, n.ProviderID)
	if err != nil {
		return BusyCalendar{}, err
	}
	b, err := write(ctx, c.Scheduler, func(tx Tx) (BusyCalendar, error) {
		view, err := tx.Look(ctx, Look{Once: n.Once})
		if err != nil {
			return BusyCalendar{}, err
		}
		var first BusyCalendar
		if ok, err := n.replayed(view, &first); ok || err != nil {
			return first, err
		}
		if view.Catalog.Provider(n.ProviderID) == nil {
			return BusyCalendar{}, ErrNotFound
		}
		if wrong != "" {
			return BusyCalendar{}, invalid("url", wrong)
		}
		if len(known) >= maxCalendars {
			return BusyCalendar{}, ErrTooManyCalendars
		}
		return c.addBusy(ctx, tx, n, canonical, host)
	})
	if err == nil {
		c.wake()
	}
	return c.dated(b), err
}

func (c *Calendars) addBusy(ctx context.Context, tx Tx, n NewBusy, canonical, host string) (BusyCalendar, error) {
	now := c.now()
	b := BusyCalendar{ID: id.New(), ProviderID: n.ProviderID, Label: n.Label, Host: host, Created: now, Next: now}
	sealed, err := c.keys.sealURL(canonical, b.ID)
	if err != nil {
		return BusyCalendar{}, err
	}
	b.SealedURL = sealed
	r, err := n.record(now, nil, b)
	if err != nil {
		return BusyCalendar{}, err
	}
	return b, tx.AddBusy(ctx, b, r)
}

// ListBusy returns the calendars elsewhere of a provider, or for "" all that the viewer may see. Error: ErrNotFound.
func (c *Calendars) ListBusy(ctx context.Context, v Viewer, providerID string) ([]BusyCalendar, error) {
	switch {
	case providerID == "" && !v.All:
		providerID = cmp.Or(v.ProviderID, "-")
	case providerID == "":
	case !v.sees(providerID):
		return nil, ErrNotFound
	default:
		if err := c.known(ctx, providerID); err != nil {
			return nil, err
		}
	}
	all, err := c.store.BusyCalendars(ctx, providerID)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(all)
	for i := range out {
		out[i] = c.dated(out[i])
	}
	return out, nil
}

// DeleteBusy forgets a calendar elsewhere; its busy time is open again. Error: ErrNotFound.
func (c *Calendars) DeleteBusy(ctx context.Context, v Viewer, calendarID string) error {
	if _, err := c.seen(ctx, v, calendarID); err != nil {
		return err
	}
	return c.store.Write(ctx, func(tx Tx) error {
		if _, err := tx.LockCatalog(ctx, Once{}); err != nil {
			return err
		}
		return tx.DeleteBusy(ctx, calendarID)
	})
}

// seen reads a calendar that the viewer may see.
func (c *Calendars) seen(ctx context.Context, v Viewer, calendarID string) (BusyCalendar, error) {
	b, err := c.store.BusyCalendar(ctx, calendarID)
	if err == nil && !v.sees(b.ProviderID) {
		err = ErrNotFound
	}
	return b, err
}

// dated says whether what is known of the calendar is too old.
func (c *Calendars) dated(b BusyCalendar) BusyCalendar {
	b.Stale = b.Success == 0 || c.now()-b.Success > c.policy.StaleAfter.Microseconds()
	return b
}
