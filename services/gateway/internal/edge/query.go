package edge

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

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
			wrong = append(wrong, errs.Field(jsonbody.Clip(name), "unknown parameter"))
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
		for _, text := range given {
			if description := jsonbody.CheckText(text, fd); description != "" {
				wrong = append(wrong, errs.Field(fd.JSONName(), description))
				break
			}
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
