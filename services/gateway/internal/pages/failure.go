package pages

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// failureWords says what a status means to a visitor: a heading, a sentence, and what to do.
type failureWords struct {
	Heading, Text string
	Status        int
}

func wordsFor(status int) failureWords {
	w := failureWords{Status: status}
	switch status {
	case http.StatusNotFound:
		w.Heading, w.Text = "We could not find that page", "The address may be mistyped, or the page has moved."
	case http.StatusMethodNotAllowed:
		w.Heading, w.Text = "That page works differently", "Please start again from the booking page."
	case http.StatusUnauthorized:
		w.Heading, w.Text = "Please sign in again", "Your session has ended."
	case http.StatusForbidden:
		w.Heading, w.Text = "This page is not for your role", "If you need it, ask the practice manager."
	case http.StatusRequestEntityTooLarge:
		w.Heading, w.Text = "That was more than we can take", "Please shorten what you wrote and send it again."
	case http.StatusTooManyRequests:
		w.Heading, w.Text = "Please wait a moment", "There were many tries in a short time. Try again in a few minutes, or call us."
	case http.StatusServiceUnavailable:
		w.Heading, w.Text = "We cannot show this right now", "Part of our system does not answer. Please try again in a few minutes, or call us."
	default:
		w.Heading, w.Text = "Something went wrong on our side", "It is not your fault. Please try again in a few minutes, or call us."
	}
	return w
}

// Problem writes the page for an error status, crisis block included. It needs no service and no practice: only what
// is in the binary, so it works when everything else is down.
func Problem(w http.ResponseWriter, _ *http.Request, status int) {
	words := wordsFor(status)
	var page bytes.Buffer
	v := view{Title: words.Heading, Practice: practiceView{Name: "Free first call"}, CrisisOpen: true, Body: words}
	if err := publicTemplates()["problem"].ExecuteTemplate(&page, "layout", v); err != nil {
		http.Error(w, words.Heading+". In danger now? Call 911. Call or text 988 at any time.", status)
		return
	}
	h := w.Header()
	if !strings.Contains(h.Get("Content-Security-Policy"), "style-src 'self'") {
		h.Set("Content-Security-Policy", publicPolicy(nil))
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

// fail answers an error of a service with the page it deserves.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	if e, ok := errs.As(err); ok && e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(e.RetryAfter.Seconds())+1))
	}
	if errs.CodeOf(err).Ours() {
		s.Log.Warn("page failed", zap.String("code", errs.CodeOf(err).String()), zap.String("reason", string(errs.ReasonOf(err))))
	}
	words := wordsFor(status)
	s.render(w, r, status, "problem", view{Title: words.Heading, CrisisOpen: true, Private: true, Body: words})
}

func statusOf(err error) int {
	switch errs.CodeOf(err) {
	case errs.NotFound:
		return http.StatusNotFound
	case errs.InvalidArgument:
		return http.StatusBadRequest
	case errs.PermissionDenied:
		return http.StatusForbidden
	case errs.Unauthenticated:
		return http.StatusUnauthorized
	case errs.ResourceExhausted:
		return http.StatusTooManyRequests
	case errs.Aborted, errs.FailedPrecondition, errs.AlreadyExists:
		return http.StatusConflict
	case errs.Unavailable, errs.DeadlineExceeded, errs.Canceled, errs.Unimplemented:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// notFound answers every path nobody knows.
func (s *site) notFound(w http.ResponseWriter, r *http.Request) {
	words := wordsFor(http.StatusNotFound)
	s.render(w, r, http.StatusNotFound, "problem", view{Title: words.Heading, CrisisOpen: true, Body: words})
}
