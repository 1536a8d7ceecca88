package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
)

const (
	// sevenDays, in microseconds, are how long a price counts, and a new client as new. Policy: the second is what the profile's field says.
	sevenDays = "604800000000"
	// priceLasts is, by definition, the same as a number.
	priceLasts = int64(7 * 24 * time.Hour / time.Microsecond)
)

// PricingBasis implements domain.PricingStore.
func (s *Store) PricingBasis(ctx context.Context) (string, error) {
	var therapists, versions, offers int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM therapists WHERE delete_us IS NULL),
  (SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM therapists),
  (SELECT count(*) FROM proposals WHERE state IN ('PENDING', 'OPEN') AND plan_id <> '')`).Scan(&therapists, &versions, &offers)
	return fmt.Sprintf("%d therapists, %d versions, %d offers of plans", therapists, versions, offers), wrap("read basis of prices", err)
}

// Pricing implements domain.PricingStore.
func (s *Store) Pricing(ctx context.Context) (domain.Pricing, error) {
	var p domain.Pricing
	var create int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT run, basis, ways, needs, waiting, therapists, create_us FROM pricing`).
		Scan(&p.Run, &p.Basis, &p.Ways, &p.Needs, &p.Waiting, &p.Therapists, &create)
	p.CreateTime = sqldb.Time(create)
	return p, wrap("read pricing", err)
}

// SavePricing implements domain.PricingStore. Of several that make the same run the first is taken: the others find another
// number than the one they count from.
func (s *Store) SavePricing(ctx context.Context, p *domain.Pricing) (saved bool, err error) {
	err = s.write(ctx, "save pricing", func(tx *sqldb.Tx) error {
		saved = false
		us := sqldb.Micros(p.CreateTime)
		done, err := tx.ExecContext(ctx, `UPDATE pricing SET run = $1, basis = $2, ways = $3, needs = $4, waiting = $5, therapists = $6, create_us = $7
WHERE run = $1 - 1`, p.Run, p.Basis, p.Ways, p.Needs, p.Waiting, p.Therapists, us)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		saved = true
		if p.Ways == 0 {
			return nil
		}
		return movePrices(ctx, tx, p.Prices, domain.PriceOfForecast, us)
	})
	return saved, err
}

// PricesInForce implements domain.PricingStore.
func (s *Store) PricesInForce(ctx context.Context, now time.Time) ([]domain.PriceInForce, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT id, display_name, price, price_source, price_us FROM therapists
WHERE price_us > 0 AND price_us > $1 AND price <> 0 AND delete_us IS NULL ORDER BY price DESC, id`, sqldb.Micros(now)-priceLasts)
	out, err := collect(rows, err, func(row interface{ Scan(...any) error }) (p domain.PriceInForce, err error) {
		var us int64
		err = row.Scan(&p.Therapist, &p.DisplayName, &p.Price, &p.Source, &us)
		p.Time = sqldb.Time(us)
		return p, err
	})
	return out, wrap("read prices", err)
}

// forecastInForce reports whether prices are a forecast's, and keeps it so until the transaction is over.
func forecastInForce(ctx context.Context, tx *sqldb.Tx, us int64) (yes bool, err error) {
	err = tx.QueryRowContext(ctx, forUpdate(tx, `SELECT ways > 0 AND create_us > $1 FROM pricing`), us-priceLasts).Scan(&yes)
	return yes, err
}

// movePrices moves the prices of all therapists towards those found at a time; who is not among them has places to spare. Rows
// that stay the same are neither read nor written: a price of nothing does not grow old.
func movePrices(ctx context.Context, tx *sqldb.Tx, found map[string]domain.Micro, source domain.PriceSource, us int64) error {
	type row struct {
		id     string
		price  domain.Micro
		source domain.PriceSource
		us     int64
	}
	ids := slices.Collect(maps.Keys(found))
	rows, err := tx.QueryContext(ctx, `SELECT id FROM therapists WHERE price_us > 0 AND price <> 0`)
	priced, err := collect(rows, err, scanID)
	if err != nil {
		return err
	}
	ids = append(ids, priced...)
	slices.Sort(ids) // so that nobody waits for who waits for them
	all, err := inParts(slices.Compact(ids), func(in string, args []any) ([]row, error) {
		rows, err := tx.QueryContext(ctx, forUpdate(tx, `SELECT id, price, price_source, price_us FROM therapists WHERE id IN `+in+` ORDER BY id`), args...)
		return collect(rows, err, func(r interface{ Scan(...any) error }) (p row, err error) {
			return p, r.Scan(&p.id, &p.price, &p.source, &p.us)
		})
	})
	if err != nil {
		return err
	}
	for _, was := range all {
		after := time.Duration(us-was.us) * time.Microsecond
		if was.us <= us-priceLasts { // none is in force
			was.price = 0
		}
		if was.price == 0 { // it begins with a night's move from nothing, however long there was none
			after = min(after, forecast.Night)
		}
		price := forecast.Smooth(was.price, found[was.id], after)
		if price == 0 && was.price == 0 {
			continue
		}
		_, err := tx.ExecContext(ctx, `UPDATE therapists SET price = $2, price_source = $3, price_us = $4 WHERE id = $1`, was.id, price, string(source), us)
		if err != nil {
			return err
		}
	}
	return nil
}
