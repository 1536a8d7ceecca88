package limit_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
)

func TestSourceOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		peer, forwarded string
		proxies         int
		want            string
	}{
		{"203.0.113.9:80", "", 0, "203.0.113.9"},
		{"203.0.113.9:80", "6.6.6.6", 0, "203.0.113.9"},
		{"10.0.0.1:80", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"},
		{"10.0.0.1:80", "6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"},
		{"10.0.0.1:80", "203.0.113.9", 2, "10.0.0.1"},
		{"10.0.0.1:80", "nonsense", 1, "10.0.0.1"},
		{"10.0.0.1:80", "", 1, "10.0.0.1"},
		{"[2001:db8:1:2:3::4]:80", "", 0, "2001:db8:1:2::/64"},
		{"[::ffff:203.0.113.9]:80", "", 0, "203.0.113.9"},
		{"[fe80::1%eth0]:80", "", 0, "fe80::/64"},
		{"nonsense", "", 0, ""},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		r.Header.Set("X-Forwarded-For", c.forwarded)
		require.Equal(t, c.want, limit.SourceOf(r, c.proxies), "%+v", c)
	}
}

func FuzzSourceOf(f *testing.F) {
	f.Add("203.0.113.9, ::1", "[::1]:80", 1)
	f.Fuzz(func(_ *testing.T, forwarded, peer string, proxies int) {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		r.Header.Set("X-Forwarded-For", forwarded)
		limit.SourceOf(r, proxies)
	})
}

// spy keeps the keys it is asked about.
type spy struct {
	ephemeral.Store
	keys []string
}

func (s *spy) Take(_ context.Context, key string, _ ephemeral.Rate) (ephemeral.Decision, error) {
	s.keys = append(s.keys, key)
	return ephemeral.Decision{}, errors.New("down")
}

func (s *spy) Get(context.Context, string) (string, bool, error) {
	return "", false, errors.New("down")
}

func (s *spy) Set(context.Context, string, string, time.Duration) error { return errors.New("down") }

func TestTheStoreNeverSeesWhoIsCounted(t *testing.T) {
	t.Parallel()
	store := &spy{}
	limits := limit.New(store, ephemeral.Memory(clock.System()), nil, limit.Rates())
	require.NoError(t, limits.TakeOnce(t.Context(), limit.Contact, "2125550142", "request"))
	require.NoError(t, limits.Take(t.Context(), limit.Read, "203.0.113.9"))
	require.NoError(t, limits.Take(t.Context(), limit.Hold, "203.0.113.9"))
	require.Len(t, store.keys, 3)
	for _, key := range store.keys {
		require.NotContains(t, key, "2125550142")
		require.NotContains(t, key, "203.0.113.9") // no hash has a dot
	}
	require.NotEqual(t, store.keys[1][len("rate:read:"):], store.keys[2][len("rate:hold:"):], "buckets do not share a hash")
}

// A store that is down limits by this process's own count: nobody is turned away, and nobody is unlimited.
func TestLimitsOutliveTheStore(t *testing.T) {
	t.Parallel()
	limits := limit.New(&spy{}, ephemeral.Memory(clock.System()), []byte("key"), limit.Rates())
	for range limit.Rates()[limit.Lookup].Count {
		require.NoError(t, limits.Take(t.Context(), limit.Lookup, "a"))
	}
	err := limits.Take(t.Context(), limit.Lookup, "a")
	require.Equal(t, errs.ReasonRateLimited, errs.ReasonOf(err))
	e, _ := errs.As(err)
	require.GreaterOrEqual(t, e.RetryAfter, time.Second)
	require.NoError(t, limits.Take(t.Context(), limit.Lookup, "b"))
}

func TestNoLimits(t *testing.T) {
	t.Parallel()
	var none *limit.Limits
	require.NoError(t, none.Take(t.Context(), limit.Read, "a"))
	require.NoError(t, none.TakeOnce(t.Context(), limit.Book, "a", "b"))
}
