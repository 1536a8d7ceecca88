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

// readRoster are the therapists there are, by name, and whether these are all. It is never in the way of a call: without an
// answer there are fewer.
func (s *site) readRoster(ctx context.Context) (out []*matchingv1.Therapist, all bool) {
	req := &matchingv1.ListTherapistsRequest{PageSize: rosterRead}
	for len(out) < rosterMost {
		reply, err := s.Therapists.ListTherapists(ctx, req)
		if err != nil {
			return out, false
		}
		out = append(out, reply.GetTherapists()...)
		if req.PageToken = reply.GetNextPageToken(); req.GetPageToken() == "" {
			return out, true
		}
	}
	return out, false
}

// therapistChoices are therapists by name.
func therapistChoices(roster []*matchingv1.Therapist) []choice {
	var out []choice
	for _, t := range roster {
		out = append(out, choice{t.GetName(), t.GetDisplayName()})
	}
	return out
}
