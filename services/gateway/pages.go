package gateway

import (
	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/edge"
	"github.com/firstcall-health/firstcall/services/gateway/internal/pages"
)

// publicPages are the booking pages. They reach the services within the same limits as the API.
func (g *Gateway) publicPages(
	inquiries intakev1.PublicIntakeServiceClient, slots schedulingv1.PublicSchedulingServiceClient,
) edge.Pages {
	return edge.Pages{Problem: pages.Problem, Handler: pages.Public(pages.Deps{
		Access:         intakev1.NewAccessServiceClient(g.deps.Intake),
		Inquiries:      inquiries,
		Slots:          slots,
		FrameAncestors: g.cfg.AllowedOrigins,
		Clock:          g.deps.Clock,
		Log:            g.deps.Log,
	})}
}

// staffPages are the front desk's console.
func (g *Gateway) staffPages(sessions *access.Sessions) edge.Pages {
	return edge.Pages{Problem: pages.Problem, Handler: pages.Staff(pages.Deps{
		Access:       intakev1.NewAccessServiceClient(g.deps.Intake),
		Slots:        schedulingv1.NewPublicSchedulingServiceClient(g.deps.Scheduling),
		Intake:       intakev1.NewIntakeServiceClient(g.deps.Intake),
		Appointments: schedulingv1.NewSchedulingServiceClient(g.deps.Scheduling),
		Therapists:   matchingv1.NewMatchingServiceClient(g.deps.Matching),
		Outcomes:     matchingv1.NewOutcomeServiceClient(g.deps.Matching),
		Sessions:     sessions,
		Clock:        g.deps.Clock,
		Log:          g.deps.Log,
	})}
}
