package access_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

func TestPracticeIsSeededOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		w := newWorld(t, db)
		_, err := w.rpc.GetPractice(ctx, &intakev1.GetPracticeRequest{})
		require.Equal(t, errs.Unavailable, errs.CodeOf(err), "before the first start")

		require.NoError(t, w.EnsurePractice(ctx))
		later := newWorld(t, db, func(c *access.Config) { c.Practice.Phone = "+1 212 555 0199" })
		require.NoError(t, later.EnsurePractice(ctx))

		stored, err := later.Practice(ctx)
		require.NoError(t, err)
		require.Equal(t, practice, stored, "the console's settings outlive a change of configuration")

		got, err := w.rpc.GetPractice(ctx, &intakev1.GetPracticeRequest{})
		require.NoError(t, err)
		require.Equal(t, "Hudson Psychotherapy", got.GetPractice().GetDisplayName())
		require.Equal(t, "Hudson Office", got.GetPractice().GetShortName())
		require.Equal(t, "+1 212 555 0100", got.GetPractice().GetPhone())
		require.Equal(t, "America/New_York", got.GetPractice().GetTimeZone())
		require.Equal(t, "2026-11", got.GetPractice().GetPrivacyNoticeVersion())
		require.Equal(t, []string{"en-US", "es-US"}, got.GetPractice().GetLocales())
		require.Equal(t, "USD", got.GetPractice().GetCurrency())
	})
}

func TestPracticeIsChecked(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.SQLite, migrations.FS)
	for name, tc := range map[string]struct {
		field  string
		change func(*access.Practice)
	}{
		"no name":            {"displayName", func(p *access.Practice) { p.DisplayName = "" }},
		"two lines":          {"shortName", func(p *access.Practice) { p.ShortName = "Hudson\r\nBcc: x" }},
		"telling short name": {"shortName", func(p *access.Practice) { p.ShortName = "Hudson Therapy" }},
		"no phone":           {"phone", func(p *access.Practice) { p.Phone = "" }},
		"no zone":            {"timeZone", func(p *access.Practice) { p.TimeZone = "" }},
		"unknown zone":       {"timeZone", func(p *access.Practice) { p.TimeZone = "America/Gotham" }},
		"the machine's zone": {"timeZone", func(p *access.Practice) { p.TimeZone = "Local" }},
		"no notice":          {"privacyNoticeVersion", func(p *access.Practice) { p.PrivacyNoticeVersion = "" }},
		"no locales":         {"locales", func(p *access.Practice) { p.Locales = nil }},
		"not a locale":       {"locales", func(p *access.Practice) { p.Locales = []string{"en-US", "English, please"} }},
		"not a currency":     {"currency", func(p *access.Practice) { p.Currency = "dollars" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, db, func(c *access.Config) { tc.change(&c.Practice) })
			err := w.EnsurePractice(t.Context())
			require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
			require.Len(t, errs.From(err).Violations, 1)
			require.Equal(t, tc.field, errs.From(err).Violations[0].Field)
		})
	}
}
