package storetest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// RunReplicas checks that several stores over one database see the same, whoever wrote: what each keeps in memory is
// brought up to date by every look. open returns another store over the database; the last one has nothing in memory.
func RunReplicas(t *testing.T, open func() domain.Store) {
	t.Helper()
	replicas := []*fixture{{open()}, {open()}, {open()}}
	replicas[0].seed(t)
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			f := replicas[worker%len(replicas)]
			random := rand.New(rand.NewPCG(1, uint64(worker))) //nolint:gosec // which rows to touch
			var own []*domain.Appointment
			for range 40 {
				own = f.step(t, random, own)
			}
		})
	}
	group.Wait()
	fresh := &fixture{open()}
	want := fresh.everything(t)
	for _, f := range replicas {
		require.Equal(t, want, f.everything(t))
	}
}

// step makes one random write, or one that is rolled back, or a look.
func (f *fixture) step(t *testing.T, random *rand.Rand, own []*domain.Appointment) []*domain.Appointment {
	const from, to = noon - 60*minute, noon + 600*minute
	switch choice := random.IntN(10); {
	case choice < 5 || len(own) == 0:
		a := row([]string{"ana", "ben"}[random.IntN(2)], noon+int64(random.IntN(100))*5*minute)
		if random.IntN(2) == 0 {
			held(a, "secret", noon+minute)
		}
		undone := random.IntN(4) == 0
		ok := false
		err := f.Write(t.Context(), func(tx domain.Tx) (err error) {
			if _, err = tx.Look(t.Context(), domain.Look{From: from, To: to}); err != nil {
				return err
			}
			if ok, err = tx.Insert(t.Context(), a, domain.Record{}); err != nil || !ok {
				return err
			}
			// A look after a write of its own sees it; nobody else does before the end.
			view, err := tx.Look(t.Context(), domain.Look{From: from, To: to})
			if err == nil && !slices.ContainsFunc(view.Rows.Touching(from, to), func(o domain.Occupied) bool { return o.ID == a.ID }) {
				t.Error("a transaction does not see its own row")
			}
			if err == nil && undone {
				return domain.ErrSlotTaken
			}
			return err
		})
		if err == nil && ok {
			own = append(own, a)
		}
	case choice < 8:
		i := random.IntN(len(own))
		a := *own[i]
		a.Version++
		a.State, a.HoldExpire = domain.Cancelled, 0
		if f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), &a, domain.Record{}) }) == nil {
			own = slices.Delete(own, i, i+1)
		}
	default:
		_, err := f.View(t.Context())
		if err != nil {
			t.Error(err)
		}
	}
	return own
}

func (f *fixture) everything(t *testing.T) []domain.Occupied {
	t.Helper()
	rows := f.touching(t, noon-60*minute, noon+600*minute)
	slices.SortFunc(rows, func(a, b domain.Occupied) int { return cmp.Compare(a.ID, b.ID) })
	require.NotEmpty(t, rows)
	return rows
}
