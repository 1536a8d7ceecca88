package edge

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// headroom is what the edge keeps for itself of an RPC's time, to answer when it runs out.
const headroom = 250 * time.Millisecond

// api is the JSON API of one listener: the generated transcoding, with everything around it decided here.
type api struct {
	table *route.Table
	// foreign are the routes of the other listener, which do not exist here.
	foreign *route.Table
	mux     *runtime.ServeMux
	maxBody int64
	// admit says who acts, or refuses, before anything else of the request is judged.
	admit func(r *http.Request, rt *route.Route) (context.Context, error)
	// identify refuses whoever does not say who they are; nil where nobody has to.
	identify func(r *http.Request) error
}

// call is what the parts of one API request share.
type call struct {
	route   *route.Route
	request *http.Request
	body    *body
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// newMux switches off whatever the transcoding would do beyond the protos.
func (a *api) newMux() *runtime.ServeMux {
	none := func(string) (string, bool) { return "", false }
	return runtime.NewServeMux(
		runtime.WithIncomingHeaderMatcher(none),
		runtime.WithOutgoingHeaderMatcher(none),
		runtime.WithOutgoingTrailerMatcher(none),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithUnescapingMode(runtime.UnescapingModeAllExceptReserved),
		runtime.WithWriteContentLength(),
		runtime.WithMarshalerOption(runtime.MIMEWildcard, newCodec()),
		runtime.WithForwardResponseOption(forwardETag),
		runtime.WithErrorHandler(a.fail),
		runtime.WithRoutingErrorHandler(a.miss),
		runtime.WithMiddlewares(a.middleware),
	)
}

// ServeHTTP implements http.Handler.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	label(w, "/v1/")
	if escaped(r) {
		a.unknown(w, r)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// middleware stands around one generated handler. Which route it is turns out with the first request.
func (a *api) middleware(next runtime.HandlerFunc) runtime.HandlerFunc {
	var known atomic.Pointer[route.Route]
	return func(w http.ResponseWriter, r *http.Request, params map[string]string) {
		rt := known.Load()
		if rt == nil {
			if pattern, ok := runtime.HTTPPattern(r.Context()); ok {
				rt = a.table.Find(r.Method, pattern.String())
			}
			if rt == nil {
				problem.Write(w, r, errs.Internal(errors.New("a route without a policy")))
				return
			}
			known.Store(rt)
		}
		a.serve(w, r, rt, params, next)
	}
}

// serve judges one request in the order: path, person, what is built, query, body.
func (a *api) serve(w http.ResponseWriter, r *http.Request, rt *route.Route, params map[string]string, next runtime.HandlerFunc) {
	if !plain(params) {
		a.unknown(w, r)
		return
	}
	label(w, rt.Label())
	ctx, err := a.admit(r, rt)
	if err == nil && rt.Policy.NotBuilt {
		err = errs.NotBuilt()
	}
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	c := &call{route: rt, request: r}
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, callKey{}, c), rt.Policy.Deadline+headroom)
	defer cancel()
	inner := strip(r, ctx)
	if err := matchQuery(r, inner, rt); err != nil {
		problem.Write(w, r, err)
		return
	}
	if err := readQuery(inner, rt); err != nil {
		problem.Write(w, r, err)
		return
	}
	if c.body, err = a.readBody(w, r, rt); err != nil {
		problem.Write(w, r, err)
		return
	}
	if c.body != nil {
		inner.Body = c.body
		defer c.body.release()
	}
	next(w, inner, params)
}

// strip returns the request as the transcoding may see it: no header, no body and no address travel on.
func strip(r *http.Request, ctx context.Context) *http.Request {
	inner := r.WithContext(ctx)
	inner.Header = http.Header{}
	inner.Body = http.NoBody
	inner.Host, inner.RemoteAddr = "", ""
	return inner
}

// plain reports whether no path variable holds a colon, which would be the verb of another route.
func plain(params map[string]string) bool {
	for _, value := range params {
		if strings.Contains(value, ":") {
			return false
		}
	}
	return true
}
