package sqldb_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// BenchmarkTx measures a transaction of one read and one insert, alone and
// from several goroutines. PostgreSQL runs without fsync unless the
// environment asks for it (see dbtest); SQLite with it.
func BenchmarkTx(b *testing.B) {
	const read, insert = "SELECT count(*) FROM counters WHERE name = $1", "INSERT INTO counters VALUES ($1, 1, NULL)"
	bodies := map[string]func(tx *sqldb.Tx, name string) error{
		"statements": func(tx *sqldb.Tx, name string) error {
			number(b, tx, read, name)
			_, err := tx.ExecContext(b.Context(), insert, name)
			return err
		},
		"batch": func(tx *sqldb.Tx, name string) error {
			_, err := tx.Batch(b.Context(), sqldb.Statement{Query: read, Args: []any{name}},
				sqldb.Statement{Query: insert, Args: []any{name}})
			return err
		},
	}
	for _, engine := range dbtest.Engines {
		for kind, body := range bodies {
			b.Run(string(engine)+"/"+kind, func(b *testing.B) {
				db := dbtest.Open(b, engine, migrations(b))
				b.SetParallelism(8)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						name := id.New()
						require.NoError(b, db.Tx(b.Context(), func(tx *sqldb.Tx) error { return body(tx, name) }))
					}
				})
			})
		}
	}
}
