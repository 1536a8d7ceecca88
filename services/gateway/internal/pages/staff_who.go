package pages

import (
	"net/http"
	"net/url"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

const (
	// whoPage is how many therapists of a name are asked about on one page.
	whoPage = 20
	// longestName is how much of a name is looked for.
	longestName = 100
)

// whoBody are the therapists of a name, whom a ranking of a large roster does not list one by one.
type whoBody struct {
	ID, Decision, Query, Next string
	Rows                      []whoRow
}

// whoRow is one of them; the links are empty for those who may not follow them.
type whoRow struct{ Name, Compare, Override string }

// who finds a therapist by name, to ask why not them, or to choose them all the same.
func (s *site) who(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	body := whoBody{ID: r.PathValue("id"), Decision: query.Get("decision"), Query: nameIn(query)}
	if body.Query != "" {
		reply, err := s.Therapists.ListTherapists(r.Context(), &matchingv1.ListTherapistsRequest{
			PageSize: whoPage, Query: body.Query, PageToken: query.Get("page"),
		})
		if err != nil {
			s.fail(w, r, err)
			return
		}
		match := matchBody{ID: body.ID, Decision: body.Decision, Compares: s.compares(r)}
		for _, t := range reply.GetTherapists() {
			row := whoRow{Name: t.GetDisplayName(), Compare: match.compareLink(t.GetName())}
			if s.has(r, optionsv1.Policy_FRONT_DESK) {
				row.Override = match.chooseLink(t.GetName())
			}
			body.Rows = append(body.Rows, row)
		}
		if next := reply.GetNextPageToken(); next != "" {
			body.Next = "/inquiries/" + body.ID + "/who?" + url.Values{"decision": {body.Decision}, "q": {body.Query}, "page": {next}}.Encode()
		}
	}
	s.render(w, r, http.StatusOK, "who", view{Title: "Ask about a therapist", Section: "inbox", Private: true, Body: body})
}

// nameIn is the name that is looked for.
func nameIn(query url.Values) string {
	name := []rune(strings.TrimSpace(query.Get("q")))
	return string(name[:min(len(name), longestName)])
}
