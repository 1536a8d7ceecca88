package domain

import (
	"errors"
	"fmt"
	"time"
)

// Type holds the rules of one kind of appointment. Types are configuration.
type Type struct {
	// ID is the bare id: consultation, first-session, session.
	ID string
	// DisplayName is shown to staff.
	DisplayName string
	// Duration is how long it takes.
	Duration time.Duration
	// BufferBefore and BufferAfter are kept free around it; they are part of the blocked range.
	BufferBefore, BufferAfter time.Duration
	// Notice is the least time between booking and start.
	Notice time.Duration
	// Horizon is how far ahead it can be booked.
	Horizon time.Duration
	// Step is the distance of two starts, counted by the wall clock from the start of the provider's hours.
	Step time.Duration
	// Packed offers only starts that leave no gap in which nothing fits, instead of one every Step. Weekly hours are still
	// looked for every Step.
	Packed bool
	// AnyProvider says that a slot is a start, not a person: whoever is free takes it.
	AnyProvider bool
	// Public says that visitors may list and hold it.
	Public bool
	// OnePerContact says that a contact may have one open at a time.
	OnePerContact bool
	// LateCancel is the time before the start from which on a cancellation counts as late.
	LateCancel time.Duration
	// NewClient says that clients begin with it: a provider's bound on new clients counts it.
	NewClient bool
	// Modes are the ways it can be held, best first.
	Modes []Mode
}

// maxBlocked bounds the blocked range of every appointment. The schema checks it too: it lets a range query start
// looking one day early instead of at the beginning of time.
const (
	maxBlocked   = 24 * time.Hour
	maxBlockedUS = int64(maxBlocked / time.Microsecond)
)

// DefaultTypes are the product's types. Sessions are those after the first, which come in series.
func DefaultTypes() []Type {
	const day = 24 * time.Hour
	return []Type{{
		ID: "consultation", DisplayName: "Consultation", Duration: 10 * time.Minute,
		BufferBefore: 5 * time.Minute, BufferAfter: 5 * time.Minute,
		Notice: 2 * time.Hour, Horizon: 30 * day, Step: 20 * time.Minute,
		AnyProvider: true, Public: true, Modes: []Mode{Phone},
	}, {
		ID: "first-session", DisplayName: "First session", Duration: 50 * time.Minute,
		BufferAfter: 10 * time.Minute,
		Notice:      12 * time.Hour, Horizon: 60 * day, Step: 30 * time.Minute,
		NewClient: true, LateCancel: day, Modes: []Mode{InPerson, Video, Phone},
	}, {
		ID: "session", DisplayName: "Session", Duration: 50 * time.Minute,
		BufferAfter: 10 * time.Minute,
		Horizon:     26 * 7 * day, Step: 30 * time.Minute,
		LateCancel: day, Modes: []Mode{InPerson, Video, Phone},
	}}
}

// Validate lists all that is wrong with the type.
func (t Type) Validate() error {
	var problems []error
	check := func(ok bool, what string) {
		if !ok {
			problems = append(problems, fmt.Errorf("appointment type %q: %s", t.ID, what))
		}
	}
	check(t.ID != "" && len(t.ID) <= 41, "the id must have 1 to 41 characters")
	check(t.Duration > 0, "the duration must be positive")
	check(t.Step > 0, "the step must be positive")
	check(t.BufferBefore >= 0 && t.BufferAfter >= 0 && t.Notice >= 0 && t.LateCancel >= 0,
		"buffers, notice and the time for cancelling cannot be negative")
	check(t.Horizon > t.Notice, "the horizon must lie beyond the notice")
	check(t.BufferBefore+t.Duration+t.BufferAfter <= maxBlocked, "it cannot block more than a day")
	check(len(t.Modes) > 0, "it needs a mode")
	check(!t.Packed || (t.BufferBefore+t.Duration+t.BufferAfter)%time.Minute == 0, "what is packed must block whole minutes")
	check(t.Duration%time.Microsecond == 0 && t.Step%time.Second == 0, "times must be whole seconds")
	return errors.Join(problems...)
}

// blocked returns the range that an appointment of this type starting at start keeps from others.
func (t *Type) blocked(start int64) (from, to int64) {
	return start - t.BufferBefore.Microseconds(), start + (t.Duration + t.BufferAfter).Microseconds()
}

// bookable returns the first and the last instant at which an appointment can start, seen from now.
func (t *Type) bookable(now int64) (first, last int64) {
	return now + t.Notice.Microseconds(), now + t.Horizon.Microseconds()
}
