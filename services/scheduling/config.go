package scheduling

import (
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/outside"
)

// AppointmentType holds the rules of one kind of appointment.
type AppointmentType = domain.Type

// Hours is a weekly window of a provider's wall clock.
type Hours = domain.Hours

// Room is a place where sessions are held.
type Room = domain.Room

// Site is an address of the practice.
type Site = domain.Site

// DefaultTypes are the product's appointment types: consultation, first-session and session.
func DefaultTypes() []AppointmentType { return domain.DefaultTypes() }

// Config holds the settings of the service. Its zero value but for PracticeTimeZone is usable.
type Config struct {
	// PracticeTimeZone is the practice's IANA zone. Required.
	PracticeTimeZone string
	// Types are the appointment types; DefaultTypes when empty.
	Types []AppointmentType
	// HoldFor is how long a public hold lasts and by how much it is extended; 10 minutes when zero.
	HoldFor time.Duration
	// HoldExtensions is how often a public hold can be extended; 3 when zero.
	HoldExtensions int
	// HoldBudget is how many holds and extensions one visitor's source may have in the life of a hold; 30 when zero.
	HoldBudget int
	// SweepInterval is how often lapsed holds and old answers are tidied away; a minute when zero.
	SweepInterval time.Duration
	// PollInterval is how often a watcher of the feed looks without a doorbell, and so how late it is at most; 50 ms when
	// zero.
	PollInterval time.Duration
	// BusyInterval is the time between two looks at a calendar elsewhere; 15 minutes when zero.
	BusyInterval time.Duration
	// BusyStaleAfter is how old a calendar elsewhere may be before staff are told; an hour when zero.
	BusyStaleAfter time.Duration
	// Outside says where calendars elsewhere may be; on the public internet alone when zero.
	Outside Outside
	// Seed is what must exist.
	Seed Seed
}

// maxTypes is how many types there can be: the engine keeps sets of them in a word.
const maxTypes = 64

// Outside says which hosts may be asked for calendars.
type Outside = outside.Config

// Seed names sites, rooms and coordinators that New makes when they do not exist. It never changes a schedule.
type Seed struct {
	Sites        []Site
	Rooms        []Room
	Coordinators []SeedProvider
}

// SeedProvider is an intake coordinator to make.
type SeedProvider struct {
	// ID is the bare id, 26 characters as pkg/id makes them.
	ID, DisplayName string
	// TimeZone is the zone of Hours; the practice's when empty.
	TimeZone string
	// Types are what the coordinator takes; consultation when empty.
	Types []string
	// Hours are the weekly hours.
	Hours []Hours
}

// Deps are what the service needs from its process.
type Deps struct {
	// DB is migrated to Migrations. The service does not close it. Required.
	DB *sqldb.DB
	// Clock tells the time; the system's when nil.
	Clock clock.Clock
	// Log receives what no call reports; none when nil.
	Log *zap.Logger
	// Ephemeral rings the doorbell of the feed between replicas; private to the process when nil.
	Ephemeral ephemeral.Store
}

func (c Config) withDefaults() Config {
	if len(c.Types) == 0 {
		c.Types = DefaultTypes()
	}
	if c.HoldFor == 0 {
		c.HoldFor = 10 * time.Minute
	}
	if c.HoldExtensions == 0 {
		c.HoldExtensions = 3
	}
	if c.HoldBudget == 0 {
		c.HoldBudget = 30
	}
	if c.SweepInterval == 0 {
		c.SweepInterval = time.Minute
	}
	if c.PollInterval == 0 {
		c.PollInterval = 50 * time.Millisecond
	}
	if c.BusyInterval == 0 {
		c.BusyInterval = 15 * time.Minute
	}
	if c.BusyStaleAfter == 0 {
		c.BusyStaleAfter = time.Hour
	}
	return c
}

// Validate lists all that is wrong with the settings.
func (c Config) Validate() error {
	var problems []error
	if _, err := domain.Zone(c.PracticeTimeZone); err != nil {
		problems = append(problems, err)
	}
	seen := make(map[string]bool)
	for _, t := range c.Types {
		if seen[t.ID] {
			problems = append(problems, fmt.Errorf("appointment type %q is there twice", t.ID))
		}
		seen[t.ID] = true
		problems = append(problems, t.Validate())
	}
	if c.BusyInterval < 0 || c.BusyStaleAfter < 0 {
		problems = append(problems, errors.New("the times of calendars elsewhere cannot be negative"))
	}
	if len(c.Types) > maxTypes {
		problems = append(problems, fmt.Errorf("there can be %d appointment types", maxTypes))
	}
	if c.HoldFor < 0 || c.HoldExtensions < 0 || c.HoldBudget < 0 || c.SweepInterval < 0 || c.PollInterval < 0 {
		problems = append(problems, errors.New("durations and counts cannot be negative"))
	}
	return errors.Join(problems...)
}
