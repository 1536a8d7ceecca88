package ephemeral

import (
	"context"
	_ "embed" // the scripts
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

//go:embed gcra.lua
var gcraSource string

//go:embed delete_if_equal.lua
var deleteIfEqualSource string

// RedisStore is a [Store] in Redis or Valkey, of the command set of Redis 7.2.
type RedisStore struct {
	client        *redis.Client
	breaker       *gobreaker.CircuitBreaker[any]
	gcra          *redis.Script
	deleteIfEqual *redis.Script
	closed        context.Context
	close         context.CancelFunc
}

// Redis returns a store on the server at url: redis://, rediss:// for TLS, or
// unix://. It does not connect yet. The server is one server, or one address
// behind which a failover happens.
func Redis(url string) (*RedisStore, error) {
	options, err := redisOptions(url)
	if err != nil {
		return nil, err
	}
	quiet()
	s := &RedisStore{
		client:        redis.NewClient(options),
		breaker:       newBreaker(),
		gcra:          redis.NewScript(gcraSource),
		deleteIfEqual: redis.NewScript(deleteIfEqualSource),
	}
	s.closed, s.close = context.WithCancel(context.Background())
	return s, nil
}

// Get implements [Store].
func (s *RedisStore) Get(ctx context.Context, key string) (value string, ok bool, err error) {
	err = s.do(ctx, func(ctx context.Context) error {
		value, err = s.client.Get(ctx, key).Result()
		if errors.Is(err, redis.Nil) {
			return nil
		}
		ok = err == nil
		return err
	})
	return value, ok, err
}

// Set implements [Store].
func (s *RedisStore) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	if ttl <= 0 {
		return errTTL
	}
	return s.do(ctx, func(ctx context.Context) error {
		return s.client.Set(ctx, key, value, ceil(ttl)).Err()
	})
}

// SetNX implements [Store].
func (s *RedisStore) SetNX(ctx context.Context, key, value string, ttl time.Duration) (set bool, err error) {
	if ttl <= 0 {
		return false, errTTL
	}
	err = s.do(ctx, func(ctx context.Context) error {
		err := s.client.SetArgs(ctx, key, value, redis.SetArgs{Mode: "NX", TTL: ceil(ttl)}).Err()
		if errors.Is(err, redis.Nil) {
			return nil
		}
		set = err == nil
		return err
	})
	return set, err
}

// DeleteIfEqual implements [Store].
func (s *RedisStore) DeleteIfEqual(ctx context.Context, key, value string) (deleted bool, err error) {
	err = s.do(ctx, func(ctx context.Context) error {
		n, err := s.deleteIfEqual.Run(ctx, s.client, []string{key}, value).Int()
		deleted = n == 1
		return err
	})
	return deleted, err
}

// Take implements [Store], by the clock of the server.
func (s *RedisStore) Take(ctx context.Context, key string, limit Rate) (d Decision, err error) {
	interval, err := limit.interval()
	if err != nil {
		return Decision{}, err
	}
	err = s.do(ctx, func(ctx context.Context) error {
		answer, err := s.gcra.Run(ctx, s.client, []string{key}, interval, limit.Burst).Int64Slice()
		if err != nil {
			return err
		}
		if len(answer) != 2 {
			return fmt.Errorf("the script answered %d numbers", len(answer))
		}
		d = decide(answer[0] == 1, answer[1], interval, limit.Burst)
		return nil
	})
	return d, err
}

// Ping implements [Store].
func (s *RedisStore) Ping(ctx context.Context) error {
	return s.do(ctx, func(ctx context.Context) error { return s.client.Ping(ctx).Err() })
}

// Close implements [Store].
func (s *RedisStore) Close() error {
	s.close()
	return s.client.Close()
}

// ceil rounds a time to live up to the milliseconds Redis counts in.
func ceil(ttl time.Duration) time.Duration {
	return (ttl + time.Millisecond - 1).Truncate(time.Millisecond)
}

// quiet keeps the library from printing what every call reports as an error anyway.
var quiet = sync.OnceFunc(func() { redis.SetLogger(silence{}) })

type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}
