package domain

import (
	"context"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Store keeps accounts, hashes and settings. Lookups answer [ErrUnauthenticated] for an unknown hash.
type Store interface {
	// AccountOfToken returns whose token it is, in one indexed read.
	AccountOfToken(ctx context.Context, hash string) (Account, error)
	// Session returns a session, over or not, and whose it is, in one indexed read.
	Session(ctx context.Context, hash string) (Session, Account, error)
	// AddSession stores a session of a token that exists, and removes those that were over at the given time.
	AddSession(ctx context.Context, s Session, now time.Time, idle time.Duration) error
	// UseSession notes the last use; an earlier one than noted changes nothing.
	UseSession(ctx context.Context, hash string, at time.Time) error
	// RemoveSession ends a session; one that is gone is fine.
	RemoveSession(ctx context.Context, hash string) error
	// PutAccount stores the account, or replaces the one of the same id, and makes the token its only one.
	PutAccount(ctx context.Context, a Account, tokenHash string, now time.Time) error
	// Practice returns the settings; ok is false before the first start.
	Practice(ctx context.Context) (p Practice, ok bool, err error)
	// AddPractice stores the settings unless there are any.
	AddPractice(ctx context.Context, p Practice, now time.Time) error
}

// Access knows who is on staff. It is safe for concurrent use.
type Access struct {
	store  Store
	clock  clock.Clock
	limits Limits
}

// New returns the rules over a store.
func New(store Store, clk clock.Clock, limits Limits) (*Access, error) {
	if limits.Idle <= 0 || limits.Lifetime < limits.Idle {
		return nil, errors.New("access: a session needs an idle time, and a lifetime that is not shorter")
	}
	return &Access{store: store, clock: clk, limits: limits}, nil
}

// ByToken returns whose bearer token it is. Errors: [ErrUnauthenticated].
func (a *Access) ByToken(ctx context.Context, token string) (Account, error) {
	if len(token) != secretLength {
		return Account{}, ErrUnauthenticated
	}
	return a.store.AccountOfToken(ctx, id.SecretHash(token))
}

// BySession returns whose session it is, and when it ends unless it is used again. Being used is noted now and then.
// Errors: [ErrUnauthenticated].
func (a *Access) BySession(ctx context.Context, secret string) (Account, time.Time, error) {
	if len(secret) != secretLength {
		return Account{}, time.Time{}, ErrUnauthenticated
	}
	session, account, err := a.store.Session(ctx, id.SecretHash(secret))
	if err != nil {
		return Account{}, time.Time{}, err
	}
	now := a.clock.Now()
	if !now.Before(session.End(a.limits)) {
		return Account{}, time.Time{}, ErrUnauthenticated
	}
	if session.Worth(now, a.limits) {
		if err := a.store.UseSession(ctx, session.Hash, now); err != nil {
			return Account{}, time.Time{}, err
		}
		session.UseTime = now
	}
	return account, session.End(a.limits), nil
}

// OpenSession opens a session for a bearer token and returns its secret, which nothing keeps, and its latest end.
// Errors: [ErrUnauthenticated].
func (a *Access) OpenSession(ctx context.Context, token string) (secret string, end time.Time, who Account, err error) {
	who, err = a.ByToken(ctx, token)
	if err != nil {
		return "", time.Time{}, Account{}, err
	}
	now := a.clock.Now()
	secret, end = id.Secret(), now.Add(a.limits.Lifetime)
	session := Session{
		Hash: id.SecretHash(secret), TokenHash: id.SecretHash(token),
		CreateTime: now, UseTime: now, ExpireTime: end,
	}
	if err := a.store.AddSession(ctx, session, now, a.limits.Idle); err != nil {
		return "", time.Time{}, Account{}, err
	}
	return secret, end, who, nil
}

// EndSession ends a session; one that is gone, or never was, is fine.
func (a *Access) EndSession(ctx context.Context, secret string) error {
	if len(secret) != secretLength {
		return nil
	}
	return a.store.RemoveSession(ctx, id.SecretHash(secret))
}

// secretLength is the length of every token and session secret; anything else is refused without a read.
const secretLength = 43
