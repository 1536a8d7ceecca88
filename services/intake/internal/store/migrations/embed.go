// Package migrations holds the schema of the intake service's database, per engine.
package migrations

import "embed"

// FS holds the folders sqlite and postgres, as sqldb.Migrate takes them.
//
//go:embed sqlite postgres
var FS embed.FS
