package store

import (
	"context"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// ImportTherapists implements domain.TherapistStore. The profiles are locked while the plan is made, so that it is
// carried out on what it was made from.
func (s *Store) ImportTherapists(
	ctx context.Context, req domain.Request, now time.Time, plan func(all []domain.Therapist) ([]domain.Therapist, string, error),
) (answer string, err error) {
	err = s.repeatable(ctx, "import therapists", func(tx *sqldb.Tx) error {
		if answer, err = remembered(ctx, tx, req); err != nil || answer != "" {
			return err
		}
		rows, err := tx.QueryContext(ctx, forUpdate(tx, selectTherapists+` ORDER BY t.id`), sqldb.Micros(now))
		all, err := collect(rows, err, scanTherapist)
		if err != nil {
			return err
		}
		known := make(map[string]bool, len(all))
		for i := range all {
			known[all[i].ID] = true
		}
		var writes []domain.Therapist
		if writes, answer, err = plan(all); err != nil {
			return err
		}
		for i := range writes {
			if err := writeTherapist(ctx, tx, &writes[i], known[writes[i].ID], now); err != nil {
				return err
			}
		}
		return remember(ctx, tx, req, answer, now)
	})
	return answer, err
}

func writeTherapist(ctx context.Context, tx *sqldb.Tx, t *domain.Therapist, known bool, now time.Time) error {
	if known {
		return saveTherapist(ctx, tx, t, now)
	}
	added, err := insertTherapist(ctx, tx, t)
	if err == nil && !added {
		err = fmt.Errorf("therapist %s was added by somebody else", t.ID)
	}
	return err
}
