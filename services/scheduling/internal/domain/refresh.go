package domain

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Looking are the settings of how calendars elsewhere are looked at.
type Looking struct {
	// Interval is the time between two looks, give or take a fifth; after failures it grows up to four times.
	Interval time.Duration
	// StaleAfter is how old busy time may be before staff are told.
	StaleAfter time.Duration
	// Timeout bounds one look.
	Timeout time.Duration
}

// Calendars carries out the use cases of feeds and of calendars elsewhere. It is safe for concurrent use.
type Calendars struct {
	*Scheduler
	source  Source
	policy  Looking
	horizon time.Duration
	woken   chan struct{}
}

// NewCalendars returns the use cases over the scheduler's store.
func NewCalendars(s *Scheduler, source Source, l Looking) *Calendars {
	c := &Calendars{Scheduler: s, source: source, policy: l, woken: make(chan struct{}, 1)}
	for _, t := range s.types {
		c.horizon = max(c.horizon, t.Horizon)
	}
	return c
}

// Woken is rung when there is a calendar to look at before its time.
func (c *Calendars) Woken() <-chan struct{} { return c.woken }

func (c *Calendars) wake() {
	select {
	case c.woken <- struct{}{}:
	default:
	}
}

// A calendar comes whole at least once a day, because its rules are only known as far as they were expanded: a year
// beyond what can be booked ahead, for the weeks of a series.
const (
	wholeEvery = 24 * time.Hour
	margin     = 366 * 24 * time.Hour
)

// RefreshDue looks at one calendar that is due, whichever replica comes first. It returns false when there is none.
func (c *Calendars) RefreshDue(ctx context.Context) (BusyCalendar, bool, error) {
	b, ok, err := c.claim(ctx, "")
	if err != nil || !ok {
		return BusyCalendar{}, false, err
	}
	b, err = c.refresh(ctx, b)
	return b, true, err
}

// Refresh looks at a calendar now. While somebody else is looking it answers what was known before. Error: ErrNotFound.
func (c *Calendars) Refresh(ctx context.Context, v Viewer, calendarID string) (BusyCalendar, error) {
	if _, err := c.seen(ctx, v, calendarID); err != nil {
		return BusyCalendar{}, err
	}
	b, ok, err := c.claim(ctx, calendarID)
	if err != nil {
		return BusyCalendar{}, err
	}
	if ok {
		if _, err = c.refresh(ctx, b); err != nil {
			return BusyCalendar{}, err
		}
	}
	b, err = c.store.BusyCalendar(ctx, calendarID)
	return c.dated(b), err
}

// claim takes a lease that outlives the look.
func (c *Calendars) claim(ctx context.Context, calendarID string) (BusyCalendar, bool, error) {
	now := c.now()
	return c.store.ClaimBusy(ctx, calendarID, id.New(), now, now+2*c.policy.Timeout.Microseconds())
}

// refresh looks at a claimed calendar and writes how that went. What is known stays when the look fails.
func (c *Calendars) refresh(ctx context.Context, b BusyCalendar) (BusyCalendar, error) {
	q, ok, err := c.asking(ctx, b)
	if err != nil {
		return b, err
	}
	answer, problem := Answer{}, AddressRefused
	if ok {
		looking, cancel := context.WithTimeout(ctx, c.policy.Timeout)
		answer, problem = c.source.Read(looking, q)
		cancel()
	}
	if ctx.Err() != nil { // nobody's fault: the lease ends by itself
		return b, context.Cause(ctx)
	}
	now := c.now()
	b.Attempt, b.Problem = now, problem
	if problem != NoProblem {
		b.Failures++
		b.Next = now + c.pause(b.Failures)
		return b, c.store.Write(ctx, func(tx Tx) error { _, err := tx.FinishBusy(ctx, b); return err })
	}
	b.Success, b.Failures, b.Next = now, 0, now+c.pause(0)
	before := b.Reading.Digest
	if !answer.Unchanged {
		b.Unreadable = answer.Unreadable
		b.Reading = WholeReading{
			Validators: answer.Validators, Zone: q.Zone.String(), At: now, Covered: q.To, Digest: digest(answer.Spans),
		}
	}
	return b, c.store.Write(ctx, func(tx Tx) error { return c.finish(ctx, tx, b, before, answer.Spans) })
}

func (c *Calendars) finish(ctx context.Context, tx Tx, b BusyCalendar, before string, spans []Span) error {
	changed := b.Reading.Digest != before
	if changed {
		if _, err := tx.LockCatalog(ctx, Once{}); err != nil {
			return err
		}
	}
	if ok, err := tx.FinishBusy(ctx, b); err != nil || !ok || !changed {
		return err
	}
	return tx.SetBusy(ctx, b.ID, spans)
}

// asking returns what to ask of the calendar; false when its address cannot be opened any more.
func (c *Calendars) asking(ctx context.Context, b BusyCalendar) (Asking, bool, error) {
	catalog, err := c.store.Catalog(ctx)
	if err != nil {
		return Asking{}, false, err
	}
	zone := c.practice
	if i, ok := catalog.index[b.ProviderID]; ok {
		zone = catalog.providers[i].zone
	}
	address, ok := c.keys.openURL(b.SealedURL, b.ID)
	now := c.now()
	// Whole days, so that the busy time read is the same from look to look.
	today := floorDiv(now, dayUS) * dayUS
	q := Asking{URL: address, Zone: zone, From: today - dayUS, To: today + (c.horizon + margin).Microseconds()}
	if last := b.Reading; last.Zone == zone.String() && now-last.At < wholeEvery.Microseconds() &&
		last.Covered > now+c.horizon.Microseconds() {
		q.Validators = last.Validators
	}
	return q, ok, nil
}

// pause is how long to wait until the next look, with a fifth more or less so that replicas and calendars spread.
func (c *Calendars) pause(failures int) int64 {
	d := c.policy.Interval << min(failures, 2)
	fifth := int64(d / 5)
	return (d + time.Duration(rand.Int64N(2*fifth+1)-fifth)).Microseconds() //nolint:gosec // when to look is no secret
}

// digest tells two lists of spans apart.
func digest(spans []Span) string {
	h := sha256.New()
	for _, s := range spans {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], uint64(s.Start)) //nolint:gosec // the bits are kept
		binary.BigEndian.PutUint64(b[8:], uint64(s.End))   //nolint:gosec // the bits are kept
		h.Write(b[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}
