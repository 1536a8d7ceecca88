package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync/atomic"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Limits of the use cases. All are policy.
const (
	// defaultCandidates is how many candidates a ranking answers unless asked otherwise.
	defaultCandidates = 5
	// maxProposal is the longest a proposal may hold its openings, as in scheduling.
	maxProposal = 14 * 24 * time.Hour
	// pendingGrace is how long a proposal may take to be held before it is cleaned up.
	pendingGrace = time.Minute
	// rememberRequests is how long a repeated request is recognised; the product promises 24 hours.
	rememberRequests = 7 * 24 * time.Hour
	// PageSize and MaxPageSize bound lists.
	PageSize    = 50
	MaxPageSize = 200
)

// Rules are the settings of the use cases.
type Rules struct {
	// Zone is the practice's IANA zone.
	Zone string
	// State is where the practice is, and every client whose place nobody recorded; empty: nobody is offered or booked without it.
	State string
	// ProposalTTL is how long a proposal holds its openings unless asked otherwise.
	ProposalTTL time.Duration
	// ReservationTTL is how long a reserved pairing keeps its place.
	ReservationTTL time.Duration
}

// Matching is the use cases of the service.
type Matching struct {
	store    Store
	calendar Calendar
	clock    clock.Clock
	rules    Rules
	roster   *roster
	// lately is where new clients went, as it was counted last.
	lately atomic.Pointer[counted]
}

// New returns the use cases over a store and scheduling.
func New(store Store, calendar Calendar, c clock.Clock, rules Rules) *Matching {
	return &Matching{store: store, calendar: calendar, clock: c, rules: rules, roster: newRoster(store, rules.Zone)}
}

// now is the present, in the precision the store keeps.
func (m *Matching) now() time.Time { return m.clock.Now().UTC().Truncate(time.Microsecond) }

// NewRequest is a write that is repeated under the id; the body tells whether it is the same.
func NewRequest(method, id string, body any) Request {
	return Request{Method: method, ID: id, Hash: fingerprint(body)}
}

// fingerprint is the hash that tells one request body from another.
func fingerprint(body any) string {
	encoded, err := json.Marshal(body)
	if err != nil {
		// Bodies are plain values of this package; none can fail to encode.
		panic(err)
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:])
}
