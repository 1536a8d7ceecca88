package intake

import (
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

type (
	// Practice is the practice as it is first set up; later it is changed in the console.
	Practice = access.Practice
	// SMTPConfig says which server takes the mail.
	SMTPConfig = mail.SMTPConfig
)

// Config is how the service behaves.
type Config struct {
	// Demo seeds staff with tokens in the data dir and writes mail to files there. Never set in production.
	Demo bool
	// DataDir holds the demo's tokens and mail.
	DataDir string
	// DemoClinicianProvider is providers/{id} of the therapist the demo's clinician is.
	DemoClinicianProvider string
	// PublicBaseURL is where visitors reach the booking pages; manage links start with it. Required.
	PublicBaseURL string
	// Practice are the settings of a first start. Required.
	Practice Practice
	// MailFrom is the bare sender address; required with SMTP.
	MailFrom string
	// SMTP is the mail server; without a host, which only a demo may lack, mail is written to files.
	SMTP SMTPConfig
	// SessionIdle and SessionLifetime bound the sessions of the staff pages; defaults when zero.
	SessionIdle, SessionLifetime time.Duration
	// Grace is how long mail about an appointment waits, so that a quick correction sends one message instead of two; no
	// time when zero.
	Grace time.Duration
	// PollEvery is the pause between two looks at what waits to be sent or done: half a second.
	PollEvery time.Duration
	// SweepEvery is the pause between two looks for acts that nobody sees through: 5 seconds.
	SweepEvery time.Duration
}

// Deps is what the service works with. It closes none of it.
type Deps struct {
	// DB is migrated with [Migrations].
	DB    *sqldb.DB
	Clock clock.Clock
	Log   *zap.Logger
	// Scheduling and Matching are connections made as the caller "intake".
	Scheduling, Matching grpc.ClientConnInterface
	// Keyring wraps the keys of persons.
	Keyring *sealed.Keyring
	// Ephemeral counts tries; when it fails, or when it is nil, they are counted in the process.
	Ephemeral ephemeral.Store
}

// Migrations is the history of the schema, a folder per engine.
func Migrations() fs.FS { return migrations.FS }

// demoSender is where a demo's mail comes from.
const demoSender = "frontdesk@firstcall.example"

func (c Config) withDefaults() Config {
	c.PublicBaseURL = strings.TrimRight(c.PublicBaseURL, "/")
	if c.PollEvery == 0 {
		c.PollEvery = 500 * time.Millisecond
	}
	if c.SweepEvery == 0 {
		c.SweepEvery = 5 * time.Second
	}
	if c.MailFrom == "" && c.Demo {
		c.MailFrom = demoSender
	}
	return c
}

// Validate lists everything that is wrong with the configuration.
func (c Config) Validate() error {
	var wrong []error
	bad := func(text string) { wrong = append(wrong, errors.New("intake: "+text)) }
	base, err := url.Parse(c.PublicBaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		bad("the public URL must be an http or https URL")
	}
	if !c.Demo && c.SMTP.Host == "" {
		bad("a mail server is required")
	}
	if c.SMTP.Host != "" && c.MailFrom == "" {
		bad("a sender address is required")
	}
	if c.Demo && (c.DataDir == "" || c.DemoClinicianProvider == "") {
		bad("a demo needs a data dir, and a provider to be its clinician")
	}
	if c.PollEvery < 0 || c.SweepEvery < 0 || c.Grace < 0 {
		bad("pauses must not be negative")
	}
	if err := c.Practice.Validate(); err != nil {
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}

func (d Deps) validate() error {
	if d.DB == nil || d.Clock == nil || d.Log == nil || d.Scheduling == nil || d.Matching == nil || d.Keyring == nil {
		return errors.New("intake: DB, Clock, Log, Scheduling, Matching and Keyring are required")
	}
	return nil
}
