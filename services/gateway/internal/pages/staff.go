package pages

import "net/http"

// Staff returns the pages of the staff listener: sign-in, today's calls, the inbox and each inquiry.
func Staff(deps Deps) http.Handler {
	s := newSite(deps, staffTemplates())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /static/{file}", serveStatic)
	mux.HandleFunc("/", s.notFound)
	return http.NewCrossOriginProtection().Handler(s.guard(staffPolicy(), mux))
}
