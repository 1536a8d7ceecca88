// Package outside asks for calendars that live elsewhere. Their addresses come from staff and lead anywhere: it
// connects only to hosts of the public internet, and says of a failure what kind it was and never at which address.
package outside

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Config says what may be asked.
type Config struct {
	// Allowed are networks beside the public internet whose hosts may be asked, on any port; none by default.
	Allowed []netip.Prefix
	// Roots are the authorities that are trusted; the system's when nil.
	Roots *x509.CertPool
}

// Bounds of one look.
const (
	maxBody      = 5 << 20
	maxRedirects = 3
	maxHeaders   = 64 << 10
	dialTime     = 5 * time.Second
)

// Client asks for files. It is safe for concurrent use.
type Client struct {
	http  *http.Client
	guard guard
}

// NewClient returns a client.
func NewClient(cfg Config) *Client {
	g := guard{allowed: cfg.Allowed}
	dialer := &net.Dialer{Timeout: dialTime, Control: g.control}
	return &Client{guard: g, http: &http.Client{
		Transport: &http.Transport{
			// No proxy: it would connect where the guard does not see it.
			Proxy: nil, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
			TLSClientConfig:     &tls.Config{RootCAs: cfg.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: dialTime, MaxResponseHeaderBytes: maxHeaders, DisableKeepAlives: true,
		},
		CheckRedirect: redirect,
	}}
}

// redirect follows to https only. The address so far is a secret that the next host is not told.
func redirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects || next.URL.Scheme != "https" || next.URL.User != nil {
		return errRefused
	}
	next.Header.Del("Referer")
	return nil
}

// file is an answer that was read whole.
type file struct {
	unchanged  bool
	validators domain.Validators
	body       []byte
}

// get asks for a file, whole or only if it changed.
func (c *Client) get(ctx context.Context, address string, known domain.Validators) (file, domain.Problem) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return file{}, domain.AddressRefused
	}
	request.Header.Set("Accept", "text/calendar, */*;q=0.1")
	request.Header.Set("User-Agent", "Firstcall")
	if known.ETag != "" {
		request.Header.Set("If-None-Match", known.ETag)
	}
	if known.Modified != "" {
		request.Header.Set("If-Modified-Since", known.Modified)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return file{}, kind(err)
	}
	defer response.Body.Close()
	if problem := judge(response, known); problem != domain.NoProblem {
		return file{}, problem
	}
	if response.StatusCode == http.StatusNotModified {
		return file{unchanged: true}, domain.NoProblem
	}
	// A compressed answer counts by what comes out of it.
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case err != nil:
		return file{}, kind(err)
	case len(body) > maxBody:
		return file{}, domain.TooLarge
	}
	return file{body: body, validators: validators(response.Header)}, domain.NoProblem
}

// judge reads the status of an answer.
func judge(r *http.Response, known domain.Validators) domain.Problem {
	switch code := r.StatusCode; {
	case code == http.StatusOK, code == http.StatusNotModified && known != domain.Validators{}:
		return domain.NoProblem
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusNotFound, code == http.StatusGone:
		return domain.NotShared
	default:
		return domain.HostFailed
	}
}

// maxValidator bounds what is remembered of a host's headers.
const maxValidator = 256

func validators(h http.Header) domain.Validators {
	v := domain.Validators{ETag: h.Get("ETag"), Modified: h.Get("Last-Modified")}
	if len(v.ETag) > maxValidator || len(v.Modified) > maxValidator {
		return domain.Validators{}
	}
	return v
}

// kind says what went wrong. The text of such an error holds the address, so the error ends here.
func kind(err error) domain.Problem {
	if errors.Is(err, errRefused) {
		return domain.AddressRefused
	}
	return domain.Unreachable
}
