package identity

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

const (
	// reuseLife is the life a minted token must have left to be handed out again.
	reuseLife  = 30 * time.Second
	maxEntries = 4096
)

// Signer mints identity tokens; only the gateway holds one. It is safe for concurrent use.
type Signer struct {
	key   ed25519.PrivateKey
	clock clock.Clock

	mu     sync.Mutex
	minted map[string]mintedToken
}

type mintedToken struct {
	token   string
	expires time.Time
}

// NewSigner returns a signer that reads the time from the clock.
func NewSigner(key ed25519.PrivateKey, c clock.Clock) *Signer {
	return &Signer{key: key, clock: c, minted: make(map[string]mintedToken)}
}

// Mint returns a token that proves the actor to the audiences, which are service names. The token lives at most
// TokenLife; one minted before for the same actor and audiences is handed out again while it lives 30 s more.
func (s *Signer) Mint(actor Actor, audiences ...string) (string, error) {
	if actor.ID == "" || len(actor.Roles) == 0 || len(audiences) == 0 {
		return "", errors.New("mint identity token: an actor with roles and an audience are required")
	}
	now := s.clock.Now()
	key := cacheKey(actor, audiences)

	s.mu.Lock()
	defer s.mu.Unlock()
	if m, ok := s.minted[key]; ok && m.expires.Sub(now) > reuseLife {
		return m.token, nil
	}
	// Whole seconds, rounded down, so that no token outlives TokenLife.
	expires := now.Add(TokenLife).Truncate(time.Second)
	token, err := encode(s.key, claims{
		Subject: actor.ID, Roles: actor.Roles, Provider: actor.Provider, Audience: audiences,
		IssuedAt: now.Unix(), Expires: expires.Unix(), ID: rand.Text(),
	})
	if err != nil {
		return "", err
	}
	if len(s.minted) >= maxEntries {
		dropExpired(s.minted, func(m mintedToken) bool { return m.expires.Sub(now) <= reuseLife })
	}
	s.minted[key] = mintedToken{token: token, expires: expires}
	return token, nil
}

// cacheKey joins what a token says; NUL occurs in none of the parts.
func cacheKey(actor Actor, audiences []string) string {
	parts := make([]string, 0, 4+len(actor.Roles)+len(audiences))
	parts = append(parts, actor.ID, actor.Provider)
	for _, r := range actor.Roles {
		parts = append(parts, string(r))
	}
	parts = append(parts, "")
	return strings.Join(slices.Concat(parts, audiences), "\x00")
}

// dropExpired makes room in a full cache; a cache full of live entries is emptied, which costs only work.
func dropExpired[V any](cache map[string]V, expired func(V) bool) {
	for k, v := range cache {
		if expired(v) {
			delete(cache, k)
		}
	}
	if len(cache) >= maxEntries {
		clear(cache)
	}
}
