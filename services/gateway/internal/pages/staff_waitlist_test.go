package pages_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func (p *practice) WaitlistInquiry(
	context.Context, *intakev1.WaitlistInquiryRequest, ...grpc.CallOption,
) (*intakev1.WaitlistInquiryResponse, error) {
	return &intakev1.WaitlistInquiryResponse{}, p.trip("WaitlistInquiry")
}

func (p *practice) EstimateWait(
	_ context.Context, req *matchingv1.EstimateWaitRequest, _ ...grpc.CallOption,
) (*matchingv1.EstimateWaitResponse, error) {
	if err := p.trip("EstimateWait"); err != nil {
		return nil, err
	}
	if p.wait != "" {
		return &matchingv1.EstimateWaitResponse{Estimates: []*matchingv1.WaitEstimate{{Text: p.wait}}}, nil
	}
	return &matchingv1.EstimateWaitResponse{Estimates: []*matchingv1.WaitEstimate{
		{Text: "As it is: likely 2 to 6 weeks, about 4."}, {Text: "Meeting by video as well: likely within a week."},
	}}, nil
}

func TestWaitlistOnTheConsole(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.inquiry.State = intakev1.Inquiry_CONSULTED
	page := "/" + p.inquiry.GetName()
	require.Contains(t, b.get(page).body, "Put them on the waitlist")
	require.NotContains(t, b.get(page).body, "How long it may take")

	for _, act := range []string{"waitlist", "match", "pair"} {
		back := b.get(page + "/" + act)
		require.Equal(t, http.StatusSeeOther, back.status, act)
		require.Equal(t, page, back.header.Get("Location"))
	}

	form := url.Values{"request": {"r"}}
	p.fail["WaitlistInquiry"] = []error{errs.New(errs.Aborted, errs.ReasonETagMismatch, "changed")}
	require.Equal(t, http.StatusConflict, b.post(page+"/waitlist", form).status)
	require.Equal(t, page+"?done=waits", b.post(page+"/waitlist", form).header.Get("Location"))

	p.inquiry.State, p.inquiry.WaitingSinceTime = intakev1.Inquiry_WAITLISTED, timestamppb.New(now)
	got := b.get(page + "?done=waits").body
	require.Contains(t, got, "The client is on the waitlist.")
	require.Contains(t, got, "On the waitlist since")
	require.Contains(t, got, "likely 2 to 6 weeks, about 4.")
	require.Contains(t, got, "Meeting by video as well")
	require.Contains(t, got, "four of five waits fall within the weeks named")
	p.wait = "As it is: longer than a year at the present pace."
	require.Contains(t, b.get(page).body, p.wait)
	require.NotContains(t, b.get(page).body, "four of five", "no weeks are named")
	require.NotContains(t, got, "Put them on the waitlist")
	require.Contains(t, got, "Show who fits")

	p.fail["EstimateWait"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	got = b.get(page).body
	require.NotContains(t, got, "How long it may take", "the page goes without")
	require.Contains(t, got, "On the waitlist since")
}
