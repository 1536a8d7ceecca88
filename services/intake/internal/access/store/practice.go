package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
)

// Practice implements [domain.Store].
func (s *Store) Practice(ctx context.Context) (p domain.Practice, ok bool, err error) {
	const query = `
SELECT display_name, short_name, phone, time_zone, privacy_notice_version, locales, currency FROM practice WHERE id = 1`
	var locales string
	err = s.db.Read().QueryRowContext(ctx, query).Scan(
		&p.DisplayName, &p.ShortName, &p.Phone, &p.TimeZone, &p.PrivacyNoticeVersion, &locales, &p.Currency)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Practice{}, false, nil
	}
	if err != nil {
		return domain.Practice{}, false, fmt.Errorf("read practice: %w", err)
	}
	p.Locales = strings.Split(locales, ",")
	return p, true, nil
}

// AddPractice implements [domain.Store].
func (s *Store) AddPractice(ctx context.Context, p domain.Practice, now time.Time) error {
	const query = `
INSERT INTO practice (
  id, display_name, short_name, phone, time_zone, privacy_notice_version, locales, currency, updated_us
) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`
	return s.exec(ctx, "add practice", query, p.DisplayName, p.ShortName, p.Phone, p.TimeZone,
		p.PrivacyNoticeVersion, strings.Join(p.Locales, ","), p.Currency, sqldb.Micros(now))
}
