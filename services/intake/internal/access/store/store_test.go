package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/store"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var now = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

func session(tokenHash string) domain.Session {
	return domain.Session{
		Hash: id.SecretHash(id.Secret()), TokenHash: tokenHash,
		CreateTime: now, UseTime: now, ExpireTime: now.Add(time.Hour),
	}
}

func TestSessionOfATokenThatWentMeanwhile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s := store.New(db)
		err := s.AddSession(t.Context(), session(id.SecretHash(id.Secret())), now, time.Hour)
		require.ErrorIs(t, err, domain.ErrUnauthenticated)
	})
}

func TestUseNeverGoesBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, s := t.Context(), store.New(db)
		token := id.SecretHash(id.Secret())
		account := domain.Account{ID: id.New(), DisplayName: "Sam", Roles: []identity.Role{identity.Admin}}
		require.NoError(t, s.PutAccount(ctx, account, token, now))
		opened := session(token)
		require.NoError(t, s.AddSession(ctx, opened, now, time.Hour))
		require.NoError(t, s.UseSession(ctx, opened.Hash, now.Add(2*time.Minute)))
		require.NoError(t, s.UseSession(ctx, opened.Hash, now.Add(time.Minute)))
		got, who, err := s.Session(ctx, opened.Hash)
		require.NoError(t, err)
		require.Equal(t, account, who)
		opened.UseTime = now.Add(2 * time.Minute)
		require.Equal(t, opened, got)
	})
}

func BenchmarkAccountOfToken(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			s := store.New(dbtest.Open(b, engine, migrations.FS))
			token := id.SecretHash(id.Secret())
			account := domain.Account{ID: id.New(), DisplayName: "Sam", Roles: []identity.Role{identity.Admin}}
			require.NoError(b, s.PutAccount(b.Context(), account, token, now))
			for b.Loop() {
				_, err := s.AccountOfToken(b.Context(), token)
				require.NoError(b, err)
			}
		})
	}
}
