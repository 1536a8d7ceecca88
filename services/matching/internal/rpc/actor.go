package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// ownOnly lets the holder of a manage link accept a proposal of their own inquiry and nothing else; anything more does
// not exist for them.
func ownOnly(ctx context.Context, inquiry string, proposal bool) error {
	actor := identity.From(ctx).Actor
	if actor.Has(identity.FrontDesk) || actor.Has(identity.Service) || !actor.Has(identity.Client) {
		return nil
	}
	if actor.ID != identity.ClientActor(inquiry).ID || !proposal {
		return domain.ErrNotFound
	}
	return nil
}

// timeOf is the instant of a timestamp; the zero time when there is none.
func timeOf(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime()
}
