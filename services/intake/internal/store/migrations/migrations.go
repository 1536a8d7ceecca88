// Package migrations holds the SQL files of intake's database: 0001 to 0099 are the inquiries, 0100 and up are staff
// access and the practice's settings.
package migrations

import "embed"

// Files holds the folders sqlite and postgres for sqldb.Migrate.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
