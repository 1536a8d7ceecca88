// Package route knows, from the protos alone, which HTTP method and path leads to which RPC, and what the RPC's policy
// asks of whoever calls it.
package route

import (
	"fmt"
	"regexp"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/firstcall-health/firstcall/pkg/policy"
)

// Route is one HTTP method on one path template.
type Route struct {
	// Method is the HTTP method.
	Method string
	// Template is the path template with every variable spelled out: /v1/{name=inquiries/*}:match.
	Template string
	// Policy is what the RPC asks of its callers.
	Policy policy.Method
	// Body describes what the HTTP body holds; nil when the route takes none.
	Body protoreflect.MessageDescriptor
	// BodyField is the field of the request that Body is, "" when it is the whole request.
	BodyField string
	// Query holds the request's fields that may come in the query, by JSON and by proto name.
	Query map[string]protoreflect.FieldDescriptor

	path *regexp.Regexp
}

// Label names the route in logs and metrics, without anything a client chose.
func (r *Route) Label() string { return r.Method + " " + r.Template }

// Table is the set of routes of one listener.
type Table struct {
	routes []*Route
	byKey  map[string]*Route
}

// New reads the routes of the linked proto services.
func New(services ...string) (*Table, error) {
	t := &Table{byKey: make(map[string]*Route)}
	for _, service := range services {
		methods, err := policy.Of(service)
		if err != nil {
			return nil, fmt.Errorf("routes: %w", err)
		}
		descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
		if err != nil {
			return nil, fmt.Errorf("routes of %s: %w", service, err)
		}
		sd, _ := descriptor.(protoreflect.ServiceDescriptor)
		for i, m := range methods {
			r, err := read(m, sd.Methods().Get(i))
			if err != nil {
				return nil, fmt.Errorf("route of %s: %w", m.FullName, err)
			}
			t.routes = append(t.routes, r)
			t.byKey[r.Label()] = r
		}
	}
	return t, nil
}

// Find returns the route of an HTTP method and a template, nil when there is none.
func (t *Table) Find(method, template string) *Route { return t.byKey[method+" "+template] }

// All returns the routes in the order of the protos.
func (t *Table) All() []*Route { return t.routes }

// Methods returns the HTTP methods that a path takes, sorted; none when nothing answers there.
func (t *Table) Methods(path string) []string {
	var out []string
	for _, r := range t.routes {
		if r.path.MatchString(path) && !slices.Contains(out, r.Method) {
			out = append(out, r.Method)
		}
	}
	slices.Sort(out)
	return out
}
