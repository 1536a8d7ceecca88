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

// sites are those the client can get to: as before where the form did not ask, any where all are ticked.
func (f callForm) sites(before []string) []string {
	switch {
	case f.SitesAsked == 0:
		return before
	case len(f.Sites) == f.SitesAsked:
		return nil
	default:
		return f.Sites
	}
}

// siteFact names the sites of a need.
func siteFact(n *typev1.Need, choices []choice) []fact {
	var names string
	for _, c := range choices {
		if slices.Contains(n.GetSites(), c.Value) {
			if names != "" {
				names += ", "
			}
			names += c.Label
		}
	}
	if names == "" {
		return nil
	}
	return []fact{{"Can get to", names}}
}
