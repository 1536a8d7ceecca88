package pages

import (
	"context"
	"slices"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// flagsAtOnce is how many clients are asked about in one go.
const flagsAtOnce = 200

// flagged are those of the inquiries with whom a licensed person speaks first: an answer asks for it, and nobody licensed has
// looked. What was answered is not said.
func (s *site) flagged(ctx context.Context, inquiries []string) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range slices.Chunk(inquiries, flagsAtOnce) {
		reply, err := s.Outcomes.ListFlaggedInquiries(ctx, &matchingv1.ListFlaggedInquiriesRequest{Inquiries: some})
		if err != nil {
			return nil, err
		}
		for _, inquiry := range reply.GetInquiries() {
			out[inquiry] = true
		}
	}
	return out, nil
}

// flagOf says on a client's page whether a licensed person speaks with them first. A page that cannot tell says so, and is shown.
func (s *site) flagOf(ctx context.Context, inquiry string) (first, unknown bool) {
	flags, err := s.flagged(ctx, []string{inquiry})
	return flags[inquiry], err != nil
}
