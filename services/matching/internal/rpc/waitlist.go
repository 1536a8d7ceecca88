package rpc

import (
	"context"
	"math"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/page"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// TrackWaiting takes over how it stands with a client who waits.
func (s *PairingServer) TrackWaiting(
	ctx context.Context, r *matchingv1.TrackWaitingRequest,
) (*matchingv1.TrackWaitingResponse, error) {
	e := r.GetEntry()
	inquiry, err := parse("entry.inquiry", inquiries, e.GetInquiry())
	if err != nil {
		return nil, err
	}
	if err := ownOnly(ctx, inquiry, true); err != nil {
		return nil, err
	}
	state := code[domain.WaitingState](e.GetState())
	switch {
	case state == "":
		return nil, errs.Invalid(errs.Field("entry.state", "is required"))
	case state != domain.EntryLeft && e.GetSinceTime() == nil:
		return nil, errs.Invalid(errs.Field("entry.sinceTime", "is required for a client who waits"))
	}
	err = s.matching.TrackWaiting(ctx, &domain.Waiting{
		Inquiry: inquiry, State: state, Need: needOf(e.GetNeed()), Zone: e.GetTimeZone(), Since: timeOf(e.GetSinceTime()),
		Revision: r.GetRevision(),
	})
	if err != nil {
		return nil, err
	}
	return &matchingv1.TrackWaitingResponse{}, nil
}

// ListWaitlist pages through those who wait, the longest waiting first.
func (s *MatchingServer) ListWaitlist(
	ctx context.Context, r *matchingv1.ListWaitlistRequest,
) (*matchingv1.ListWaitlistResponse, error) {
	const order = "waitlist by time"
	size, err := page.Size(r.GetPageSize(), domain.PageSize, domain.MaxPageSize)
	if err != nil {
		return nil, err
	}
	since, inquiry, err := timePosition(r.GetPageToken(), order)
	if err != nil {
		return nil, err
	}
	found, err := s.matching.ListWaiting(ctx, since, inquiry, size+1)
	if err != nil {
		return nil, err
	}
	out := &matchingv1.ListWaitlistResponse{}
	if len(found) > size {
		found = found[:size]
		last := &found[size-1]
		out.NextPageToken = page.Encode([]string{strconv.FormatInt(last.Since.UnixMicro(), 10), last.Inquiry}, order)
	}
	for i := range found {
		out.Entries = append(out.Entries, waitingProto(&found[i]))
	}
	return out, nil
}

// timePosition reads where the page before ended, in a list by time and id.
func timePosition(token, order string) (at time.Time, id string, err error) {
	position, err := page.Decode(token, order)
	if err == nil && position == nil {
		return time.Time{}, "", nil
	}
	if err == nil && len(position) == 2 {
		if us, convErr := strconv.ParseInt(position[0], 10, 64); convErr == nil {
			return time.UnixMicro(us).UTC(), position[1], nil
		}
	}
	return time.Time{}, "", errs.New(errs.InvalidArgument, errs.ReasonInvalidPageToken,
		"the page token belongs to other arguments or is damaged")
}

func waitingProto(w *domain.Waiting) *matchingv1.WaitlistEntry {
	return &matchingv1.WaitlistEntry{
		Inquiry: inquiries + w.Inquiry, TimeZone: w.Zone, SinceTime: timestamppb.New(w.Since), Need: needProto(&w.Need),
		State: matchingv1.WaitlistEntry_State(matchingv1.WaitlistEntry_State_value[string(w.State)]),
	}
}

// EstimateWait estimates the wait of a client.
func (s *MatchingServer) EstimateWait(
	ctx context.Context, r *matchingv1.EstimateWaitRequest,
) (*matchingv1.EstimateWaitResponse, error) {
	inquiry, err := parse("inquiry", inquiries, r.GetInquiry())
	if err != nil {
		return nil, err
	}
	found, err := s.matching.EstimateWait(ctx, inquiry)
	if err != nil {
		return nil, err
	}
	out := &matchingv1.EstimateWaitResponse{}
	for i := range found {
		e := &found[i]
		m := &matchingv1.WaitEstimate{Change: e.Change, Text: e.Text, Therapists: int32(e.Therapists)} //nolint:gosec // a count of therapists
		if !math.IsInf(e.Median, 1) {
			m.LowWeeks, m.MedianWeeks, m.HighWeeks = &e.Low, &e.Median, &e.High
		}
		out.Estimates = append(out.Estimates, m)
	}
	return out, nil
}
