package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// selectTherapists reads profiles with their caseload; $1 is now. New are the clients of the seven days before.
const selectTherapists = `SELECT t.id, t.profile, t.base_active, t.version, t.create_us, t.update_us, coalesce(t.delete_us, 0), coalesce((SELECT k.track FROM tracks k WHERE k.therapist_id = t.id), ''),
  (SELECT count(*) FROM places p WHERE p.therapist_id = t.id AND p.until_us IS NULL),
  (SELECT count(*) FROM places p WHERE p.therapist_id = t.id AND p.until_us > $1),
  (SELECT count(*) FROM places p WHERE p.therapist_id = t.id AND (p.until_us IS NULL OR p.until_us > $1) AND p.taken_us > $1 - ` + sevenDays + `),
  (SELECT count(*) FROM places p WHERE p.therapist_id = t.id AND (p.until_us IS NULL OR p.until_us > $1) AND p.severe),
  CASE WHEN t.price_us > $1 - ` + sevenDays + ` THEN t.price ELSE 0 END, t.price_source, t.price_us
FROM therapists t`

// texts are the columns of a therapist that take longer to make sense of than to read.
type texts struct{ profile, track string }

func (x *texts) decode(t *domain.Therapist) error {
	if x.track != "" {
		if err := json.Unmarshal([]byte(x.track), &t.Track); err != nil {
			return err
		}
	}
	return json.Unmarshal([]byte(x.profile), &t.Profile)
}

// readTherapist reads a row into t but for its texts.
func readTherapist(row interface{ Scan(...any) error }, t *domain.Therapist) (texts, error) {
	var x texts
	var confirmed, create, update, deleted, priced int64
	err := row.Scan(&t.ID, &x.profile, &t.BroughtClients, &t.Version, &create, &update, &deleted, &x.track, &confirmed, &t.Reserved, &t.NewClients, &t.SevereClients,
		&t.Price, &t.PriceSource, &priced)
	t.ActiveClients = t.BroughtClients + int32(confirmed) //nolint:gosec // at most some hundreds
	t.CreateTime, t.UpdateTime = sqldb.Time(create), sqldb.Time(update)
	if deleted != 0 {
		t.DeleteTime = sqldb.Time(deleted)
	}
	if t.PriceTime = sqldb.Time(priced); t.Price == 0 {
		t.PriceSource, t.PriceTime = domain.PriceOfPlan, time.Time{}
	}
	return x, err
}

func scanTherapist(row interface{ Scan(...any) error }) (domain.Therapist, error) {
	var t domain.Therapist
	x, err := readTherapist(row, &t)
	if err != nil {
		return t, err
	}
	return t, x.decode(&t)
}

// Therapist implements domain.TherapistStore.
func (s *Store) Therapist(ctx context.Context, id string, now time.Time) (domain.Therapist, error) {
	t, err := scanTherapist(s.db.Read().QueryRowContext(ctx, selectTherapists+` WHERE t.id = $2`, sqldb.Micros(now), id))
	return t, wrap("read therapist", notFound(err, domain.ErrNotFound))
}

// lockTherapist locks the profile and then reads it: a statement that waits for a lock sees the places as they were
// before it waited.
func lockTherapist(ctx context.Context, tx *sqldb.Tx, id string, now time.Time) (domain.Therapist, error) {
	row := tx.QueryRowContext(ctx, forUpdate(tx, `SELECT id FROM therapists WHERE id = $1`), id)
	if err := row.Scan(&id); err != nil {
		return domain.Therapist{}, notFound(err, domain.ErrNotFound)
	}
	return scanTherapist(tx.QueryRowContext(ctx, selectTherapists+` WHERE t.id = $2`, sqldb.Micros(now), id))
}

// ListTherapists implements domain.TherapistStore.
func (s *Store) ListTherapists(
	ctx context.Context, now time.Time, name, id string, limit int, deleted bool,
) ([]domain.Therapist, error) {
	query := selectTherapists + ` WHERE (t.display_name > $2 OR (t.display_name = $2 AND t.id > $3))`
	if !deleted {
		query += ` AND t.delete_us IS NULL`
	}
	query += ` ORDER BY t.display_name, t.id`
	args := []any{sqldb.Micros(now), name, id}
	if limit > 0 {
		query += ` LIMIT $4`
		args = append(args, limit)
	}
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	out, err := collectTherapists(rows, err)
	return out, wrap("list therapists", err)
}

// CreateTherapist implements domain.TherapistStore.
func (s *Store) CreateTherapist(ctx context.Context, t *domain.Therapist, req domain.Request) (id string, err error) {
	err = s.repeatable(ctx, "create therapist", func(tx *sqldb.Tx) error {
		if id, err = remembered(ctx, tx, req); err != nil || id != "" {
			return err
		}
		if _, err := insertTherapist(ctx, tx, t); err != nil {
			return err
		}
		id = t.ID
		return remember(ctx, tx, req, t.ID, t.CreateTime)
	})
	return id, err
}

// SeedTherapist implements domain.TherapistStore.
func (s *Store) SeedTherapist(ctx context.Context, t *domain.Therapist) error {
	return s.write(ctx, "seed therapist", func(tx *sqldb.Tx) error {
		_, err := insertTherapist(ctx, tx, t)
		return err
	})
}

// insertTherapist adds the therapist unless the id exists, and reports whether it did.
func insertTherapist(ctx context.Context, tx *sqldb.Tx, t *domain.Therapist) (bool, error) {
	profile, err := json.Marshal(t.Profile)
	if err != nil {
		return false, err
	}
	result, err := tx.ExecContext(ctx, `INSERT INTO therapists
  (id, display_name, profile, target_caseload, base_active, version, provider_synced, create_us, update_us, license_end)
VALUES ($1, $2, $3, $4, $5, $6, FALSE, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
		t.ID, t.DisplayName, string(profile), t.TargetCaseload, t.BroughtClients, t.Version,
		sqldb.Micros(t.CreateTime), sqldb.Micros(t.UpdateTime), licenseEnd(t))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// DiscardTherapist implements domain.TherapistStore.
func (s *Store) DiscardTherapist(ctx context.Context, id string, req domain.Request) error {
	return s.write(ctx, "discard therapist", func(tx *sqldb.Tx) error {
		if err := forget(ctx, tx, req.Method, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM therapists WHERE id = $1`, id)
		return err
	})
}

// UpdateTherapist implements domain.TherapistStore.
func (s *Store) UpdateTherapist(
	ctx context.Context, id string, req domain.Request, now time.Time, change func(*domain.Therapist) error,
) error {
	return s.repeatable(ctx, "update therapist", func(tx *sqldb.Tx) error {
		if known, err := remembered(ctx, tx, req); err != nil || known != "" {
			return err
		}
		t, err := lockTherapist(ctx, tx, id, now)
		if err != nil {
			return err
		}
		if err := change(&t); err != nil {
			return err
		}
		if err := saveTherapist(ctx, tx, &t, now); err != nil {
			return err
		}
		return remember(ctx, tx, req, id, now)
	})
}

// saveTherapist writes a profile that changed as its next version.
func saveTherapist(ctx context.Context, tx *sqldb.Tx, t *domain.Therapist, now time.Time) error {
	profile, err := json.Marshal(t.Profile)
	if err != nil {
		return err
	}
	deleted := sql.NullInt64{Int64: sqldb.Micros(t.DeleteTime), Valid: t.Deleted()}
	_, err = tx.ExecContext(ctx, `UPDATE therapists SET display_name = $2, profile = $3, target_caseload = $4,
  version = version + 1, provider_synced = FALSE, update_us = $5, delete_us = $6, license_end = $7, base_active = $8 WHERE id = $1`,
		t.ID, t.DisplayName, string(profile), t.TargetCaseload, sqldb.Micros(now), deleted, licenseEnd(t), t.BroughtClients)
	return err
}

// licenseEnd is the day on which the first of the licences ends.
func licenseEnd(t *domain.Therapist) (first string) {
	for _, l := range t.Licenses {
		if first == "" || l.ExpireDate < first {
			first = l.ExpireDate
		}
	}
	return first
}

// LicensesEnding implements domain.TherapistStore.
func (s *Store) LicensesEnding(ctx context.Context, until string, now time.Time) ([]domain.Therapist, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectTherapists+` WHERE t.delete_us IS NULL AND t.license_end <> '' AND t.license_end <= $2`,
		sqldb.Micros(now), until)
	out, err := collectTherapists(rows, err)
	return out, wrap("list licences that end", err)
}

// UnsyncedTherapists implements domain.TherapistStore.
func (s *Store) UnsyncedTherapists(ctx context.Context, now time.Time) ([]domain.Therapist, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectTherapists+` WHERE NOT t.provider_synced ORDER BY t.id`, sqldb.Micros(now))
	out, err := collect(rows, err, scanTherapist)
	return out, wrap("list unsynced therapists", err)
}

// MarkSynced implements domain.TherapistStore.
func (s *Store) MarkSynced(ctx context.Context, id string, version int64) error {
	return s.write(ctx, "mark therapist synced", func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE therapists SET provider_synced = TRUE WHERE id = $1 AND version = $2`, id, version)
		return err
	})
}
