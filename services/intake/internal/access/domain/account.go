// Package domain holds the rules of staff access: accounts, tokens, sessions of the staff pages, and the settings of the
// practice.
package domain

import (
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// Account is a member of staff.
type Account struct {
	// ID is the opaque id; the resource name is staff/{ID}.
	ID string
	// DisplayName is shown on staff screens.
	DisplayName string
	// Provider is providers/{id} of a clinician's own calendar, "" for everybody else.
	Provider string
	// Roles are what the person may act as; none implies another.
	Roles []identity.Role
}

// ErrUnauthenticated says that a token or a session is unknown, malformed or over; callers cannot tell which.
var ErrUnauthenticated = errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, "no valid credentials")

// staffRoles are the roles a person on staff may have. The others are for visitors, clients and services.
var staffRoles = []identity.Role{identity.FrontDesk, identity.Clinician, identity.ClinicalLead, identity.Admin}

// Validate returns an INVALID_FIELDS error that names everything wrong with the account.
func (a Account) Validate() error {
	var wrong []errs.Violation
	if strings.TrimSpace(a.DisplayName) == "" {
		wrong = append(wrong, errs.Field("displayName", "must not be empty"))
	}
	if len(a.Roles) == 0 {
		wrong = append(wrong, errs.Field("roles", "must hold a role"))
	}
	for i, role := range a.Roles {
		if !slices.Contains(staffRoles, role) || slices.Contains(a.Roles[:i], role) {
			wrong = append(wrong, errs.Field("roles", "must be different staff roles"))
			break
		}
	}
	if slices.Contains(a.Roles, identity.Clinician) {
		if !isProvider(a.Provider) {
			wrong = append(wrong, errs.Field("provider", "must be providers/{id} for a clinician"))
		}
	} else if a.Provider != "" {
		wrong = append(wrong, errs.Field("provider", "is for clinicians only"))
	}
	if len(wrong) > 0 {
		return errs.Invalid(wrong...)
	}
	return nil
}

func isProvider(name string) bool {
	id, ok := strings.CutPrefix(name, "providers/")
	return ok && id != "" && !strings.ContainsAny(id, "/: ")
}
