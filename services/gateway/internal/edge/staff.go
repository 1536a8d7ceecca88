package edge

import (
	"context"
	"net/http"
	"slices"

	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/gen/go/openapi"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/fhir"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// Staff is what the staff listener is made of.
type Staff struct {
	Common
	// Intake, Scheduling and Matching are the connections to the services.
	Intake, Scheduling, Matching grpc.ClientConnInterface
	// Auth says who a credential belongs to.
	Auth *access.Authenticator
	// Sessions keeps people signed in to the pages.
	Sessions *access.Sessions
	// Origin is where browsers reach the pages, such as https://desk.example.org; "" when that is the address itself.
	Origin string
	// Pages is the front desk's console.
	Pages Pages
}

// Handler returns the staff listener.
func (s Staff) Handler(ctx context.Context) (http.Handler, error) {
	table, err := route.New(staffServices()...)
	if err != nil {
		return nil, err
	}
	a := &api{table: table, foreign: &route.Table{}, maxBody: staffBody, admit: s.admit, identify: s.identify}
	a.mux = a.newMux()
	for _, register := range []func() error{
		func() error {
			return intakev1.RegisterIntakeServiceHandlerClient(ctx, a.mux, intakev1.NewIntakeServiceClient(s.Intake))
		},
		func() error {
			return schedulingv1.RegisterSchedulingServiceHandlerClient(ctx, a.mux, schedulingv1.NewSchedulingServiceClient(s.Scheduling))
		},
		func() error {
			return matchingv1.RegisterMatchingServiceHandlerClient(ctx, a.mux, matchingv1.NewMatchingServiceClient(s.Matching))
		},
		func() error {
			return matchingv1.RegisterOutcomeServiceHandlerClient(ctx, a.mux, matchingv1.NewOutcomeServiceClient(s.Matching))
		},
	} {
		if err := register(); err != nil {
			return nil, err
		}
	}
	pages, err := s.pages()
	if err != nil {
		return nil, err
	}
	resources, err := fhir.New(s.Intake, s.Scheduling, s.Matching, s.Clock)
	if err != nil {
		return nil, err
	}
	doors := &doors{
		api: a, openapi: document(openapi.Staff), probes: newProbes(s.Common), pages: pages,
		fhir: &fhirDoor{service: resources, admit: s.admit, origin: s.Origin},
	}
	return &listener{Common: s.Common, next: doors}, nil
}

// admit asks for a person with one of the method's roles. The API takes the Authorization header; the cookie of the
// pages counts only for reads, so that no other site can make a browser change anything here.
func (s Staff) admit(r *http.Request, rt *route.Route) (context.Context, error) {
	member, err := s.member(r)
	if err != nil {
		return nil, err
	}
	actor := access.Actor(member)
	if !slices.ContainsFunc(rt.Policy.Roles, actor.Has) {
		return nil, problem.PermissionDenied()
	}
	return s.Auth.Act(r.Context(), member)
}

func (s Staff) identify(r *http.Request) error {
	_, err := s.member(r)
	return err
}

// member is the person an API request comes from.
func (s Staff) member(r *http.Request) (*intakev1.StaffMember, error) {
	credential := access.Credential{Token: access.Bearer(r.Header)}
	if len(r.Header["Authorization"]) == 0 && r.Method == http.MethodGet {
		credential = access.Credential{Session: s.Sessions.Secret(r)}
	}
	return s.Auth.Member(r.Context(), credential)
}

// pages finds out who is signed in, and refuses what another site makes a browser send.
func (s Staff) pages() (http.Handler, error) {
	origins := http.NewCrossOriginProtection()
	if s.Origin != "" {
		if err := origins.AddTrustedOrigin(s.Origin); err != nil {
			return nil, err
		}
	}
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refusePage(w, r, problem.PermissionDenied(), s.Pages)
	}))
	return origins.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		servePage(w, r.WithContext(s.signedIn(r)), staffBody, s.Pages)
	})), nil
}

// signedIn returns the request's context with the person of its session, if any. When intake does not answer, nobody
// is signed in.
func (s Staff) signedIn(r *http.Request) context.Context {
	ctx := r.Context()
	secret := s.Sessions.Secret(r)
	if secret == "" {
		return ctx
	}
	member, err := s.Auth.Member(ctx, access.Credential{Session: secret})
	if err != nil {
		return ctx
	}
	acting, err := s.Auth.Act(ctx, member)
	if err != nil {
		return ctx
	}
	return access.WithMember(acting, member)
}

func staffServices() []string {
	return []string{
		intakev1.IntakeService_ServiceDesc.ServiceName,
		schedulingv1.SchedulingService_ServiceDesc.ServiceName,
		matchingv1.MatchingService_ServiceDesc.ServiceName,
		matchingv1.OutcomeService_ServiceDesc.ServiceName,
	}
}
