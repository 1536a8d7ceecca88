package domain

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Bell tells waiting readers that there may be something new in the feed. It may lose rings: readers look anyway.
type Bell interface {
	// Ring never waits.
	Ring()
	// Listen returns what is rung until ctx ends.
	Listen(ctx context.Context) (<-chan string, error)
}

// Rules are the settings of the scheduler that are not per appointment type.
type Rules struct {
	// HoldFor is how long a public hold lasts, and by how much it is extended.
	HoldFor time.Duration
	// HoldExtensions is how often it can be extended.
	HoldExtensions int
	// Budget bounds what one source may hold; nil for no bound.
	Budget Budget
	// Poll is how often a reader of the feed looks without having heard the bell.
	Poll time.Duration
}

// Scheduler carries out the use cases. It is safe for concurrent use.
type Scheduler struct {
	store Store
	clock clock.Clock
	bell  Bell
	keys  Keys
	rules Rules
	types map[string]*Type
	// practice is the zone of weeks and of staff's words.
	practice *time.Location
}

// NewScheduler returns a scheduler over the store.
func NewScheduler(ctx context.Context, store Store, c clock.Clock, bell Bell, practice *time.Location, types []Type,
	rules Rules,
) (*Scheduler, error) {
	keys, err := store.Keys(ctx)
	if err != nil {
		return nil, err
	}
	s := &Scheduler{
		store: store, clock: c, bell: bell, keys: keys, rules: rules, practice: practice,
		types: make(map[string]*Type, len(types)),
	}
	for i := range types {
		s.types[types[i].ID] = &types[i]
	}
	return s, nil
}

// Call says who makes a write, and how a repeat of it is recognised.
type Call struct {
	Once
	// Actor is who acts: staff/…, clients/…, services/….
	Actor string
	// TraceID is the id of the call, for the feed.
	TraceID string
	// Source is an opaque name of where a visitor's call comes from; "" for all others.
	Source string
}

func (s *Scheduler) now() int64 { return s.clock.Now().UnixMicro() }

// Sweep lets lapsed holds go and forgets what need not be kept.
func (s *Scheduler) Sweep(ctx context.Context) error { return s.store.Sweep(ctx, s.now()) }

// write runs fn in a transaction and returns what its last run returned.
func write[T any](ctx context.Context, s *Scheduler, fn func(tx Tx) (T, error)) (T, error) {
	var out, none T
	err := s.store.Write(ctx, func(tx Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	if err != nil {
		return none, err
	}
	return out, nil
}

// findPlace runs fn to find a place for one row and returns what its last run returned.
func findPlace[T any](ctx context.Context, s *Scheduler, fn func(tx Placing) (T, error)) (T, error) {
	var out, none T
	err := s.store.Place(ctx, func(tx Placing) (err error) {
		out, err = fn(tx)
		return err
	})
	if err != nil {
		return none, err
	}
	return out, nil
}

// replayed fills answer from the stored answer of an earlier request with the same id. It reports whether there is one.
func (o Once) replayed(v View, answer any) (bool, error) {
	if v.Replay == nil {
		return false, nil
	}
	if v.Replay.Hash != o.Hash {
		return false, ErrRequestIDReused
	}
	if err := json.Unmarshal(v.Replay.Answer, answer); err != nil {
		return false, fmt.Errorf("stored answer: %w", err)
	}
	return true, nil
}

// record returns what is written with a row: the event, and the answer a repeat of the call will get.
func (c Call) record(now int64, change *Change, answer any) (Record, error) {
	r := Record{Change: change, Once: c.Once, Now: now}
	if c.RequestID == "" {
		return r, nil
	}
	b, err := json.Marshal(answer)
	if err != nil {
		return r, fmt.Errorf("answer to keep: %w", err)
	}
	r.Answer = b
	return r, nil
}

// event is the change that brings the row to where it is now.
func (c Call) event(kind Kind, a *Appointment) *Change {
	return &Change{
		AppointmentID: a.ID, Kind: kind, State: a.State, Time: a.Updated,
		RequestID: c.TraceID, InquiryID: a.InquiryID, Actor: c.Actor, Overbook: a.Overbook,
	}
}

// freed is the event that says that the row's time, as it was, is free again; nil when nobody can use it any more.
func (c Call) freed(was, now *Appointment) *Change {
	if was.End <= now.Updated {
		return nil
	}
	return &Change{
		AppointmentID: now.ID, Kind: KindFreed, State: now.State, Time: now.Updated, RequestID: c.TraceID,
		InquiryID: now.InquiryID, Actor: c.Actor,
		TypeID: was.TypeID, ProviderID: was.ProviderID, Start: was.Start, End: was.End,
	}
}

// named returns the rows with the display names staff see.
func (s *Scheduler) named(ctx context.Context, rows ...Appointment) ([]Appointment, error) {
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		c.name(&rows[i])
	}
	return rows, nil
}

// done rings the bell for a row that changed and returns it as staff see it.
func (s *Scheduler) done(a Appointment, err error) (Appointment, error) {
	if err != nil {
		return Appointment{}, err
	}
	s.bell.Ring()
	if c := s.store.Known(); c != nil {
		c.name(&a)
	}
	return a, nil
}
