package firstcall

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"go.uber.org/zap/zapcore"
)

// Modes of running.
const (
	// ModeProduction refuses everything made for showing and testing.
	ModeProduction = "production"
	// ModeDemo seeds a practice, makes keys and tokens, and writes mail to files.
	ModeDemo = "demo"
	// ModeTest is demo for test suites.
	ModeTest = "test"
)

// Roles a process can take.
const (
	RoleAll        = "all"
	RoleGateway    = "gateway"
	RoleIntake     = "intake"
	RoleScheduling = "scheduling"
	RoleMatching   = "matching"
)

// Config holds every setting of the product. Each comes from the YAML file, from FIRSTCALL_… in the environment over it,
// and from a flag over that; every secret also from FIRSTCALL_…_FILE.
type Config struct {
	Mode string `yaml:"mode" env:"MODE" default:"production" help:"production, demo or test"`
	Role string `yaml:"role" env:"ROLE" default:"all" help:"all, gateway, intake, scheduling or matching"`

	PublicAddr string `yaml:"public_addr" env:"PUBLIC_ADDR" default:"127.0.0.1:8080" help:"booking pages and the public API"`
	StaffAddr  string `yaml:"staff_addr" env:"STAFF_ADDR" default:"127.0.0.1:8081" help:"front-desk console and the staff API"`
	PublicURL  string `yaml:"public_url" env:"PUBLIC_URL" help:"where visitors reach the booking pages; links in mail start with it"`
	StaffURL   string `yaml:"staff_url" env:"STAFF_URL" help:"where staff reach the console"`
	GRPCAddr   string `yaml:"grpc_addr" env:"GRPC_ADDR" default:"127.0.0.1:9090" help:"address of a single role's gRPC server"`
	HealthAddr string `yaml:"health_addr" env:"HEALTH_ADDR" help:"plain /healthz, /readyz and /metrics for the platform"`
	DebugAddr  string `yaml:"debug_addr" env:"DEBUG_ADDR" help:"pprof, on loopback only"`

	IntakeTarget     string `yaml:"intake_target" env:"INTAKE_TARGET" help:"gRPC target of intake, for other roles"`
	SchedulingTarget string `yaml:"scheduling_target" env:"SCHEDULING_TARGET" help:"gRPC target of scheduling"`
	MatchingTarget   string `yaml:"matching_target" env:"MATCHING_TARGET" help:"gRPC target of matching"`

	DataDir               string `yaml:"data_dir" env:"DATA_DIR" default:"./var" help:"SQLite files, demo keys and demo mail"`
	DatabaseURL           string `yaml:"database_url" env:"DATABASE_URL" secret:"true" help:"postgres://…; empty: SQLite in the data directory"`
	IntakeDatabaseURL     string `yaml:"intake_database_url" env:"INTAKE_DATABASE_URL" secret:"true" help:"instead of database_url, for intake's own role"`
	SchedulingDatabaseURL string `yaml:"scheduling_database_url" env:"SCHEDULING_DATABASE_URL" secret:"true" help:"instead of database_url, for scheduling's own role"`
	MatchingDatabaseURL   string `yaml:"matching_database_url" env:"MATCHING_DATABASE_URL" secret:"true" help:"instead of database_url, for matching's own role"`
	DatabaseMaxConns      int    `yaml:"database_max_conns" env:"DATABASE_MAX_CONNS" default:"16" help:"PostgreSQL connections per service"`
	RedisURL              string `yaml:"redis_url" env:"REDIS_URL" secret:"true" help:"redis://…; empty: in memory"`

	KeyFile               string `yaml:"key_file" env:"KEY_FILE" help:"the key-encryption key of intake, or of matching; must lie outside the data directory"`
	IdentityKeyFile       string `yaml:"identity_key_file" env:"IDENTITY_KEY_FILE" help:"Ed25519 private key of the gateway (PEM)"`
	IdentityPublicKeyFile string `yaml:"identity_public_key_file" env:"IDENTITY_PUBLIC_KEY_FILE" help:"its public key, for the other roles (PEM)"`
	TLSCAFile             string `yaml:"tls_ca_file" env:"TLS_CA_FILE" help:"authority of the roles' certificates"`
	TLSCertFile           string `yaml:"tls_cert_file" env:"TLS_CERT_FILE" help:"this role's certificate"`
	TLSKeyFile            string `yaml:"tls_key_file" env:"TLS_KEY_FILE" help:"its key"`

	RateLimits       string        `yaml:"rate_limits" env:"RATE_LIMITS" default:"on" help:"on, or off for load tests; off is refused in production"`
	RateLimitKey     string        `yaml:"rate_limit_key" env:"RATE_LIMIT_KEY" secret:"true" help:"keys the hashes sources are counted under; replicas share it"`
	TrustedProxies   int           `yaml:"trusted_proxies" env:"TRUSTED_PROXIES" default:"0" help:"proxies in front whose X-Forwarded-For is believed"`
	CalendarNetworks []string      `yaml:"calendar_networks" env:"CALENDAR_NETWORKS" help:"networks beside the public internet, such as 10.1.0.0/16, where providers' own calendars may lie"`
	MailDelay        string        `yaml:"mail_delay" env:"MAIL_DELAY" help:"how long mail about an appointment waits, so that a quick correction sends one message; empty: 30s in production, 0s in a demo"`
	OneOpenCall      string        `yaml:"one_open_call" env:"ONE_OPEN_CALL" help:"on: a telephone number may have one open call; empty: on in production, off in a demo"`
	LogLevel         string        `yaml:"log_level" env:"LOG_LEVEL" default:"info" help:"debug, info, warn or error"`
	Shutdown         time.Duration `yaml:"shutdown" env:"SHUTDOWN" default:"20s" help:"longest time to stop in"`

	Practice PracticeConfig `yaml:"practice" env:"PRACTICE"`
	SMTP     SMTPConfig     `yaml:"smtp" env:"SMTP"`
}

// PracticeConfig is the practice as it is first set up.
type PracticeConfig struct {
	Name                 string `yaml:"name" env:"NAME" help:"full name, for pages"`
	ShortName            string `yaml:"short_name" env:"SHORT_NAME" help:"neutral name, for messages and calendars"`
	Phone                string `yaml:"phone" env:"PHONE" help:"the front desk's number"`
	TimeZone             string `yaml:"time_zone" env:"TIME_ZONE" default:"America/New_York" help:"IANA zone"`
	State                string `yaml:"state" env:"STATE" default:"NY" help:"where the practice is, as two letters, and clients of whom nobody recorded where they are"`
	PrivacyNoticeVersion string `yaml:"privacy_notice_version" env:"PRIVACY_NOTICE_VERSION" default:"2026-11" help:"the version people agree to"`
}

// SMTPConfig is the mail server.
type SMTPConfig struct {
	Host     string `yaml:"host" env:"HOST" help:"mail server; demo without one: .eml files in the data directory"`
	Port     int    `yaml:"port" env:"PORT" default:"587"`
	User     string `yaml:"user" env:"USER"`
	Password string `yaml:"password" env:"PASSWORD" secret:"true"`
	From     string `yaml:"from" env:"FROM" help:"sender address"`
}

// Demo reports whether the mode may seed a practice and make its own keys and tokens.
func (c *Config) Demo() bool { return c.Mode == ModeDemo || c.Mode == ModeTest }

// DemoTokensFile is where a demo writes one bearer token per role.
func (c *Config) DemoTokensFile() string { return filepath.Join(c.DataDir, "demo-tokens.json") }

// MailDir is where a demo without a mail server writes what it would send.
func (c *Config) MailDir() string { return filepath.Join(c.DataDir, "mail") }

// Has reports whether the process takes the role.
func (c *Config) Has(role string) bool { return c.Role == RoleAll || c.Role == role }

// Validate lists everything that is wrong, joined.
func (c *Config) Validate() error {
	var errs []error
	bad := func(field, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s: %s", field, fmt.Sprintf(format, args...)))
	}
	switch c.Mode {
	case ModeProduction, ModeDemo, ModeTest:
	default:
		bad("mode", "%q is none of production, demo, test", c.Mode)
	}
	switch c.Role {
	case RoleAll, RoleGateway, RoleIntake, RoleScheduling, RoleMatching:
	default:
		bad("role", "%q is none of all, gateway, intake, scheduling, matching", c.Role)
	}
	if _, err := zapcore.ParseLevel(c.LogLevel); err != nil {
		bad("log_level", "%q is none of debug, info, warn, error", c.LogLevel)
	}
	if _, err := time.LoadLocation(c.Practice.TimeZone); err != nil || c.Practice.TimeZone == "" {
		bad("practice.time_zone", "%q is not an IANA zone", c.Practice.TimeZone)
	}
	if c.RateLimits != "on" && c.RateLimits != "off" {
		bad("rate_limits", "%q is neither on nor off", c.RateLimits)
	}
	if _, err := c.mailDelay(); err != nil {
		bad("mail_delay", "%q is no duration, such as 30s", c.MailDelay)
	}
	if c.OneOpenCall != "" && c.OneOpenCall != "on" && c.OneOpenCall != "off" {
		bad("one_open_call", "%q is neither on nor off", c.OneOpenCall)
	}
	if _, err := c.calendarNetworks(); err != nil {
		bad("calendar_networks", "%v", err)
	}
	if c.DebugAddr != "" && !loopback(c.DebugAddr) {
		bad("debug_addr", "must be on loopback")
	}
	if c.Shutdown <= 0 {
		bad("shutdown", "must be positive")
	}
	return errors.Join(append(errs, c.missing()...)...)
}

// missing lists the settings the mode and role require and do not have.
func (c *Config) missing() []error {
	var errs []error
	need := func(field, value, why string) {
		if value == "" {
			errs = append(errs, fmt.Errorf("%s: %s", field, why))
		}
	}
	if (c.Has(RoleIntake) || c.Has(RoleMatching)) && !c.Demo() {
		need("key_file", c.KeyFile, "the key-encryption key is required; make one with `firstcall keys`")
		if c.KeyFile != "" && within(c.DataDir, c.KeyFile) {
			errs = append(errs, errors.New("key_file: must lie outside the data directory, so that a backup of one does not hold the other"))
		}
	}
	if c.Has(RoleIntake) && !c.Demo() {
		need("smtp.host", c.SMTP.Host, "a mail server is required")
		need("smtp.from", c.SMTP.From, "a sender address is required")
		need("practice.name", c.Practice.Name, "the practice's name is required")
		need("practice.short_name", c.Practice.ShortName, "a neutral short name is required")
		need("practice.phone", c.Practice.Phone, "the front desk's number is required")
	}
	if (c.Has(RoleIntake) || c.Has(RoleGateway)) && !c.Demo() {
		need("public_url", c.PublicURL, "the address visitors use is required")
	}
	if !c.Demo() && c.RateLimits == "off" {
		errs = append(errs, errors.New("rate_limits: off is for load tests and refused in production"))
	}
	if c.Role == RoleAll {
		return errs
	}
	need("tls_ca_file", c.TLSCAFile, "a single role needs mutual TLS")
	need("tls_cert_file", c.TLSCertFile, "a single role needs mutual TLS")
	need("tls_key_file", c.TLSKeyFile, "a single role needs mutual TLS")
	if c.Role == RoleGateway {
		need("identity_key_file", c.IdentityKeyFile, "the gateway signs who is acting")
		need("intake_target", c.IntakeTarget, "the gateway calls intake")
	} else {
		need("identity_public_key_file", c.IdentityPublicKeyFile, "the role checks who is acting")
	}
	if c.Role == RoleGateway || c.Role == RoleIntake {
		need("matching_target", c.MatchingTarget, "the role calls matching")
	}
	if c.Role != RoleScheduling {
		need("scheduling_target", c.SchedulingTarget, "the role calls scheduling")
	}
	return errs
}

// mailDelay is how long mail about an appointment waits.
func (c *Config) mailDelay() (time.Duration, error) {
	switch {
	case c.MailDelay != "":
		d, err := time.ParseDuration(c.MailDelay)
		if err == nil && d < 0 {
			err = errors.New("it is negative")
		}
		return d, err
	case c.Demo():
		return 0, nil
	default:
		return 30 * time.Second, nil
	}
}

// oneOpenCall reports whether a telephone number may have one open call only.
func (c *Config) oneOpenCall() bool { return c.OneOpenCall == "on" || c.OneOpenCall == "" && !c.Demo() }

// calendarNetworks are the networks in which calendars may lie beside the public internet.
func (c *Config) calendarNetworks() ([]netip.Prefix, error) {
	out := make([]netip.Prefix, len(c.CalendarNetworks))
	for i, text := range c.CalendarNetworks {
		var err error
		if out[i], err = netip.ParsePrefix(text); err != nil {
			return nil, fmt.Errorf("%q is no network, such as 10.1.0.0/16", text)
		}
	}
	return out, nil
}

// databaseURL is the URL of a service's database.
func (c *Config) databaseURL(service string) string {
	own := map[string]string{RoleIntake: c.IntakeDatabaseURL, RoleScheduling: c.SchedulingDatabaseURL, RoleMatching: c.MatchingDatabaseURL}[service]
	switch {
	case own != "":
		return own
	case c.DatabaseURL != "":
		return c.DatabaseURL
	}
	return "sqlite:" + filepath.Join(c.DataDir, service+".db")
}

// embedded reports whether the service's database is a file of this machine.
func (c *Config) embedded(service string) bool {
	return strings.HasPrefix(c.databaseURL(service), "sqlite:")
}

// target is where a service is called by other roles.
func (c *Config) target(service string) string {
	return map[string]string{RoleIntake: c.IntakeTarget, RoleScheduling: c.SchedulingTarget, RoleMatching: c.MatchingTarget}[service]
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func within(dir, file string) bool {
	absDir, err1 := filepath.Abs(dir)
	absFile, err2 := filepath.Abs(file)
	if err1 != nil || err2 != nil {
		return true
	}
	rel, err := filepath.Rel(absDir, absFile)
	return err != nil || !strings.HasPrefix(rel, "..")
}
