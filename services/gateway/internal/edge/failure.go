package edge

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// fail answers whatever went wrong in the transcoding or behind it.
func (a *api) fail(
	ctx context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error,
) {
	c := callOf(ctx)
	if c == nil {
		problem.Write(w, r, unreadable(err))
		return
	}
	if c.body != nil && c.body.err != nil {
		err = c.body.err
	}
	problem.Write(w, c.request, relative(unreadable(err), c.route))
}

// unreadable translates what the transcoding itself refuses; its texts quote the request and stay inside.
func unreadable(err error) error {
	if _, ok := errs.As(err); ok {
		return err
	}
	if _, ok := errors.AsType[*runtime.HTTPStatusError](err); ok || status.Code(err) == codes.InvalidArgument {
		return errs.New(errs.InvalidArgument, errs.ReasonInvalidFields, "the request cannot be read").Wrap(err)
	}
	return errs.Internal(err)
}

// relative makes the paths of a service's violations relative to the body, where the body is one field of the request.
func relative(err error, rt *route.Route) error {
	e, ok := errs.As(err)
	if !ok || rt.BodyField == "" || len(e.Violations) == 0 {
		return err
	}
	out := e.With("", "")
	delete(out.Metadata, "")
	for i, v := range out.Violations {
		out.Violations[i].Field = strings.TrimPrefix(v.Field, rt.BodyField+".")
	}
	return out
}

// miss answers a path the transcoding does not know, or not with this method.
func (a *api) miss(
	_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, _ int,
) {
	a.unknown(w, r)
}

// unknown answers what leads nowhere. Where everybody has to sign in, that comes first, here too.
func (a *api) unknown(w http.ResponseWriter, r *http.Request) {
	if a.identify != nil {
		if err := a.identify(r); err != nil {
			problem.Write(w, r, err)
			return
		}
	}
	methods := a.table.Methods(r.URL.Path)
	if len(methods) == 0 || escaped(r) || slices.Contains(a.foreign.Methods(r.URL.Path), r.Method) {
		problem.Write(w, r, problem.NotFound())
		return
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	problem.Write(w, r, problem.MethodNotAllowed())
}

// escaped reports whether the path has an escape. No id and no verb has anything to escape.
func escaped(r *http.Request) bool { return strings.Contains(r.URL.EscapedPath(), "%") }
