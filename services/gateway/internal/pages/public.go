package pages

import "net/http"

// Public returns the pages of the public listener: booking, managing a call, privacy, crisis help and the static
// files. It answers every path; what it does not know becomes a 404 page with the crisis block.
func Public(deps Deps) http.Handler {
	s := newSite(deps, publicTemplates())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /book", s.chooseTime)
	mux.HandleFunc("POST /book/hold", s.holdTime)
	mux.HandleFunc("POST /book/details", s.submitDetails)
	mux.HandleFunc("POST /book/extend", s.extendHold)
	mux.HandleFunc("GET /book/callback", s.askCallback)
	mux.HandleFunc("POST /book/callback", s.submitDetails)
	mux.HandleFunc("POST /book/calendar", s.calendar)
	mux.HandleFunc("GET /manage", s.manageStart)
	mux.HandleFunc("POST /manage", s.manageShow)
	mux.HandleFunc("POST /manage/times", s.manageTimes)
	mux.HandleFunc("POST /manage/move", s.manageMove)
	mux.HandleFunc("POST /manage/cancel", s.manageCancel)
	mux.HandleFunc("GET /privacy", s.privacy)
	mux.HandleFunc("GET /crisis", s.crisis)
	mux.HandleFunc("GET /static/{file}", serveStatic)
	mux.HandleFunc("/", s.notFound)
	return s.guard(publicPolicy(deps.FrameAncestors), mux)
}
