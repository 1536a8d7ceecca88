package outside

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/ics"
)

// Check implements domain.Source. An address that names a host of no public network is refused at once; what a name
// leads to is judged whenever it is asked.
func (c *Client) Check(address string) (canonical, host, wrong string) {
	address = strings.TrimSpace(address)
	if rest, ok := strings.CutPrefix(address, "webcal://"); ok {
		address = "https://" + rest // what Apple's calendars call it
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "https" || u.Opaque != "" || u.Hostname() == "":
		return "", "", "must be an https address"
	case u.User != nil:
		return "", "", "must not hold a user name or password"
	case !c.named(u):
		return "", "", "must be a host of the public internet"
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), u.Hostname(), ""
}

// named reports whether the host may be asked as far as its name tells: it has a dot, or is an address that is allowed.
func (c *Client) named(u *url.URL) bool {
	host := u.Hostname()
	if addr, err := netip.ParseAddr(host); err == nil {
		number, err := strconv.ParseUint(cmp.Or(u.Port(), strconv.Itoa(port)), 10, 16)
		return err == nil && c.guard.permits(netip.AddrPortFrom(addr, uint16(number)))
	}
	return strings.Contains(strings.Trim(host, "."), ".") && !strings.HasSuffix(strings.TrimSuffix(host, "."), ".localhost")
}

// Read implements domain.Source.
func (c *Client) Read(ctx context.Context, q domain.Asking) (domain.Answer, domain.Problem) {
	got, problem := c.get(ctx, q.URL, q.Validators)
	if problem != domain.NoProblem || got.unchanged {
		return domain.Answer{Unchanged: got.unchanged}, problem
	}
	found, err := ics.Busy(ctx, got.body, ics.Window{From: q.From, To: q.To, Zone: q.Zone})
	switch {
	case errors.Is(err, ics.ErrNotCalendar):
		return domain.Answer{}, domain.NotACalendar
	case err != nil: // more in it than can be read, or than can be read in time
		return domain.Answer{}, domain.TooLarge
	}
	return domain.Answer{Validators: got.validators, Spans: found.Spans, Unreadable: found.Unreadable}, domain.NoProblem
}
