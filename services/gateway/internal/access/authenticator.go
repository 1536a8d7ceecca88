// Package access finds out who a member of staff is, from a bearer token or from the session of the staff pages, and
// proves it to the services.
package access

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

const (
	// remember is how long an answer of intake is used again; a credential taken back may work that much longer.
	remember = 10 * time.Second
	// maxRemembered bounds the memory; a practice has far fewer people.
	maxRemembered = 1024
	// maxCredential is what intake takes at most.
	maxCredential = 200
	// caller is the gateway's name among the services.
	caller = "gateway"
)

// Credential is what a person shows: exactly one of the two.
type Credential struct {
	// Token is a bearer token.
	Token string
	// Session is the secret of a session of the staff pages.
	Session string
}

// Authenticator asks intake who a credential belongs to. It is safe for concurrent use.
type Authenticator struct {
	client intakev1.AccessServiceClient
	signer *identity.Signer
	clock  clock.Clock

	mu    sync.Mutex
	known map[[sha256.Size]byte]known
}

type known struct {
	member *intakev1.StaffMember
	until  time.Time
}

// NewAuthenticator returns an authenticator that remembers nobody yet.
func NewAuthenticator(client intakev1.AccessServiceClient, signer *identity.Signer, c clock.Clock) *Authenticator {
	return &Authenticator{client: client, signer: signer, clock: c, known: make(map[[sha256.Size]byte]known)}
}

// Member returns whose credential it is. It fails with UNAUTHENTICATED when it is nobody's, and as intake does when
// intake does not answer.
func (a *Authenticator) Member(ctx context.Context, c Credential) (*intakev1.StaffMember, error) {
	if c.length() == 0 || c.length() > maxCredential {
		return nil, problem.Unauthenticated()
	}
	key := c.key()
	if member := a.recall(key); member != nil {
		return member, nil
	}
	reply, err := a.client.Authenticate(AsGateway(ctx), c.request())
	if err != nil {
		if errs.CodeOf(err) == errs.InvalidArgument { // such as bytes no token has
			return nil, problem.Unauthenticated()
		}
		return nil, err
	}
	member := reply.GetStaffMember()
	if member.GetName() == "" {
		return nil, problem.Unauthenticated()
	}
	until := a.clock.Now().Add(remember)
	if expire := reply.GetExpireTime(); expire != nil && expire.AsTime().Before(until) {
		until = expire.AsTime()
	}
	a.store(key, known{member: member, until: until})
	return member, nil
}

// Forget makes the next Member ask intake again.
func (a *Authenticator) Forget(c Credential) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.known, c.key())
}

// Act returns a context in which calls are made for the member of staff.
func (a *Authenticator) Act(ctx context.Context, member *intakev1.StaffMember) (context.Context, error) {
	return a.as(ctx, Actor(member))
}

// ActAsVisitor returns a context in which calls are made for an anonymous visitor.
func (a *Authenticator) ActAsVisitor(ctx context.Context) (context.Context, error) {
	return a.as(ctx, identity.VisitorActor())
}

func (a *Authenticator) as(ctx context.Context, actor identity.Actor) (context.Context, error) {
	token, err := a.signer.Mint(actor, "intake", "scheduling", "matching")
	if err != nil {
		return nil, errs.Internal(err)
	}
	return identity.With(ctx, identity.Identity{Caller: caller, Actor: actor, Token: token}), nil
}

func (a *Authenticator) recall(key [sha256.Size]byte) *intakev1.StaffMember {
	a.mu.Lock()
	defer a.mu.Unlock()
	if k, ok := a.known[key]; ok && a.clock.Now().Before(k.until) {
		return k.member
	}
	return nil
}

func (a *Authenticator) store(key [sha256.Size]byte, k known) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= maxRemembered {
		clear(a.known) // costs only one question each
	}
	a.known[key] = k
}
