package limit

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

type sourceKey struct{}

// WithSource returns a context that knows where the request came from.
func WithSource(ctx context.Context, source string) context.Context {
	return context.WithValue(ctx, sourceKey{}, source)
}

// Source returns where the request of ctx came from: an IPv4 address, or the /64 of an IPv6 one, because that is what
// one household or one phone has.
func Source(ctx context.Context) string {
	source, _ := ctx.Value(sourceKey{}).(string)
	return source
}

// SourceOf reads the source of a request that passed the given number of trusted proxies, each of which appended the
// address it saw to X-Forwarded-For. Without proxies the header is not believed.
func SourceOf(r *http.Request, proxies int) string {
	if proxies > 0 {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if i := len(hops) - proxies; i >= 0 {
			if addr, err := netip.ParseAddr(strings.TrimSpace(hops[i])); err == nil {
				return network(addr)
			}
		}
	}
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return network(peer.Addr())
	}
	return ""
}

func network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return addr.String()
	}
	return prefix.String()
}
