package pages

import (
	"bytes"
	"html/template"
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/google/uuid"
	"go.uber.org/zap"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// maxForm bounds the body of a form, as the JSON API is bounded.
const maxForm = 32 << 10

// site serves one listener's pages.
type site struct {
	Deps
	views    map[string]*template.Template
	practice atomic.Pointer[knownPractice]
	// askAgain is when intake may be asked for the practice again, in microseconds since 1970.
	askAgain atomic.Int64
}

func newSite(deps Deps, views map[string]*template.Template) *site {
	if deps.Log == nil {
		deps.Log = zap.NewNop()
	}
	return &site{Deps: deps, views: views}
}

// view is what the layout needs; Body is the page's own.
type view struct {
	// Title names the page; the practice's name is added.
	Title string
	// Problems are the faults of a form, shown first; the title says so.
	Problems []problem
	// Practice is what is known of the practice.
	Practice practiceView
	// CrisisOpen shows the crisis block with everything it has.
	CrisisOpen bool
	// Private keeps the page out of every cache: it shows what a person typed.
	Private bool
	// Section marks the current entry of the staff navigation.
	Section string
	// Member is who is signed in on the staff pages.
	Member *intakev1.StaffMember
	// Body is the page's own data.
	Body any
}

// problem is one fault of a form: what to change, and the field to go to.
type problem struct {
	Field string
	Text  string
}

// Problem returns what is wrong with a field, "" when nothing is.
func (v view) Problem(field string) string {
	for _, p := range v.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// render writes a page. It is written to memory first, so a fault never leaves half a page.
func (s *site) render(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	v.Practice = s.practiceView(r.Context())
	if s.Sessions != nil {
		v.Member = s.Sessions.Member(r)
	}
	var page bytes.Buffer
	if err := s.views[name].ExecuteTemplate(&page, "layout", v); err != nil {
		s.Log.Error("render page", zap.Error(err))
		Problem(w, r, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", cacheControl(v))
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

// cacheControl lets the browser's Back show a page again unless it holds something personal.
func cacheControl(v view) string {
	if v.Private || v.Member != nil {
		return "no-store"
	}
	return "private, no-cache"
}

// form parses the body of a POST; false means that the answer is already written.
func (s *site) form(w http.ResponseWriter, r *http.Request) bool { return s.formOf(w, r, maxForm) }

// formOf does so for a form of at most so many bytes.
func (s *site) formOf(w http.ResponseWriter, r *http.Request, most int64) bool {
	r.Body = http.MaxBytesReader(w, r.Body, most)
	if err := r.ParseForm(); err != nil {
		Problem(w, r, http.StatusRequestEntityTooLarge)
		return false
	}
	return true
}

// newRequestID makes the id under which a form's submission is safe to repeat.
func newRequestID() string { return uuid.NewString() }
