package fhir

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/policy"
)

// Root is the path everything here lies under.
const Root = "/fhir/r4"

// Route is one interaction: a method on a path, and the RPC whose policy says who may.
type Route struct {
	// Method is the HTTP method, Template the path with {id} for an id.
	Method, Template string
	// Policy is that of the RPC behind; the zero policy when anybody may.
	Policy policy.Method
	// Open says that it takes no sign-in.
	Open bool

	rpc   string
	query []string
	serve func(s *Service, ctx context.Context, r *Request) (*Answer, error)
}

// Label names the route in logs and metrics.
func (r *Route) Label() string { return r.Method + " " + r.Template }

// Request is what is left of a request when the edge has let it in.
type Request struct {
	// Body is what was sent; nil for a read.
	Body []byte

	id     string
	base   string
	params params
}

// Answer is a resource, with its version when it has one.
type Answer struct {
	Resource any
	Version  string
}

const (
	scheduling = "firstcall.scheduling.v1.SchedulingService"
	listing    = "firstcall.scheduling.v1.PublicSchedulingService"
	matching   = "firstcall.matching.v1.MatchingService"
	intake     = "firstcall.intake.v1.IntakeService"
)

// routes are all there are.
func routes() []*Route {
	get, post := http.MethodGet, http.MethodPost
	return []*Route{
		{Method: get, Template: Root + "/metadata", Open: true, serve: (*Service).metadata},
		{
			Method: get, Template: Root + "/Schedule", rpc: matching + "/ListTherapists",
			query: []string{"actor", "actor:identifier", "_count", "page"}, serve: (*Service).searchSchedules,
		},
		{Method: get, Template: Root + "/Schedule/{id}", rpc: matching + "/GetTherapist", serve: (*Service).readSchedule},
		{
			Method: get, Template: Root + "/Slot", rpc: listing + "/ListSlots",
			query: []string{"schedule", "start", "status", "_count", "page"}, serve: (*Service).searchSlots,
		},
		{Method: get, Template: Root + "/Slot/{id}", rpc: scheduling + "/ExplainSlot", serve: (*Service).readSlot},
		{
			Method: get, Template: Root + "/Appointment", rpc: scheduling + "/ListAppointments",
			query: []string{"actor", "actor:identifier", "date", "status", "_count", "page"},
			serve: (*Service).searchAppointments,
		},
		{
			Method: get, Template: Root + "/Appointment/{id}", rpc: scheduling + "/GetAppointment",
			serve: (*Service).readAppointment,
		},
		{
			Method: get, Template: Root + "/Appointment/$find", rpc: listing + "/ListSlots",
			query: []string{paramStart, paramEnd, paramVisit, "_count"}, serve: (*Service).find,
		},
		{
			Method: post, Template: Root + "/Appointment/$find", rpc: listing + "/ListSlots", query: []string{"_count"},
			serve: (*Service).find,
		},
		{Method: post, Template: Root + "/Appointment/$hold", rpc: listing + "/CreateHold", serve: (*Service).hold},
		{Method: post, Template: Root + "/Appointment/$book", rpc: intake + "/BookConsultation", serve: (*Service).book},
	}
}

// Match finds what answers a path: the route and the id in it, or the methods that the path takes, or neither.
func (s *Service) Match(method, path string) (rt *Route, id string, allow []string) {
	for _, r := range s.routes {
		found := ""
		if prefix, ok := strings.CutSuffix(r.Template, "{id}"); ok {
			if found, ok = strings.CutPrefix(path, prefix); !ok || !validID(found) {
				continue
			}
		} else if path != r.Template {
			continue
		}
		if r.Method == method {
			return r, found, nil
		}
		allow = append(allow, r.Method)
	}
	slices.Sort(allow)
	return nil, "", allow
}

// Request judges the query of a request that was matched; base is the address of Root as the client knows it.
func (r *Route) Request(id, base string, query url.Values) (*Request, error) {
	known, err := readQuery(query, r.query)
	return &Request{id: id, base: base, params: known}, err
}

// Serve does what the route is for.
func (s *Service) Serve(ctx context.Context, rt *Route, r *Request) (*Answer, error) {
	return rt.serve(s, ctx, r)
}
