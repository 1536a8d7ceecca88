package firstcall

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// openDatabase opens a service's database. The embedded engine is migrated on the way, and so is a demo; a production
// PostgreSQL is migrated by `firstcall migrate`, and the service is not ready before that.
func (p *process) openDatabase(ctx context.Context, service string, migrations fs.FS) (*sqldb.DB, error) {
	if p.cfg.embedded(service) {
		if err := p.lock(service); err != nil {
			return nil, err
		}
	}
	db, err := sqldb.Open(ctx, sqldb.Config{URL: p.cfg.databaseURL(service), Schema: service, MaxConns: p.cfg.DatabaseMaxConns})
	if err != nil {
		return nil, fmt.Errorf("%s database: %w", service, err)
	}
	p.closers.AddFunc(service+" database", db.Close)
	if p.cfg.embedded(service) || p.cfg.Demo() {
		if err := sqldb.Migrate(ctx, db, migrations); err != nil {
			return nil, fmt.Errorf("%s database: %w", service, err)
		}
		return db, nil
	}
	behind, err := sqldb.Behind(ctx, db, migrations)
	if err != nil {
		return nil, fmt.Errorf("%s database: %w", service, err)
	}
	if behind {
		return nil, fmt.Errorf("%s database: the schema is older than this version; run `firstcall migrate` first", service)
	}
	return db, nil
}

// lock makes sure that no second process writes the service's SQLite file.
func (p *process) lock(service string) error {
	file, err := os.OpenFile(filepath.Join(p.cfg.DataDir, service+".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return fmt.Errorf("%s: another process uses the data directory %s", service, p.cfg.DataDir)
	}
	p.closers.AddFunc(service+" lock", file.Close)
	return nil
}

// openKeyring opens the key-encryption key. Only a demo makes one, beside its data: a file for each service, as they may be processes
// of their own.
func (p *process) openKeyring(demo string) (*sealed.Keyring, error) {
	path := p.cfg.KeyFile
	if path == "" && p.cfg.Demo() {
		path = filepath.Join(p.cfg.DataDir, demo)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return sealed.CreateKeyring(path)
		}
	}
	keyring, err := sealed.OpenKeyring(path)
	if err != nil {
		return nil, fmt.Errorf("key_file: %w", err)
	}
	return keyring, nil
}
