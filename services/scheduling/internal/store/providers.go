package store

import (
	"context"
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const saveProvider = `INSERT INTO providers (id, display_name, types, modes, time_zone, hours, limits, version, ledger_us)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
	ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, types = excluded.types,
	modes = excluded.modes, time_zone = excluded.time_zone, hours = excluded.hours,
	limits = excluded.limits, version = excluded.version, ledger_us = excluded.ledger_us`

const insertException = `INSERT INTO exceptions (id, provider_id, kind, start_us, end_us, label, types, site_id)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

const raiseVersion = "UPDATE catalog SET version = version + 1"

// SaveProvider implements domain.Tx.
func (t *tx) SaveProvider(ctx context.Context, p domain.Provider, r domain.Record) error {
	texts, err := encode(p)
	if err != nil {
		return wrap("provider", err)
	}
	s := p.Schedule
	statements := []sqldb.Statement{
		{Query: saveProvider, Args: []any{
			p.ID, p.DisplayName, texts[0], texts[1], s.TimeZone, texts[2], texts[3], s.Version, p.LedgerFrom,
		}},
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

// encode returns types, modes, hours and limits as they are kept.
func encode(p domain.Provider) (texts [4]string, err error) {
	for i, v := range []any{p.Types, p.Modes, p.Schedule.Hours, p.Schedule.Limits} {
		b, err := json.Marshal(v)
		if err != nil {
			return texts, err
		}
		texts[i] = string(b)
	}
	return texts, nil
}
