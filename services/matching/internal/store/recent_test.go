package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// TestRecentIsIndexed: counting new clients reads those of the last weeks, not every case there ever was.
func TestRecentIsIndexed(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, store.Migrations())
	found, err := store.New(db, nil).Recent(t.Context(), rosterNow)
	require.NoError(t, err)
	require.Equal(t, domain.Recent{}, found)
	require.Empty(t, dbtest.Scans(t, db, "cases"))
}
