package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

func TestMessagesAndChoresAreTakenByOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		f.Inquiry.Consultation = domain.Visit{Appointment: "appointments/x", Start: now(), End: now()}
		require.NoError(t, s.finish(f, act))
		for n := range 12 {
			require.NoError(t, s.Update(t.Context(), f.Inquiry.ID, f.By, func(f *domain.File) error {
				f.Write(domain.LetterConsultationMoved, domain.VisitKind(string(rune('a'+n))), "")
				f.Order(domain.ChoreSettle, "appointments/x")
				return nil
			}))
		}
		var mu sync.Mutex
		messages, chores := map[string]int{}, map[string]int{}
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				for range 4 {
					m, err := s.TakeMessages(context.WithoutCancel(t.Context()), now(), now().Add(time.Minute), 2)
					c, choreErr := s.TakeChores(context.WithoutCancel(t.Context()), now().Add(time.Minute), now().Add(time.Hour), 2)
					mu.Lock()
					if err != nil || choreErr != nil {
						t.Errorf("take: %v, %v", err, choreErr)
					}
					for _, one := range m {
						messages[one.ID]++
					}
					for _, one := range c {
						chores[one.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		require.Len(t, messages, 12)
		require.Len(t, chores, 12)
		for _, n := range messages {
			require.Equal(t, 1, n)
		}
		for _, n := range chores {
			require.Equal(t, 1, n)
		}
	})
}

func TestTheFeedIsQueuedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		one := domain.VisitChange{Cursor: "c1", Inquiry: "i", Appointment: "a", Kind: domain.VisitWasMoved, Time: now()}
		two := one
		two.Cursor, two.Kind = "c2", domain.VisitWasCancelled
		for _, c := range []domain.VisitChange{one, two, one} {
			require.NoError(t, s.Queue(t.Context(), []domain.VisitChange{c}, c.Cursor, now()))
		}
		inquiries, err := s.Queued(t.Context(), 10)
		require.NoError(t, err)
		require.Equal(t, []string{"i"}, inquiries)
		changes, err := s.ChangesOf(t.Context(), "i")
		require.NoError(t, err)
		require.Len(t, changes, 2)
		require.NoError(t, s.DropChanges(t.Context(), changes))
		require.Zero(t, s.rows("visit_changes"))
		cursor, err := s.Cursor(t.Context())
		require.NoError(t, err)
		require.Equal(t, "c1", cursor)
	})
}
