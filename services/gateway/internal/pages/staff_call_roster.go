package pages

import (
	"context"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

const (
	// rosterRead is how many therapists are read at once for the form of a call, rosterMost how many are named in it at most.
	rosterRead = 200
	rosterMost = 1000
)

// readRoster are the therapists there are, by name. It is never in the way of a call: without an answer it is shorter.
func (s *site) readRoster(ctx context.Context) []*matchingv1.Therapist {
	var out []*matchingv1.Therapist
	req := &matchingv1.ListTherapistsRequest{PageSize: rosterRead}
	for len(out) < rosterMost {
		reply, err := s.Therapists.ListTherapists(ctx, req)
		if err != nil {
			return out
		}
		out = append(out, reply.GetTherapists()...)
		if req.PageToken = reply.GetNextPageToken(); req.GetPageToken() == "" {
			return out
		}
	}
	return out
}

// therapistChoices are therapists by name.
func therapistChoices(roster []*matchingv1.Therapist) []choice {
	var out []choice
	for _, t := range roster {
		out = append(out, choice{t.GetName(), t.GetDisplayName()})
	}
	return out
}
