package store

import (
	"context"
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const saveProvider = `INSERT INTO providers (id, display_name, types, modes, time_zone, hours, version)
	VALUES ($1, $2, $3, $4, $5, $6, $7)
	ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, types = excluded.types,
	modes = excluded.modes, time_zone = excluded.time_zone, hours = excluded.hours, version = excluded.version`

const insertException = `INSERT INTO exceptions (id, provider_id, kind, start_us, end_us, label, types, site_id)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

const raiseVersion = "UPDATE catalog SET version = version + 1"

// SaveProvider implements domain.Tx.
func (t *tx) SaveProvider(ctx context.Context, p domain.Provider, r domain.Record) error {
	types, modes, hours, err := encode(p)
	if err != nil {
		return wrap("provider", err)
	}
	s := p.Schedule
	statements := []sqldb.Statement{
		{Query: saveProvider, Args: []any{p.ID, p.DisplayName, types, modes, s.TimeZone, hours, s.Version}},
		{Query: "DELETE FROM exceptions WHERE provider_id = $1", Args: []any{p.ID}},
	}
	for _, e := range s.Exceptions {
		types, err := json.Marshal(e.Types)
		if err != nil {
			return wrap("exception", err)
		}
		statements = append(statements, sqldb.Statement{
			Query: insertException, Args: []any{e.ID, p.ID, int64(e.Kind), e.Start, e.End, e.Label, string(types), e.SiteID},
		})
	}
	statements = append(statements, sqldb.Statement{Query: raiseVersion})
	_, err = t.Batch(ctx, append(statements, record("", 0, r)...)...)
	return wrap("save provider", err)
}

func encode(p domain.Provider) (types, modes, hours string, err error) {
	parts := [3]string{}
	for i, v := range []any{p.Types, p.Modes, p.Schedule.Hours} {
		b, err := json.Marshal(v)
		if err != nil {
			return "", "", "", err
		}
		parts[i] = string(b)
	}
	return parts[0], parts[1], parts[2], nil
}
