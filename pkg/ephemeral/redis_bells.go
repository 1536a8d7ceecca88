package ephemeral

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Publish implements [Store].
func (s *RedisStore) Publish(ctx context.Context, channel, message string) error {
	return s.do(ctx, func(ctx context.Context) error {
		return s.client.Publish(ctx, channel, message).Err()
	})
}

// Subscribe implements [Store]. A lost connection is made again and the
// channel subscribed anew.
func (s *RedisStore) Subscribe(ctx context.Context, channel string) (<-chan string, error) {
	if s.closed.Err() != nil {
		return nil, errClosed
	}
	subscription := s.client.Subscribe(ctx, channel)
	// Subscribe only sends; the answer says that from now on nothing is missed.
	err := s.do(ctx, func(ctx context.Context) error {
		_, err := subscription.ReceiveTimeout(ctx, callTimeout)
		return err
	})
	if err != nil {
		_ = subscription.Close()
		return nil, err
	}
	out := make(chan string, backlog)
	go s.forward(ctx, subscription, out)
	return out, nil
}

// forward passes messages on until ctx ends or the store is closed.
func (s *RedisStore) forward(ctx context.Context, subscription *redis.PubSub, out chan<- string) {
	defer close(out)
	defer subscription.Close() //nolint:errcheck // only the connection's end
	in := subscription.Channel()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.closed.Done():
			return
		case message, ok := <-in:
			if !ok {
				return
			}
			select {
			case out <- message.Payload:
			default:
			}
		}
	}
}
