// Package pages renders what people see of the product: the public booking pages and the front desk's console. Every
// page works without JavaScript and loads nothing from another origin. It holds no business rule; the services decide.
package pages

import (
	"net/http"

	"go.uber.org/zap"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Deps are what the pages need. The request's context carries who acts (pkg/identity): the visitor on the public
// listener, the member of staff of the session on the other one, nobody when there is no session.
type Deps struct {
	// Access names the practice. It is asked as the gateway itself, whoever the visitor is.
	Access intakev1.AccessServiceClient
	// Inquiries takes what visitors send. Public pages only.
	Inquiries intakev1.PublicIntakeServiceClient
	// Slots lists and holds open times. Both listeners.
	Slots schedulingv1.PublicSchedulingServiceClient
	// Intake is the staff's face of intake. Staff pages only.
	Intake intakev1.IntakeServiceClient
	// Appointments is the staff's face of scheduling. Staff pages only.
	Appointments schedulingv1.SchedulingServiceClient
	// Therapists names therapists. Staff pages only.
	Therapists matchingv1.MatchingServiceClient
	// Outcomes has what questionnaires came to. Staff pages only.
	Outcomes matchingv1.OutcomeServiceClient
	// Sessions opens and ends sessions of the staff pages. Staff pages only.
	Sessions Sessions
	// FrameAncestors are the origins that may show the booking pages in a frame; none by default.
	FrameAncestors []string
	// Clock tells the time.
	Clock clock.Clock
	// Log takes faults; never a personal value.
	Log *zap.Logger
}

// Sessions is how the edge keeps a member of staff signed in.
type Sessions interface {
	// Start opens a session for a bearer token and sets its cookie. Errors: UNAUTHENTICATED, RATE_LIMITED.
	Start(w http.ResponseWriter, r *http.Request, token string) error
	// End ends the session of the request, if any, and clears its cookie.
	End(w http.ResponseWriter, r *http.Request) error
	// Member returns who is signed in, nil when nobody is.
	Member(r *http.Request) *intakev1.StaffMember
}
