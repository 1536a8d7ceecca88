package domain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// checkConflicts refuses a conflict with a therapist there never was, which would keep nobody apart. One who was deleted since
// is fine.
func (m *Matching) checkConflicts(ctx context.Context, need *Need, now time.Time) error {
	var wrong []errs.Violation
	for i, c := range need.Conflicts {
		_, err := m.store.Therapist(ctx, c.Therapist, now)
		switch {
		case errors.Is(err, ErrNotFound):
			wrong = append(wrong, errs.Field(fmt.Sprintf("need.conflicts[%d].therapist", i), "there is no such therapist; take one from the list of therapists"))
		case err != nil:
			return err
		}
	}
	if len(wrong) > 0 {
		return errs.Invalid(wrong...)
	}
	return nil
}
