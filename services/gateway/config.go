// Package gateway is the edge of Firstcall: HTTP and JSON, the public pages and the front desk's console, rate limits.
// It holds no business rule and nothing that lasts.
package gateway

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// Config says where the gateway answers and whom it believes.
type Config struct {
	// PublicAddr and StaffAddr are the two addresses to listen on, host:port; port 0 takes a free one.
	PublicAddr, StaffAddr string
	// PublicURL and StaffURL are where clients reach them. An https URL turns on HSTS and the __Host- cookie; "" is the
	// address itself, over http.
	PublicURL, StaffURL string
	// TrustedProxies is how many proxies in front append to X-Forwarded-For; 0 believes nobody.
	TrustedProxies int
	// AllowedOrigins are the sites whose scripts may call the public API and whose pages may frame the booking pages.
	AllowedOrigins []string
	// RateLimits turns the limits on.
	RateLimits bool
	// RateLimitKey keys the hashes under which sources are counted; replicas that share a store share it. Empty: random.
	RateLimitKey []byte
	// ShutdownTime bounds the end of running requests; 10 s by default.
	ShutdownTime time.Duration
}

// Deps are what the gateway works with. All but Metrics are required.
type Deps struct {
	// Intake, Scheduling and Matching are connections that were made as the caller "gateway".
	Intake, Scheduling, Matching *grpc.ClientConn
	// Signer mints the tokens that say for whom the gateway calls.
	Signer *identity.Signer
	// Ephemeral counts for the rate limits.
	Ephemeral ephemeral.Store
	// Clock tells the time.
	Clock clock.Clock
	// Log receives one line per request.
	Log *zap.Logger
	// Metrics receives the request counters; may be nil.
	Metrics *prometheus.Registry
}

func (c Config) validate() error {
	var wrong []error
	if c.PublicAddr == "" || c.StaffAddr == "" {
		wrong = append(wrong, errors.New("both addresses are required"))
	}
	if c.TrustedProxies < 0 {
		wrong = append(wrong, errors.New("trusted proxies: a negative number"))
	}
	urls := append([]string{c.PublicURL, c.StaffURL}, c.AllowedOrigins...)
	for _, text := range urls {
		if _, err := origin(text); err != nil {
			wrong = append(wrong, err)
		}
	}
	return errors.Join(wrong...)
}

func (d Deps) validate() error {
	for name, missing := range map[string]bool{
		"connections": d.Intake == nil || d.Scheduling == nil || d.Matching == nil, "a signer": d.Signer == nil,
		"a short-lived store": d.Ephemeral == nil, "a clock": d.Clock == nil, "a log": d.Log == nil,
	} {
		if missing {
			return fmt.Errorf("%s required", name)
		}
	}
	return nil
}

// origin is the scheme and host of a URL, "" for none.
func origin(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return "", fmt.Errorf("%q is no http or https URL", text)
	}
	return u.Scheme + "://" + u.Host, nil
}

func https(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https"
}
