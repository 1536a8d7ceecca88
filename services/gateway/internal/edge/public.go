package edge

import (
	"context"
	"net/http"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/gen/go/openapi"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

const (
	publicBody = 32 << 10
	staffBody  = 256 << 10
)

// Pages is the HTML of one listener.
type Pages struct {
	// Handler answers every path that is not the API's.
	Handler http.Handler
	// Problem writes the page for a refusal of the edge.
	Problem func(w http.ResponseWriter, r *http.Request, status int)
}

// Public is what the public listener is made of.
type Public struct {
	Common
	// Inquiries and Slots are the only services that answer here, within the limits of what visitors may do.
	Inquiries intakev1.PublicIntakeServiceClient
	Slots     schedulingv1.PublicSchedulingServiceClient
	// Feeds reads the calendar feeds.
	Feeds schedulingv1.BookingServiceClient
	// Auth lets calls be made for the visitor.
	Auth *access.Authenticator
	// Limits counts how often each source comes.
	Limits *limit.Limits
	// AllowedOrigins are the sites whose scripts may call the API, by exact match; none by default.
	AllowedOrigins []string
	// Pages are the booking pages.
	Pages Pages
}

// Handler returns the public listener: no credentials, no cookies, and nothing of the staff API.
func (p Public) Handler(ctx context.Context) (http.Handler, error) {
	table, err := route.New(publicServices()...)
	if err != nil {
		return nil, err
	}
	foreign, err := route.New(staffServices()...)
	if err != nil {
		return nil, err
	}
	a := &api{table: table, foreign: foreign, maxBody: publicBody, admit: p.admit}
	a.mux = a.newMux()
	if err := intakev1.RegisterPublicIntakeServiceHandlerClient(ctx, a.mux, p.Inquiries); err != nil {
		return nil, err
	}
	if err := schedulingv1.RegisterPublicSchedulingServiceHandlerClient(ctx, a.mux, p.Slots); err != nil {
		return nil, err
	}
	doors := &doors{
		api:     cors(p.AllowedOrigins, a),
		openapi: document(openapi.Public),
		probes:  newProbes(p.Common),
		pages:   p.pages(),
		unbuilt: true,

		calendars: &calendars{feeds: p.Feeds, admit: p.visitor},
	}
	return &listener{Common: p.Common, next: doors}, nil
}

// admit lets everybody in as a visitor, within the limits.
func (p Public) admit(r *http.Request, rt *route.Route) (context.Context, error) {
	if rt.Policy.NotBuilt {
		return p.Auth.ActAsVisitor(r.Context())
	}
	return p.visitor(r.Context())
}

// visitor counts one call of the source and lets it be made for a visitor.
func (p Public) visitor(ctx context.Context) (context.Context, error) {
	if err := p.Limits.Take(ctx, limit.Read, limit.Source(ctx)); err != nil {
		return nil, err
	}
	return p.Auth.ActAsVisitor(ctx)
}

// pages lets everybody see the pages, as often as they may call the API.
func (p Public) pages() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if counted(r.URL.Path) {
			if err := p.Limits.Take(ctx, limit.Read, limit.Source(ctx)); err != nil {
				refusePage(w, r, err, p.Pages)
				return
			}
		}
		ctx, err := p.Auth.ActAsVisitor(ctx)
		if err != nil {
			refusePage(w, r, err, p.Pages)
			return
		}
		servePage(w, r.WithContext(ctx), publicBody, p.Pages)
	})
}

// counted leaves out what a page brings along, and the way to help.
func counted(path string) bool { return path != crisisPage && !strings.HasPrefix(path, "/static/") }

func publicServices() []string {
	return []string{
		intakev1.PublicIntakeService_ServiceDesc.ServiceName,
		schedulingv1.PublicSchedulingService_ServiceDesc.ServiceName,
	}
}
