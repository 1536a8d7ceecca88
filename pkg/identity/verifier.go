package identity

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Verifier checks identity tokens on behalf of one audience. It is safe for concurrent use.
type Verifier struct {
	key      ed25519.PublicKey
	audience string
	clock    clock.Clock

	mu       sync.RWMutex
	verified map[string]verifiedToken
}

type verifiedToken struct {
	actor   Actor
	expires time.Time
}

// NewVerifier returns a verifier for the service named audience.
func NewVerifier(key ed25519.PublicKey, audience string, c clock.Clock) *Verifier {
	return &Verifier{key: key, audience: audience, clock: c, verified: make(map[string]verifiedToken)}
}

// Verify returns the actor a token proves. It refuses, with ErrToken, what is damaged, foreign, expired, not valid
// yet, or longer valid than TokenLife. A verified token is remembered until it expires.
func (v *Verifier) Verify(token string) (Actor, error) {
	now := v.clock.Now()
	v.mu.RLock()
	known, ok := v.verified[token]
	v.mu.RUnlock()
	if ok && now.Before(known.expires) {
		return known.actor, nil
	}
	c, err := decode(v.key, token)
	if err != nil {
		return Actor{}, err
	}
	issued, expires := time.Unix(c.IssuedAt, 0), time.Unix(c.Expires, 0)
	switch {
	case !slices.Contains(c.Audience, v.audience):
		return Actor{}, fmt.Errorf("%w: for another service", ErrToken)
	case !now.Before(expires):
		return Actor{}, fmt.Errorf("%w: expired", ErrToken)
	case issued.After(now.Add(clockSkew)):
		return Actor{}, fmt.Errorf("%w: not valid yet", ErrToken)
	case expires.Sub(issued) > TokenLife:
		return Actor{}, fmt.Errorf("%w: valid for too long", ErrToken)
	case c.Subject == "" || len(c.Roles) == 0 || c.ID == "":
		return Actor{}, fmt.Errorf("%w: incomplete", ErrToken)
	}
	actor := Actor{ID: c.Subject, Roles: c.Roles, Provider: c.Provider}
	v.remember(token, verifiedToken{actor: actor, expires: expires}, now)
	return actor, nil
}

func (v *Verifier) remember(token string, t verifiedToken, now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.verified) >= maxEntries {
		dropExpired(v.verified, func(t verifiedToken) bool { return !now.Before(t.expires) })
	}
	v.verified[token] = t
}
