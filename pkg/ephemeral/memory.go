package ephemeral

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// errTTL says that a value was to be kept for no time or for ever.
var errTTL = errors.New("ephemeral: the time to live must be positive")

// firstSweep is the number of entries from which expired ones are looked for.
const firstSweep = 1024

// MemoryStore is a [Store] inside one process.
type MemoryStore struct {
	bells
	clock clock.Clock

	mu      sync.Mutex
	values  map[string]entry
	sweepAt int
}

type entry struct {
	value   string
	arrival int64 // of a rate limit: see gcra.go
	expires time.Time
}

// Memory returns an empty store that lives by c.
func Memory(c clock.Clock) *MemoryStore {
	return &MemoryStore{clock: c, values: map[string]entry{}, sweepAt: firstSweep}
}

// Get implements [Store].
func (m *MemoryStore) Get(_ context.Context, key string) (string, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.live(key)
	return e.value, ok, nil
}

// Set implements [Store].
func (m *MemoryStore) Set(_ context.Context, key, value string, ttl time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.put(key, entry{value: value}, ttl)
}

// SetNX implements [Store].
func (m *MemoryStore) SetNX(_ context.Context, key, value string, ttl time.Duration) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.live(key); ok {
		return false, nil
	}
	err := m.put(key, entry{value: value}, ttl)
	return err == nil, err
}

// DeleteIfEqual implements [Store].
func (m *MemoryStore) DeleteIfEqual(_ context.Context, key, value string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.live(key)
	if !ok || e.value != value {
		return false, nil
	}
	delete(m.values, key)
	return true, nil
}

// Take implements [Store].
func (m *MemoryStore) Take(_ context.Context, key string, limit Rate) (Decision, error) {
	interval, err := limit.interval()
	if err != nil {
		return Decision{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now().UnixMicro()
	e, _ := m.live(key)
	arrival := max(e.arrival, now)
	ahead := arrival + interval - now
	if ahead > interval*int64(limit.Burst) {
		return decide(false, arrival-now, interval, limit.Burst), nil
	}
	err = m.put(key, entry{arrival: now + ahead}, time.Duration(ahead)*time.Microsecond)
	return decide(true, ahead, interval, limit.Burst), err
}

// Ping implements [Store]; memory always answers.
func (m *MemoryStore) Ping(context.Context) error { return nil }

// live returns the entry of key unless it has expired. The caller holds the lock.
func (m *MemoryStore) live(key string) (entry, bool) {
	e, ok := m.values[key]
	if !ok || !m.clock.Now().Before(e.expires) {
		return entry{}, false
	}
	return e, true
}

// put stores an entry. Expired entries are swept when their number may have
// doubled, which bounds the memory without a goroutine. The caller holds the lock.
func (m *MemoryStore) put(key string, e entry, ttl time.Duration) error {
	if ttl <= 0 {
		return errTTL
	}
	now := m.clock.Now()
	e.expires = now.Add(ttl)
	m.values[key] = e
	if len(m.values) >= m.sweepAt {
		for k, old := range m.values {
			if !now.Before(old.expires) {
				delete(m.values, k)
			}
		}
		m.sweepAt = max(firstSweep, 2*len(m.values))
	}
	return nil
}
