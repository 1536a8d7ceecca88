package ephemeral

import (
	"context"
	"errors"
	"sync"
)

// backlog is how many messages a slow subscriber may be behind.
const backlog = 16

var errClosed = errors.New("ephemeral: the store is closed")

// bells carries messages inside one process. The zero value is ready.
type bells struct {
	mu     sync.Mutex
	subs   map[string]map[*sub]struct{}
	closed bool
}

type sub struct{ c chan string }

// Publish implements [Store].
func (b *bells) Publish(_ context.Context, channel, message string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subs[channel] {
		select {
		case s.c <- message:
		default:
		}
	}
	return nil
}

// Subscribe implements [Store].
func (b *bells) Subscribe(ctx context.Context, channel string) (<-chan string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, errClosed
	}
	s := &sub{make(chan string, backlog)}
	if b.subs == nil {
		b.subs = map[string]map[*sub]struct{}{}
	}
	if b.subs[channel] == nil {
		b.subs[channel] = map[*sub]struct{}{}
	}
	b.subs[channel][s] = struct{}{}
	context.AfterFunc(ctx, func() { b.leave(channel, s) })
	return s.c, nil
}

func (b *bells) leave(channel string, s *sub) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.subs[channel][s]; !ok {
		return
	}
	close(s.c)
	if delete(b.subs[channel], s); len(b.subs[channel]) == 0 {
		delete(b.subs, channel)
	}
}

// Close implements [Store].
func (b *bells) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, subs := range b.subs {
		for s := range subs {
			close(s.c)
		}
	}
	b.subs, b.closed = nil, true
	return nil
}
