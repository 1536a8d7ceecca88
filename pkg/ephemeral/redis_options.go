package ephemeral

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/sony/gobreaker/v2"
)

// callTimeout bounds every call: what is ephemeral is not worth waiting for.
const callTimeout = 300 * time.Millisecond

// After breakAfter failures in a row, calls fail at once for breakFor.
const (
	breakAfter = 3
	breakFor   = 2 * time.Second
)

// redisOptions parses url and sets what the client's defaults, which move from
// release to release, must not decide.
func redisOptions(url string) (*redis.Options, error) {
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("ephemeral: not a redis URL") // the parser's error may quote a password
	}
	o.DialTimeout = 800 * time.Millisecond
	o.ReadTimeout = callTimeout
	o.WriteTimeout = callTimeout
	o.PoolTimeout = callTimeout
	o.ContextTimeoutEnabled = true // without it the deadline of a call is ignored
	o.MaxRetries = 1
	o.MinRetryBackoff = 20 * time.Millisecond
	o.MaxRetryBackoff = 100 * time.Millisecond
	o.DialerRetries = 1
	o.PoolSize = 20
	o.MinIdleConns = 2
	o.ConnMaxIdleTime = 5 * time.Minute
	o.DisableIdentity = true // CLIENT SETINFO needs Redis 7.2
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return o, nil
}

func newBreaker() *gobreaker.CircuitBreaker[any] {
	return gobreaker.NewCircuitBreaker[any](gobreaker.Settings{
		Name:        "redis",
		MaxRequests: 1,
		Timeout:     breakFor,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= breakAfter },
		IsSuccessful: func(err error) bool {
			return err == nil || errors.Is(err, context.Canceled) // the caller left
		},
	})
}

// do makes one call within the time limit, unless the breaker is open.
func (s *RedisStore) do(ctx context.Context, call func(ctx context.Context) error) error {
	_, err := s.breaker.Execute(func() (any, error) {
		ctx, cancel := context.WithTimeout(ctx, callTimeout)
		defer cancel()
		return nil, call(ctx)
	})
	if err != nil {
		return fmt.Errorf("ephemeral: redis: %w", err)
	}
	return nil
}
