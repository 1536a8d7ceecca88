package outside

import (
	"errors"
	"net/netip"
	"syscall"
)

// errRefused says that an address may not be asked.
var errRefused = errors.New("address refused")

// port is the only one that is asked: https.
const port = 443

// reserved are the ranges that are no host of the public internet, beyond those that package netip knows (RFC 6890), and
// those that carry an IPv4 address inside, which may be anything.
var reserved = prefixes( //nolint:gochecknoglobals // constants
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
	"5f00::/16", "fec0::/10",
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// guard decides which addresses may be asked.
type guard struct{ allowed []netip.Prefix }

// permits reports whether a connection to the address may be made: https on a host of the public internet, or any port
// in the networks that were allowed. Link-local addresses, where clouds hand out credentials, are never asked.
func (g guard) permits(to netip.AddrPort) bool {
	addr := to.Addr().Unmap().WithZone("")
	if addr.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range g.allowed {
		if p.Contains(addr) {
			return true
		}
	}
	return to.Port() == port && public(addr)
}

// translated is how hosts of IPv4 are reached through NAT64: the last four bytes are the host (RFC 6052).
var translated = netip.MustParsePrefix("64:ff9b::/96") //nolint:gochecknoglobals // a constant

func public(addr netip.Addr) bool {
	if translated.Contains(addr) {
		b := addr.As16()
		addr = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !addr.IsValid() || !addr.IsGlobalUnicast() || addr.IsPrivate() || addr.IsLoopback() || addr.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range reserved {
		if p.Contains(addr) {
			return false
		}
	}
	return true
}

// control is called by the dialer with the address a name was resolved to, just before it connects: a name cannot
// mean one address when it is checked and another when it is used.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !g.permits(to) {
		return errRefused
	}
	return nil
}
