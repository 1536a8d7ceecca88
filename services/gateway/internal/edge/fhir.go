package edge

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/fhir"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// fhirDoor lets requests in to the FHIR resources, in the order in which the API judges them.
type fhirDoor struct {
	service *fhir.Service
	admit   func(r *http.Request, rt *route.Route) (context.Context, error)
	// origin is where clients reach the listener; "" when that is the address they asked.
	origin string
}

// ServeHTTP implements http.Handler.
func (d *fhirDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	label(w, fhir.Root)
	answer, err := d.answer(w, r)
	if err != nil {
		fhir.WriteOutcome(w, r, err)
		return
	}
	if tagText(answer.Version) {
		tag := `"` + answer.Version + `"`
		w.Header().Set("ETag", "W/"+tag)
		if r.Method == http.MethodGet && matches(r.Header.Values("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	fhir.Write(w, http.StatusOK, answer.Resource)
}

// answer judges path, person, query and body, and then asks the services.
func (d *fhirDoor) answer(w http.ResponseWriter, r *http.Request) (*fhir.Answer, error) {
	if strings.Contains(r.URL.EscapedPath(), "%") {
		return nil, problem.NotFound()
	}
	rt, id, allow := d.service.Match(r.Method, r.URL.Path)
	switch {
	case rt == nil && len(allow) > 0:
		w.Header().Set("Allow", strings.Join(allow, ", "))
		return nil, problem.MethodNotAllowed()
	case rt == nil:
		return nil, problem.NotFound()
	}
	label(w, rt.Label())
	ctx := r.Context()
	if !rt.Open {
		var err error
		if ctx, err = d.admit(r, &route.Route{Policy: rt.Policy}); err != nil {
			return nil, err
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, rt.Policy.Deadline+headroom)
		defer cancel()
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, errs.Invalid(errs.Field("query", "malformed"))
	}
	request, err := rt.Request(id, d.base(r), query)
	if err != nil {
		return nil, err
	}
	if rt.Method == http.MethodPost {
		if request.Body, err = readFHIR(w, r); err != nil {
			return nil, err
		}
	}
	return d.service.Serve(ctx, rt, request)
}

// base is the address of the resources, as the client knows it.
func (d *fhirDoor) base(r *http.Request) string {
	if d.origin != "" {
		return d.origin + fhir.Root
	}
	return "http://" + r.Host + fhir.Root
}

// readFHIR reads a body of one of the two types that hold FHIR's JSON.
func readFHIR(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if err := checkType(r, "application/fhir+json", "application/json"); err != nil {
		return nil, err
	}
	if len(r.Header["Content-Type"]) == 0 {
		return nil, problem.UnsupportedMediaType()
	}
	if r.ContentLength > publicBody {
		return nil, problem.BodyTooLarge(publicBody)
	}
	body, err := io.ReadAll(http.MaxBytesReader(connection(w), r.Body, publicBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, problem.BodyTooLarge(publicBody)
	}
	if err != nil {
		return nil, errs.Invalid(errs.Field("Parameters", "ended early")).Wrap(err)
	}
	return body, nil
}
