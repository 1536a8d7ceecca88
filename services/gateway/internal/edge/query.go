package edge

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/jsonbody"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// readQuery judges the query and leaves in r only parameters that say something, all of them known and well formed:
// left to itself the transcoding ignores what it does not know, and a body or a path wins silently.
func readQuery(r *http.Request, rt *route.Route) error {
	if r.URL.RawQuery == "" && !r.URL.ForceQuery {
		return nil
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return errs.Invalid(errs.Field("query", "malformed"))
	}
	var wrong []errs.Violation
	kept := make(url.Values, len(values))
	for name, given := range values {
		fd := rt.Query[name]
		if fd == nil {
			wrong = append(wrong, errs.Field(jsonbody.Clip(name), "unknown parameter; "+known(rt)))
			continue
		}
		given = slices.DeleteFunc(given, func(v string) bool { return v == "" })
		if len(given) == 0 {
			continue
		}
		_, twice := kept[fd.JSONName()]
		if twice || (len(given) > 1 && !fd.IsList()) {
			wrong = append(wrong, errs.Field(fd.JSONName(), "given twice"))
			continue
		}
		for i, text := range given {
			if description := jsonbody.CheckText(text, fd); description != "" {
				wrong = append(wrong, errs.Field(fd.JSONName(), description))
				break
			}
			given[i] = paths(text, fd)
		}
		kept[fd.JSONName()] = given
	}
	if len(wrong) > 0 {
		slices.SortFunc(wrong, func(a, b errs.Violation) int { return strings.Compare(a.Field, b.Field) })
		return errs.Invalid(wrong...)
	}
	cleaned := *r.URL
	cleaned.RawQuery = kept.Encode()
	r.URL = &cleaned
	return nil
}

// known says which parameters the route takes.
func known(rt *route.Route) string {
	var names []string
	for name, fd := range rt.Query {
		if name == fd.JSONName() {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "there are none here"
	}
	slices.Sort(names)
	return "there are " + strings.Join(names, ", ")
}

// paths gives a field mask the names the services know; other values stay as they are.
func paths(text string, fd protoreflect.FieldDescriptor) string {
	var mask fieldmaskpb.FieldMask
	if fd.Message() == nil || fd.Message().FullName() != mask.ProtoReflect().Descriptor().FullName() {
		return text
	}
	if err := protojson.Unmarshal([]byte(strconv.Quote(text)), &mask); err != nil {
		return text // refused before
	}
	return strings.Join(mask.GetPaths(), ",")
}
