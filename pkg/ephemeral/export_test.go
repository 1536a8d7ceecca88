package ephemeral

import (
	"context"
	"errors"
)

// Size returns how many entries are held, the expired ones included.
func (m *MemoryStore) Size() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.values)
}

// Flush empties the server, the script cache included.
func (s *RedisStore) Flush(ctx context.Context) error {
	return errors.Join(s.client.FlushAll(ctx).Err(), s.client.ScriptFlush(ctx).Err())
}
