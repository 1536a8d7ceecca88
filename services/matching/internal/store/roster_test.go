package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// TestRosterSeesLateCommits lets a write begin before a look and end after it, while a later write is over already.
func TestRosterSeesLateCommits(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, store.Migrations())
	s, now := store.New(db), time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	early := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "early"}, Version: 1}
	late := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "late"}, Version: 1}
	require.NoError(t, s.SeedTherapist(t.Context(), &early))
	require.NoError(t, s.SeedTherapist(t.Context(), &late))
	mark, all, err := s.Roster(t.Context(), domain.RosterMark{}, now)
	require.NoError(t, err)
	require.Len(t, all, 2)
	rename := func(th *domain.Therapist) error { th.DisplayName += " again"; return nil }
	look := func() (names []string) {
		next, changed, err := s.Roster(t.Context(), mark, now)
		require.NoError(t, err)
		mark = next
		for i := range changed {
			names = append(names, changed[i].DisplayName)
		}
		return names
	}

	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- s.UpdateTherapist(t.Context(), late.ID, domain.Request{}, now, func(th *domain.Therapist) error {
			close(begun)
			<-end
			return rename(th)
		})
	}()
	<-begun
	require.NoError(t, s.UpdateTherapist(t.Context(), early.ID, domain.Request{}, now, rename))
	require.Contains(t, look(), "early again")
	close(end)
	require.NoError(t, <-ended)
	require.Contains(t, look(), "late again")
}
