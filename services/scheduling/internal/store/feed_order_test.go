package store_test

import (
	"context"
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

const (
	feedWriters = 64
	feedWrites  = 12
	feedReaders = 8
)

// feedTest is many writers whose transactions end in another order than they began in, and what they committed.
type feedTest struct {
	t     *testing.T
	store *store.Store
	mu    sync.Mutex
	want  map[string]int
	total int
}

// Readers that begin anywhere in the feed, read it in pages of any size while it is written, and are cut off and go on,
// miss nothing, see nothing twice, and see each appointment's changes in order.
func TestFeedUnderManyWriters(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, sqldb.Postgres)
	cfg.MaxConns = feedWriters + feedReaders
	db, err := sqldb.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, sqldb.Migrate(t.Context(), db, store.Migrations()))
	f := &feedTest{
		t: t, want: make(map[string]int),
		store: store.New(db, clock.System(), time.UTC, domain.DefaultTypes()),
	}
	require.NoError(t, f.store.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
			return err
		}
		return tx.SaveProvider(t.Context(), domain.Provider{
			ID: "ana", Types: []string{"consultation"}, Schedule: domain.Schedule{TimeZone: "UTC"},
		}, domain.Record{})
	}))

	written := make(chan struct{})
	var writers, readers sync.WaitGroup
	for n := range feedWriters {
		writers.Go(func() { f.write(n) })
	}
	feeds := make([][]domain.Change, feedReaders)
	for n := range feedReaders {
		readers.Go(func() { feeds[n] = f.read(n, 0, "", written) })
	}
	writers.Wait()
	close(written)
	readers.Wait()

	for _, feed := range feeds {
		require.Len(t, feed, f.total)
		require.Equal(t, feeds[0], feed, "all readers see one order")
	}
	f.requireOrder(feeds[0])
	for range feedReaders { // and so does who begins somewhere in the middle
		i := rand.IntN(len(feeds[0])) //nolint:gosec // which place to begin at
		require.Equal(t, feeds[0][i+1:], f.read(0, i+1, feeds[0][i].Cursor, written))
	}
}

// write books appointments and changes them, each in a transaction that is held open for a while after its change is
// in; one in five is undone.
func (f *feedTest) write(n int) {
	random := rand.New(rand.NewPCG(2, uint64(n))) //nolint:gosec // how long to wait
	for i := range feedWrites {
		const hour = int64(time.Hour / time.Microsecond)
		start := hour * int64(1+n*feedWrites+i)
		a := &domain.Appointment{
			ID: id.New(), TypeID: "consultation", State: domain.Booked, ProviderID: "ana", Mode: domain.Phone,
			Start: start, End: start + 1, BlockedStart: start, BlockedEnd: start + 1, Version: 1,
		}
		if !f.commit(random, func(ctx context.Context, tx domain.Tx) error {
			if _, err := tx.Look(ctx, domain.Look{}); err != nil {
				return err
			}
			ok, err := tx.Insert(ctx, a, event(a))
			assert.True(f.t, ok || err != nil)
			return err
		}) {
			continue
		}
		f.committed(a.ID)
		for range 1 + random.IntN(3) {
			next := *a
			next.Version++
			next.Sequence++
			if f.commit(random, func(ctx context.Context, tx domain.Tx) error {
				return tx.Update(ctx, &next, event(&next))
			}) {
				*a = next
				f.committed(a.ID)
			}
		}
	}
}

func (f *feedTest) commit(random *rand.Rand, fn func(context.Context, domain.Tx) error) bool {
	undone := random.IntN(5) == 0
	pause := time.Duration(random.IntN(20)) * time.Millisecond
	err := f.store.Write(f.t.Context(), func(tx domain.Tx) error {
		if err := fn(f.t.Context(), tx); err != nil {
			return err
		}
		<-time.NewTimer(pause).C
		if undone {
			return domain.ErrSlotTaken
		}
		return nil
	})
	if !undone {
		assert.NoError(f.t, err)
	}
	return err == nil
}

// event says by its request id which version of the appointment it is about.
func event(a *domain.Appointment) domain.Record {
	return domain.Record{Change: &domain.Change{
		AppointmentID: a.ID, Kind: domain.KindBooked, State: a.State, RequestID: strconv.FormatInt(a.Version, 10),
	}}
}

func (f *feedTest) committed(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.want[name]++
	f.total++
}

// read reads on after the cursor until all is written and nothing is missing but what was skipped.
func (f *feedTest) read(n, skipped int, after string, written <-chan struct{}) (feed []domain.Change) {
	random := rand.New(rand.NewPCG(3, uint64(n))) //nolint:gosec // how much to read
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for tries := 0; tries < 20_000; {
		page, err := f.store.Changes(f.t.Context(), after, 1+random.IntN(40))
		if !assert.NoError(f.t, err) {
			return feed
		}
		if len(page) > 0 && random.IntN(4) == 0 {
			page = page[:1+random.IntN(len(page))] // the reader is cut off, and goes on with what it has
		}
		if feed = append(feed, page...); len(page) > 0 {
			after = page[len(page)-1].Cursor
			continue
		}
		select {
		case <-written:
			if len(feed) >= f.total-skipped {
				return feed
			}
			tries++
		default:
		}
		<-ticker.C
	}
	return feed // too short, which the caller sees
}

// requireOrder checks that every change is there once, in the order of its appointment, and that the test has tried what
// it is about: changes that were committed after younger ones.
func (f *feedTest) requireOrder(feed []domain.Change) {
	seen := make(map[string][]string)
	late, last := 0, 0
	for _, c := range feed {
		seen[c.AppointmentID] = append(seen[c.AppointmentID], c.RequestID)
		number := feedNumber(f.t, c.Cursor)
		if number < last {
			late++
		}
		last = max(last, number)
	}
	require.Len(f.t, seen, len(f.want))
	for name, versions := range seen {
		require.Len(f.t, versions, f.want[name])
		require.True(f.t, slices.IsSorted(versions), "%v", versions)
	}
	require.Positive(f.t, late)
	f.t.Logf("%d changes, %d of them behind younger ones", len(feed), late)
}

// feedNumber is the part of a cursor that was given out in the order of the writes.
func feedNumber(t *testing.T, cursor string) int {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	require.NoError(t, err)
	_, number, _ := strings.Cut(string(text), ".")
	n, err := strconv.Atoi(number)
	require.NoError(t, err)
	return n
}
