package store

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func loadClosures(ctx context.Context, q sqldb.Queryer) ([]domain.Closure, error) {
	rows, err := q.QueryContext(ctx, "SELECT id, first_day, last_day, label FROM closures ORDER BY first_day, id")
	if err != nil {
		return nil, wrap("closures", err)
	}
	defer rows.Close()
	var out []domain.Closure
	for rows.Next() {
		var c domain.Closure
		if err := rows.Scan(&c.ID, &c.First, &c.Last, &c.Label); err != nil {
			return nil, wrap("closures", err)
		}
		out = append(out, c)
	}
	return out, wrap("closures", rows.Err())
}

// SaveClosure implements domain.Tx.
func (t *tx) SaveClosure(ctx context.Context, c domain.Closure, r domain.Record) error {
	return t.saveInCatalog(ctx, "save closure", r, sqldb.Statement{
		Query: "INSERT INTO closures (id, first_day, last_day, label) VALUES ($1, $2, $3, $4)",
		Args:  []any{c.ID, int64(c.First), int64(c.Last), c.Label},
	})
}

// DeleteClosure implements domain.Tx.
func (t *tx) DeleteClosure(ctx context.Context, id string) error {
	return t.saveInCatalog(ctx, "delete closure", domain.Record{},
		sqldb.Statement{Query: "DELETE FROM closures WHERE id = $1", Args: []any{id}})
}
