package pages

import "net/http"

// privacy shows the notice of the demo practice. A practice replaces it by its own words.
func (s *site) privacy(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "privacy", view{Title: "Privacy notice"})
}

// crisis shows where to find help now. It asks no service for anything.
func (s *site) crisis(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "crisis", view{Title: "Help right now", CrisisOpen: true})
}
