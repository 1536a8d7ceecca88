package pages

import (
	"net/http"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

const (
	// rosterListed is how many are listed for whom the client must not meet; of more, foundMost are at most, by name.
	rosterListed = 100
	foundMost    = 20
)

// nameConflicts names the therapists for whom the client must not meet: all there are where they are few, else those who are in the form
// already and those of the name that is looked for. It is never in the way of a call: without an answer there are fewer.
func (s *site) nameConflicts(r *http.Request, f *callForm) {
	roster, err := s.Therapists.ListTherapists(r.Context(), &matchingv1.ListTherapistsRequest{PageSize: rosterListed + 1})
	if err == nil && len(roster.GetTherapists()) <= rosterListed {
		f.Therapists = therapistChoices(roster.GetTherapists())
		return
	}
	f.Finds = true
	for _, row := range f.Conflicts {
		if name := s.therapistName(r, row.Therapist); name != "" && !f.IsHere(row.Therapist) {
			f.Therapists = append(f.Therapists, choice{row.Therapist, name})
		}
	}
	if f.Find == "" {
		return
	}
	reply, err := s.Therapists.ListTherapists(r.Context(), &matchingv1.ListTherapistsRequest{PageSize: foundMost, Query: f.Find})
	if err != nil {
		return // what was typed stays, to be looked for again
	}
	for _, c := range therapistChoices(reply.GetTherapists()) {
		f.Found++
		if !f.IsHere(c.Value) {
			f.Therapists = append(f.Therapists, c)
		}
	}
}

// therapistChoices are therapists by name.
func therapistChoices(roster []*matchingv1.Therapist) []choice {
	var out []choice
	for _, t := range roster {
		out = append(out, choice{t.GetName(), t.GetDisplayName()})
	}
	return out
}
