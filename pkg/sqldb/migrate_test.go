package sqldb_test

import (
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

func files(more ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for _, engine := range dbtest.Engines {
		out[string(engine)+"/0001_init.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE one (n BIGINT);")}
		for _, statement := range more {
			out[string(engine)+"/0002_more.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + statement)}
		}
	}
	return out
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, nil, func(t *testing.T, db *sqldb.DB) {
		behind := func(m fstest.MapFS) bool {
			t.Helper()
			b, err := sqldb.Behind(t.Context(), db, m)
			require.NoError(t, err)
			return b
		}
		require.True(t, behind(files()))
		require.True(t, behind(files()), "asking changes nothing")
		require.NoError(t, sqldb.Migrate(t.Context(), db, files()))
		require.NoError(t, sqldb.Migrate(t.Context(), db, files()), "again")
		require.False(t, behind(files()))
		newer := files("ALTER TABLE one ADD COLUMN m BIGINT;")
		require.True(t, behind(newer))
		// A statement prepared before the migration works after it.
		require.NoError(t, exec(t, db, "INSERT INTO one VALUES (1)"))
		all := func() (columns []string) {
			require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				rows, err := tx.QueryContext(t.Context(), "SELECT * FROM one")
				if err != nil {
					return err
				}
				columns, err = rows.Columns()
				require.NoError(t, err)
				require.NoError(t, rows.Close())
				return rows.Err()
			}))
			return columns
		}
		require.Equal(t, []string{"n"}, all())
		require.NoError(t, sqldb.Migrate(t.Context(), db, newer))
		require.False(t, behind(newer))
		require.False(t, behind(files()), "ahead is not behind")
		require.Equal(t, []string{"n", "m"}, all())
	})
}

func TestMigrateFails(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, nil, func(t *testing.T, db *sqldb.DB) {
		require.Error(t, sqldb.Migrate(t.Context(), db, files("gibberish;")))
		behind, err := sqldb.Behind(t.Context(), db, files("gibberish;"))
		require.NoError(t, err)
		require.True(t, behind)
		require.Error(t, sqldb.Migrate(t.Context(), db, fstest.MapFS{}), "no migrations at all")
		_, err = sqldb.Behind(t.Context(), db, fstest.MapFS{})
		require.Error(t, err)
	})
}

// Several processes that start at once migrate once, and create the schema once.
func TestMigrateTogether(t *testing.T) {
	t.Parallel()
	url := dbtest.Database(t)
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() {
			db, err := sqldb.Open(t.Context(), sqldb.Config{URL: url, Schema: []string{"intake", "matching"}[i%2]})
			if err == nil {
				err = sqldb.Migrate(t.Context(), db, files("CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;"))
				_ = db.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
}
