package scheduling

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
)

// budget implements domain.Budget: every hold and every extension takes one, and they come back evenly over the life of
// a hold. So one source never has more than twice the budget alive, however long it goes on. The count may be lost at
// any moment; while the shared store is down each process counts for itself.
type budget struct {
	store ephemeral.Store
	taker ephemeral.Taker
	rate  ephemeral.Rate
}

func newBudget(store ephemeral.Store, fallback ephemeral.Taker, holds int, life time.Duration) *budget {
	return &budget{store: store, taker: ephemeral.NewLimiter(store, fallback), rate: ephemeral.Per(holds, life)}
}

// Spend implements domain.Budget.
func (b *budget) Spend(ctx context.Context, source, request string) bool {
	if request != "" {
		seen := "hold-request:" + short(source+"\x00"+request)
		// A repeat is asked for by the same source soon after; forgetting it only costs one more.
		if fresh, err := b.store.SetNX(ctx, seen, "", b.rate.Period); err == nil && !fresh {
			return true
		}
	}
	decision, err := b.taker.Take(ctx, "hold-budget:"+short(source), b.rate)
	return err != nil || decision.Allowed
}

// short names a thing by its hash: what it is made of does not get into the store.
func short(name string) string {
	sum := sha256.Sum256([]byte(name))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
