package intake

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
)

// StaffMember is a member of staff to make.
type StaffMember struct {
	// DisplayName is shown on staff screens.
	DisplayName string
	// Roles is what the person may do; a set, none implies another.
	Roles []identity.Role
	// Provider is providers/{id} for a clinician, whose own calendar and clients they see.
	Provider string
}

// AddStaff makes a member of staff in a migrated database and returns the bearer token, which is shown once and never
// kept. Errors: INVALID_FIELDS.
func AddStaff(ctx context.Context, db *sqldb.DB, member StaffMember) (token string, err error) {
	staff, err := access.New(access.Config{}, access.Deps{DB: db, Clock: clock.System()})
	if err != nil {
		return "", err
	}
	return staff.IssueToken(ctx, member.Roles, member.DisplayName, member.Provider)
}
