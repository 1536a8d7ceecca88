// Package ics reads and writes iCalendar files (RFC 5545): it takes the busy time, and nothing but that, out of a
// calendar that somebody else wrote, and writes the feed that phones subscribe to.
//
// Who wrote a file that is read is not trusted: reading never panics, and its memory and time are bounded whatever
// the file says.
package ics

import (
	"context"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// The refusals of [Busy].
var (
	// ErrNotCalendar says that the file is no iCalendar file.
	ErrNotCalendar = errors.New("no iCalendar file")
	// ErrTooLarge says that there is more in the file than in any calendar.
	ErrTooLarge = errors.New("the calendar is too large")
)

// Bounds of what is read.
const (
	maxEvents = 20_000
	maxSpans  = 10_000
	// maxSteps bounds the occurrences of all rules together that are looked at, maxOwnSteps those of one.
	maxSteps    = 1_000_000
	maxOwnSteps = 50_000
)

// Window says what is asked of a calendar.
type Window struct {
	// From and To bound the busy time asked for.
	From, To int64
	// Zone is where the calendar's owner is: it gives floating times and whole days their meaning.
	Zone *time.Location
}

// Found is what a calendar says.
type Found struct {
	// Spans are the busy time inside the window, in order and disjoint.
	Spans []domain.Span
	// Unreadable counts the events of which something could not be read.
	Unreadable int
}

// Busy returns the busy time of a calendar. Events that are cancelled or marked free count for nothing, and so do
// copies of our own feed's. Errors: ErrNotCalendar, ErrTooLarge, the context's.
func Busy(ctx context.Context, file []byte, w Window) (Found, error) {
	calendars, err := decode(sieve(file))
	if err != nil {
		return Found{}, err
	}
	r := reader{ctx: ctx, window: w, local: zoneOf(w.Zone, w.To), steps: maxSteps}
	for _, c := range calendars {
		if err := r.calendar(c); err != nil {
			return Found{}, err
		}
	}
	spans := domain.Merge(r.spans)
	if len(spans) > maxSpans {
		return Found{}, ErrTooLarge
	}
	return Found{Spans: spans, Unreadable: r.unreadable}, nil
}
