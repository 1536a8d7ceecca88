package ephemeral

import "context"

// Limiter limits rates even while the shared store is down.
type Limiter struct{ primary, fallback Taker }

// NewLimiter returns a limiter that asks primary, and fallback when primary
// fails: nobody is turned away because Redis is down, and nobody is unlimited
// either. What must be refused instead asks its store directly.
func NewLimiter(primary, fallback Taker) *Limiter { return &Limiter{primary, fallback} }

// Take implements [Taker].
func (l *Limiter) Take(ctx context.Context, key string, limit Rate) (Decision, error) {
	if d, err := l.primary.Take(ctx, key, limit); err == nil {
		return d, nil
	}
	return l.fallback.Take(ctx, key, limit)
}
