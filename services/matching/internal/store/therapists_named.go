package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// listed is where somebody stands in the list of therapists.
type listed struct{ name, id string }

// NamedTherapists implements domain.TherapistStore. Names are looked through in the order of their index, which holds all that is needed
// to; profiles are read of those found only.
func (s *Store) NamedTherapists(
	ctx context.Context, now time.Time, is func(string) bool, name, id string, limit int, deleted bool,
) (out []domain.Therapist, err error) {
	for after := (listed{name, id}); len(out) < limit; {
		found, err := s.placesNamed(ctx, is, after, limit-len(out))
		if err != nil || len(found) == 0 {
			return out, wrap("find therapists", err)
		}
		after = found[len(found)-1]
		ids := make([]string, len(found))
		for i := range found {
			ids[i] = found[i].id
		}
		profiles, err := s.byID(ctx, ids, now)
		if err != nil {
			return nil, wrap("find therapists", err)
		}
		profiles = slices.DeleteFunc(profiles, func(t domain.Therapist) bool { return t.Deleted() && !deleted })
		slices.SortFunc(profiles, func(a, b domain.Therapist) int {
			return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.ID, b.ID))
		})
		out = append(out, profiles...)
	}
	return out, nil
}

// placesNamed are the first of a name after a place.
func (s *Store) placesNamed(ctx context.Context, is func(string) bool, after listed, limit int) (out []listed, err error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT display_name, id FROM therapists
WHERE display_name > $1 OR (display_name = $1 AND id > $2) ORDER BY display_name, id`, after.name, after.id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for len(out) < limit && rows.Next() {
		var p listed
		if err := rows.Scan(&p.name, &p.id); err != nil {
			return nil, err
		}
		if is(p.name) {
			out = append(out, p)
		}
	}
	return out, rows.Err()
}
