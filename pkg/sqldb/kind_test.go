package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		require.NoError(t, exec(t, db, "INSERT INTO rooms (id, name) VALUES ('a', 'Blue')"))
		require.NoError(t, exec(t, db, "INSERT INTO bookings VALUES ('1', 'a', 10, 20)"))
		tests := map[string]struct {
			statement  string
			kind       sqldb.Kind
			constraint string // part of what either engine says
		}{
			"primary key":     {"INSERT INTO rooms (id, name) VALUES ('a', 'Red')", sqldb.Unique, "rooms"},
			"unique":          {"INSERT INTO rooms (id, name) VALUES ('b', 'Blue')", sqldb.Unique, "name"},
			"check":           {"INSERT INTO rooms (id, name) VALUES ('b', '')", sqldb.Check, "name"},
			"not null":        {"INSERT INTO rooms (id, name) VALUES ('b', NULL)", sqldb.Check, ""},
			"exclusion":       {"INSERT INTO bookings VALUES ('2', 'a', 19, 21)", sqldb.Exclusion, "bookings_overlap"},
			"back to back":    {"INSERT INTO bookings VALUES ('3', 'a', 20, 30)", sqldb.Other, ""},
			"no such room":    {"INSERT INTO bookings VALUES ('4', 'z', 10, 20)", sqldb.ForeignKey, ""},
			"room is in use":  {"DELETE FROM rooms", sqldb.ForeignKey, ""},
			"no such table":   {"DELETE FROM nothing", sqldb.Other, ""},
			"not even a word": {"gibberish", sqldb.Other, ""},
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				err := exec(t, db, test.statement)
				require.Equal(t, test.kind, sqldb.Classify(err), "%v", err)
				require.Equal(t, test.kind, sqldb.Classify(fmt.Errorf("wrapped: %w", err)))
				require.Contains(t, sqldb.Constraint(err), test.constraint)
			})
		}
	})
}

func TestClassifyStates(t *testing.T) {
	t.Parallel()
	tests := map[error]sqldb.Kind{
		&pgconn.PgError{Code: "40001"}: sqldb.Serialization,
		&pgconn.PgError{Code: "40P01"}: sqldb.Serialization,
		&pgconn.PgError{Code: "55P03"}: sqldb.Busy,
		&pgconn.PgError{Code: "57014"}: sqldb.Other,
		&pgconn.PgError{Code: "0A000"}: sqldb.Other,
		&pgconn.PgError{Code: "0A000", Message: "cached plan must not change result type"}: sqldb.Serialization,
		context.Canceled:       sqldb.Other,
		errors.New("anything"): sqldb.Other,
	}
	for err, kind := range tests {
		require.Equal(t, kind, sqldb.Classify(err), "%v", err)
		require.Empty(t, sqldb.Constraint(err))
	}
	require.Equal(t, sqldb.Other, sqldb.Classify(nil))
}
