package edge

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/fhir"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

// probe is the route of what machines ask every few seconds.
const probe = "probe"

// crisisPage is the way to help in a crisis; nothing limits, counts or logs who takes it.
const crisisPage = "/crisis"

// doors sends a request to the part of a listener that answers it. It looks at the path as it came: nothing is
// cleaned, redirected or guessed.
type doors struct {
	api     http.Handler
	openapi http.Handler
	probes  *probes
	pages   http.Handler
	// calendars are the feeds that phones subscribe to; nil where there are none.
	calendars http.Handler
	// fhir are the FHIR resources; nil where there are none.
	fhir http.Handler
	// unbuilt says that the plain paths promised for later are known here.
	unbuilt bool
}

// ServeHTTP implements http.Handler.
func (d *doors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	switch {
	case strings.HasPrefix(path, "/v1/"), path == "/v1":
		d.api.ServeHTTP(w, r)
	case path == "/openapi.json":
		label(w, "/openapi.json")
		reading(w, r, d.openapi.ServeHTTP)
	case path == "/healthz":
		label(w, probe)
		reading(w, r, d.probes.healthz)
	case path == "/readyz":
		label(w, probe)
		reading(w, r, d.probes.readyz)
	case strings.HasPrefix(path, "/u/") && d.unbuilt:
		label(w, "/u/{token}")
		oneClick(w, r)
	case strings.HasPrefix(path, calendarPath) && d.calendars != nil:
		d.calendars.ServeHTTP(w, r)
	case strings.HasPrefix(path, fhir.Root+"/") && d.fhir != nil:
		d.fhir.ServeHTTP(w, r)
	default:
		d.pages.ServeHTTP(w, r)
	}
}

// oneClick is where mail programs post to unsubscribe (RFC 8058).
func oneClick(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		problem.Write(w, r, problem.MethodNotAllowed())
		return
	}
	problem.Write(w, r, errs.NotBuilt())
}

// reading lets only reads through.
func reading(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		problem.Write(w, r, problem.MethodNotAllowed())
		return
	}
	next(w, r)
}

// document serves an OpenAPI document.
func document(text []byte) http.Handler {
	length := strconv.Itoa(len(text))
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", length)
		_, _ = w.Write(text)
	})
}

// servePage hands a request to the pages, and afterwards knows which of them answered.
func servePage(w http.ResponseWriter, r *http.Request, limit int64, pages Pages) {
	label(w, "page")
	if r.URL.Path == crisisPage {
		hush(w)
	}
	r.Body = http.MaxBytesReader(connection(w), r.Body, limit)
	defer func() {
		if r.Pattern != "" {
			label(w, "page "+r.Pattern)
		}
	}()
	pages.Handler.ServeHTTP(w, r)
}

// refusePage answers a page's request with an error page.
func refusePage(w http.ResponseWriter, r *http.Request, err error, pages Pages) {
	label(w, "page")
	if f, ok := w.(problem.Failer); ok {
		f.Fail(err)
	}
	e := errs.From(err)
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(e.RetryAfter.Seconds())+1))
	}
	pages.Problem(w, r, problem.Status(e))
}
