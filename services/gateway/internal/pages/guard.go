package pages

import (
	"net/http"
	"strings"

	"go.uber.org/zap"
)

// publicPolicy is the content security policy of the booking pages; the sites may show them in a frame.
func publicPolicy(sites []string) string {
	ancestors := "'none'"
	if len(sites) > 0 {
		ancestors = strings.Join(sites, " ")
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; frame-ancestors " + ancestors
}

// staffPolicy is the content security policy of the console.
func staffPolicy() string { return publicPolicy(nil) }

// guard sets the headers that are the pages' own, beside those of every answer, and turns a panic into the 500 page.
func (s *site) guard(policy string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		defer func() {
			if fault := recover(); fault != nil {
				s.Log.Error("page panicked", zap.Stack("stack"))
				Problem(w, r, http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
