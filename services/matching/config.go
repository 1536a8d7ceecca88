// Package matching finds the right therapist for a need: who may see the client and who may not, and why; who fits best,
// and why; and it sets capacity aside while a client chooses and a first session is booked.
package matching

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// The seeds of therapists and their parts, with yaml tags for a practice file.
type (
	// TherapistSeed is a therapist the practice starts with.
	TherapistSeed = domain.Seed
	// Window is a weekly stretch of hours.
	Window = domain.Window
)

// Config is how the service behaves. The zero value of every field but TimeZone has a default.
type Config struct {
	// TimeZone is the practice's IANA zone. Required.
	TimeZone string
	// State is the one the practice is in, such as NY: clients of whom nobody recorded where they are during sessions are taken to be there.
	// Empty: they are offered nobody.
	State string
	// FirstSessionType is the appointment type of first sessions: "first-session".
	FirstSessionType string
	// Horizon bounds how far ahead openings are looked for; zero leaves it to the appointment type.
	Horizon time.Duration
	// OpeningsPerTherapist is how many openings a candidate shows: 3.
	OpeningsPerTherapist int32
	// ProposalTTL is how long a proposal holds its openings unless asked otherwise: 48 hours.
	ProposalTTL time.Duration
	// ReservationTTL is how long a pairing under way keeps its place: 15 minutes.
	ReservationTTL time.Duration
	// SweepEvery is the pause between two rounds of tidying up: 1 minute.
	SweepEvery time.Duration
	// LearnEvery is the pause between two looks at what was measured, and at whether prices are to be forecast anew: 1 hour.
	LearnEvery time.Duration
	// Seed are therapists added at the start, with their providers. Those that exist are left as they are.
	Seed []TherapistSeed
}

// Deps is what the service works with. It closes none of it.
type Deps struct {
	// DB is migrated with [Migrations].
	DB    *sqldb.DB
	Clock clock.Clock
	Log   *zap.Logger
	// Keyring wraps the keys of what staff type about a client.
	Keyring *sealed.Keyring
	// Scheduling is a connection to the scheduling service, made as the caller "matching".
	Scheduling grpc.ClientConnInterface
}

// Migrations is the history of the schema, a folder per engine.
func Migrations() fs.FS { return store.Migrations() }

// or returns value, or def when it is zero.
func or[T comparable](value, def T) T {
	var zero T
	if value == zero {
		return def
	}
	return value
}

func (c *Config) withDefaults() Config {
	out := *c
	out.FirstSessionType = or(c.FirstSessionType, "first-session")
	out.OpeningsPerTherapist = or(c.OpeningsPerTherapist, 3)
	out.ProposalTTL = or(c.ProposalTTL, 48*time.Hour)
	out.ReservationTTL = or(c.ReservationTTL, 15*time.Minute)
	out.SweepEvery = or(c.SweepEvery, time.Minute)
	out.LearnEvery = or(c.LearnEvery, time.Hour)
	return out
}

// typePattern is the form of an appointment type's id.
var typePattern = regexp.MustCompile(`^[a-z][a-z0-9-]{1,40}$`)

// Validate lists everything that is wrong with the configuration.
func (c *Config) Validate() error {
	var wrong []error
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "" {
		wrong = append(wrong, errors.New("matching: the time zone must be an IANA zone"))
	}
	if _, known := vocabulary.State(c.State); c.State != "" && !known {
		wrong = append(wrong, fmt.Errorf("matching: the practice's state is %q; it must be one of the United States by its two letters, such as NY", c.State))
	}
	if c.FirstSessionType != "" && !typePattern.MatchString(c.FirstSessionType) {
		wrong = append(wrong, errors.New("matching: the first session type must be the id of an appointment type"))
	}
	if c.Horizon < 0 || c.ProposalTTL < 0 || c.ReservationTTL < 0 || c.SweepEvery < 0 || c.LearnEvery < 0 || c.OpeningsPerTherapist < 0 {
		wrong = append(wrong, errors.New("matching: durations and counts must not be negative"))
	}
	for i := range c.Seed {
		if s := &c.Seed[i]; !id.Valid(s.ID) || s.DisplayName == "" {
			wrong = append(wrong, fmt.Errorf("matching: seed %d needs a valid id and a display name", i))
		}
	}
	return errors.Join(wrong...)
}
