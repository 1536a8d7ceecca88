package pages

import (
	"context"
	"slices"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// siteChoices are the sites a client may be able to get to: none in a practice that has only one, or when there is no answer,
// which is never in the way of a call.
func (s *site) siteChoices(ctx context.Context) []choice {
	reply, err := s.Appointments.ListSites(ctx, &schedulingv1.ListSitesRequest{})
	if err != nil || len(reply.GetSites()) < 2 {
		return nil
	}
	var out []choice
	for _, at := range reply.GetSites() {
		out = append(out, choice{at.GetName(), at.GetDisplayName()})
	}
	return out
}

// sites are those the client can get to: as before where the form did not ask or nothing was changed, any where all are ticked.
func (f callForm) sites(now []string) []string {
	var was []string
	for _, site := range f.Known.GetNeed().GetSites() {
		if slices.Contains(f.SitesAsked, site) {
			was = append(was, site)
		}
	}
	out := ticked(now, was, f.Sites)
	if len(f.Sites) == len(f.SitesAsked) && len(out) == len(f.Sites) && !slices.Equal(out, now) {
		return nil
	}
	return out
}

// siteWords name the sites of a need.
func siteWords(n *typev1.Need, choices []choice) []string {
	var names []string
	for _, c := range choices {
		if slices.Contains(n.GetSites(), c.Value) {
			names = append(names, c.Label)
		}
	}
	return names
}
