package route

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/firstcall-health/firstcall/pkg/policy"
)

// read makes the route of a method from its google.api.http annotation.
func read(m policy.Method, md protoreflect.MethodDescriptor) (*Route, error) {
	rule, _ := proto.GetExtension(md.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule == nil {
		return nil, fmt.Errorf("%s has no HTTP annotation", md.FullName())
	}
	if len(rule.GetAdditionalBindings()) > 0 {
		return nil, fmt.Errorf("%s has several HTTP annotations", md.FullName())
	}
	r := &Route{Policy: m}
	template := ""
	switch pattern := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		r.Method, template = http.MethodGet, pattern.Get
	case *annotations.HttpRule_Post:
		r.Method, template = http.MethodPost, pattern.Post
	case *annotations.HttpRule_Put:
		r.Method, template = http.MethodPut, pattern.Put
	case *annotations.HttpRule_Patch:
		r.Method, template = http.MethodPatch, pattern.Patch
	case *annotations.HttpRule_Delete:
		r.Method, template = http.MethodDelete, pattern.Delete
	default:
		return nil, fmt.Errorf("%s has an HTTP method of its own", md.FullName())
	}
	r.Template = variable.ReplaceAllString(template, "{$1=*}")
	bound, expression := compile(r.Template)
	path, err := regexp.Compile(expression)
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", template, err)
	}
	r.path = path
	return r, r.bind(rule.GetBody(), md.Input(), bound)
}

// bind decides where each field of the request comes from.
func (r *Route) bind(body string, input protoreflect.MessageDescriptor, bound []string) error {
	r.Query = make(map[string]protoreflect.FieldDescriptor)
	switch body {
	case "*":
		r.Body = input
		return nil
	case "":
	default:
		fd := input.Fields().ByName(protoreflect.Name(body))
		if fd == nil || fd.Message() == nil {
			return fmt.Errorf("body %s is no message of %s", body, input.FullName())
		}
		r.Body, r.BodyField = fd.Message(), fd.JSONName()
		bound = append(bound, body)
	}
	for i := range input.Fields().Len() {
		fd := input.Fields().Get(i)
		if slices.Contains(bound, string(fd.Name())) || fd.IsMap() {
			continue
		}
		r.Query[fd.JSONName()], r.Query[string(fd.Name())] = fd, fd
	}
	return nil
}

//nolint:gochecknoglobals // compiled once
var (
	// variable is a variable of one segment, {id}.
	variable = regexp.MustCompile(`\{([a-z_.]+)\}`)
	// capture is a variable with its pattern, {name=inquiries/*}.
	capture = regexp.MustCompile(`\{([a-z_.]+)=([^}]+)\}`)
)

// compile returns the fields a template binds and a regular expression of the paths it stands for. A segment that a
// client fills in never holds a slash or a colon.
func compile(template string) (bound []string, expression string) {
	for _, m := range capture.FindAllStringSubmatch(template, -1) {
		bound = append(bound, m[1])
	}
	plain := capture.ReplaceAllString(template, "$2")
	return bound, "^" + strings.ReplaceAll(regexp.QuoteMeta(plain), `\*`, "[^/:]+") + "$"
}
