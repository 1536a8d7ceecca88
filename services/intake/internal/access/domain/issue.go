package domain

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Issue makes the account, or replaces the one of the same id, and returns the only token it then has. Tokens and
// sessions it had before are over. The token is shown once: only its hash is kept.
func (a *Access) Issue(ctx context.Context, account Account) (token string, err error) {
	if err := account.Validate(); err != nil {
		return "", err
	}
	token = id.Secret()
	if err := a.store.PutAccount(ctx, account, id.SecretHash(token), a.clock.Now()); err != nil {
		return "", err
	}
	return token, nil
}

// EnsurePractice stores the settings on the first start and leaves them alone on every later one: from then on they are
// changed in the console.
func (a *Access) EnsurePractice(ctx context.Context, p Practice) error {
	if err := p.Validate(); err != nil {
		return err
	}
	return a.store.AddPractice(ctx, p, a.clock.Now())
}

// Practice returns the settings of the practice.
func (a *Access) Practice(ctx context.Context) (Practice, error) {
	p, ok, err := a.store.Practice(ctx)
	if err != nil {
		return Practice{}, err
	}
	if !ok {
		return Practice{}, errNoPractice
	}
	return p, nil
}

var errNoPractice = errs.New(errs.Unavailable, errs.ReasonUnavailable, "the practice is not set up yet")
