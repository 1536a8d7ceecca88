package sqldb

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// groupSize bounds what shares a transaction, groupsAtOnce how many such
	// transactions run: while one waits for the disk another is prepared.
	groupSize    = 16
	groupsAtOnce = 2
	// groupTime bounds a shared transaction, which nobody's context may end.
	groupTime = 10 * time.Second
)

// groupLock keeps one who waits for a lock from holding up the others: each is
// then run alone. It is shorter than the wait for PostgreSQL's deadlock check.
var groupLock = []Statement{{Query: "set local lock_timeout = '100ms'"}}

// write is a caller of [DB.WriteShared] on PostgreSQL.
type write struct {
	ctx        context.Context
	order      string
	statements []Statement
	keep       func(affected []int64) error
	affected   []int64
	done       chan error
}

// group lets concurrent writes share transactions. A write that comes alone
// starts at once; those that come while others run wait together.
type group struct {
	db      *DB
	mu      sync.Mutex
	waiting []*write
	running int
}

func (g *group) write(ctx context.Context, w *write) error {
	g.mu.Lock()
	g.waiting = append(g.waiting, w)
	if g.running < groupsAtOnce {
		g.running++
		go g.run()
	}
	g.mu.Unlock()
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		if g.withdraw(w) {
			return context.Cause(ctx)
		}
		return <-w.done
	}
}

// withdraw takes w back unless it has been taken up.
func (g *group) withdraw(w *write) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.waiting, w)
	if i < 0 {
		return false
	}
	g.waiting = slices.Delete(g.waiting, i, i+1)
	return true
}

// run works until nobody waits.
func (g *group) run() {
	for writes := g.next(); len(writes) > 0; writes = g.next() {
		if len(writes) == 1 {
			writes[0].done <- g.alone(writes[0])
			continue
		}
		g.together(writes)
	}
}

func (g *group) next() []*write {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(groupSize, len(g.waiting))
	writes := slices.Clone(g.waiting[:n])
	g.waiting = slices.Delete(g.waiting, 0, n)
	if n == 0 {
		g.running--
	}
	slices.SortStableFunc(writes, func(a, b *write) int { return strings.Compare(a.order, b.order) })
	return writes
}

// together runs writes in one transaction; when it is undone, each by itself.
func (g *group) together(writes []*write) {
	ctx, cancel := context.WithTimeout(context.Background(), groupTime)
	defer cancel()
	err := g.db.explicit(ctx, groupLock, writes...)
	_, again := errors.AsType[*undone](err)
	for _, w := range writes {
		if again {
			go func() { w.done <- g.alone(w) }()
		} else {
			w.done <- err
		}
	}
}

func (g *group) alone(w *write) error {
	if w.keep == nil {
		affected, err := g.db.WriteAlone(w.ctx, w.statements...)
		w.affected = affected
		return err
	}
	return g.db.retry(w.ctx, func() error {
		err := g.db.explicit(w.ctx, nil, w)
		if e, ok := errors.AsType[*undone](err); ok {
			return errors.Join(e.cause, e.rollback)
		}
		return err
	})
}
