package store

import (
	"context"
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Catalog implements domain.Store.
func (s *Store) Catalog(ctx context.Context) (*domain.Catalog, error) {
	var version int64
	if err := s.db.Read().QueryRowContext(ctx, "SELECT version FROM catalog").Scan(&version); err != nil {
		return nil, wrap("catalog version", err)
	}
	if c := s.catalog.Load(); c != nil && c.Version == version {
		return c, nil
	}
	var loaded *domain.Catalog
	err := s.db.ReadTx(ctx, func(tx *sqldb.Tx) (err error) {
		loaded, err = s.load(ctx, tx)
		return err
	})
	return loaded, err
}

// Known implements domain.Store.
func (s *Store) Known() *domain.Catalog { return s.catalog.Load() }

// load reads the catalog and keeps it for the next who needs this version.
func (s *Store) load(ctx context.Context, q sqldb.Queryer) (*domain.Catalog, error) {
	var version int64
	if err := q.QueryRowContext(ctx, "SELECT version FROM catalog").Scan(&version); err != nil {
		return nil, wrap("catalog version", err)
	}
	rooms, err := loadRooms(ctx, q)
	if err != nil {
		return nil, err
	}
	providers, err := loadProviders(ctx, q)
	if err != nil {
		return nil, err
	}
	busy, err := loadBusy(ctx, q)
	if err != nil {
		return nil, err
	}
	sites, err := loadSites(ctx, q)
	if err != nil {
		return nil, err
	}
	closures, err := loadClosures(ctx, q)
	if err != nil {
		return nil, err
	}
	loaded, err := domain.NewCatalog(version, s.practice, s.types, providers, rooms)
	if err != nil {
		return nil, wrap("catalog", err)
	}
	loaded = loaded.WithBusy(busy).WithClosures(closures).WithSites(sites)
	for {
		known := s.catalog.Load()
		if known != nil && known.Version >= version || s.catalog.CompareAndSwap(known, loaded) {
			return loaded, nil
		}
	}
}

func loadProviders(ctx context.Context, q sqldb.Queryer) ([]domain.Provider, error) {
	exceptions, err := loadExceptions(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx,
		"SELECT id, display_name, types, modes, time_zone, hours, limits, version, ledger_us FROM providers ORDER BY id")
	if err != nil {
		return nil, wrap("providers", err)
	}
	defer rows.Close()
	var out []domain.Provider
	for rows.Next() {
		var p domain.Provider
		var types, modes, hours, limits []byte
		s := &p.Schedule
		if err := rows.Scan(&p.ID, &p.DisplayName, &types, &modes, &s.TimeZone, &hours, &limits, &s.Version,
			&p.LedgerFrom); err != nil {
			return nil, wrap("providers", err)
		}
		for text, value := range map[*[]byte]any{&types: &p.Types, &modes: &p.Modes, &hours: &s.Hours, &limits: &s.Limits} {
			if err := json.Unmarshal(*text, value); err != nil {
				return nil, wrap("provider", err)
			}
		}
		s.Exceptions = exceptions[p.ID]
		out = append(out, p)
	}
	return out, wrap("providers", rows.Err())
}

func loadExceptions(ctx context.Context, q sqldb.Queryer) (map[string][]domain.Exception, error) {
	rows, err := q.QueryContext(ctx,
		"SELECT provider_id, id, kind, start_us, end_us, label, types, site_id FROM exceptions ORDER BY provider_id, start_us, id")
	if err != nil {
		return nil, wrap("exceptions", err)
	}
	defer rows.Close()
	out := make(map[string][]domain.Exception)
	for rows.Next() {
		var provider string
		var e domain.Exception
		var types []byte
		if err := rows.Scan(&provider, &e.ID, &e.Kind, &e.Start, &e.End, &e.Label, &types, &e.SiteID); err != nil {
			return nil, wrap("exceptions", err)
		}
		if err := json.Unmarshal(types, &e.Types); err != nil {
			return nil, wrap("exceptions", err)
		}
		out[provider] = append(out[provider], e)
	}
	return out, wrap("exceptions", rows.Err())
}
