package gateway_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

const (
	slotsPath = "/v1/appointmentTypes/consultation/slots"
	uuid      = "8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11"
	goodHold  = `{"slot":"s","requestId":"` + uuid + `"}`
	goodForm  = `{"requestId":"` + uuid + `","slot":"s","contact":{"givenName":"Ana","phone":"+1 212 555 0142"}}`
)

func TestSlots(t *testing.T) {
	t.Parallel()
	p := start(t)
	var seen identity.Identity
	var asked *schedulingv1.ListSlotsRequest
	p.slots = func(ctx context.Context, in *schedulingv1.ListSlotsRequest) (*schedulingv1.ListSlotsResponse, error) {
		seen, asked = identity.From(ctx), in
		return &schedulingv1.ListSlotsResponse{TimeZone: in.GetTimeZone(), PracticeTimeZone: "America/New_York"}, nil
	}
	a := get(t, p.public+slotsPath+"?startDate=2026-11-24&endDate=&timeZone=Europe%2FParis")
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.JSONEq(t, `{"slots":[],"timeZone":"Europe/Paris","practiceTimeZone":"America/New_York"}`, string(a.text))
	require.Equal(t, "application/json", a.Header.Get("Content-Type"))
	require.Equal(t, "gateway", seen.Caller)
	require.True(t, seen.Actor.IsVisitor())
	require.Equal(t, "consultation", asked.GetAppointmentType())
	require.Equal(t, "2026-11-24", asked.GetStartDate())
	require.Empty(t, asked.GetEndDate(), "an empty parameter says nothing")
}

func TestSlotsSayWhyThereAreNone(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.slots = func(context.Context, *schedulingv1.ListSlotsRequest) (*schedulingv1.ListSlotsResponse, error) {
		return &schedulingv1.ListSlotsResponse{UnavailableReason: schedulingv1.ListSlotsResponse_FULLY_BOOKED}, nil
	}
	a := get(t, p.public+slotsPath)
	require.JSONEq(t, `{"slots":[],"timeZone":"","practiceTimeZone":"","unavailableReason":"FULLY_BOOKED"}`, string(a.text))
}

func TestSlotsOmitWhatSaysNothing(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.slots = func(context.Context, *schedulingv1.ListSlotsRequest) (*schedulingv1.ListSlotsResponse, error) {
		return &schedulingv1.ListSlotsResponse{Slots: []*schedulingv1.Slot{{Slot: "a"}, {Slot: "b", Mode: 2}}}, nil
	}
	a := get(t, p.public+slotsPath)
	require.JSONEq(t, `{"slots":[{"slot":"a"},{"slot":"b","mode":"VIDEO"}],"timeZone":"","practiceTimeZone":""}`, string(a.text))
}

func TestSlotTakenComesWithOpenSlots(t *testing.T) {
	t.Parallel()
	p := start(t)
	at := timestamppb.New(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC))
	p.hold = func(context.Context, *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
		return nil, errs.New(errs.Aborted, "SLOT_TAKEN", "this time is taken").With("provider", "x").
			WithDetails(&schedulingv1.OpenSlots{Slots: []*schedulingv1.Slot{{Slot: "next", StartTime: at}}})
	}
	f := post(t, p.public+"/v1/holds", goodHold).failure(t, http.StatusConflict, "SLOT_TAKEN")
	require.Equal(t, "ABORTED", f.Error.Status)
	require.Equal(t, "this time is taken", f.Error.Message)
	require.Equal(t, map[string]any{"provider": "x"}, f.detail("google.rpc.ErrorInfo")["metadata"])
	require.Equal(t, []any{map[string]any{"slot": "next", "startTime": "2026-11-24T15:00:00Z"}},
		f.detail("firstcall.scheduling.v1.OpenSlots")["slots"])
}

func TestErrorsOfServices(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		code   int
		reason string
		header string
	}{
		{errs.New(errs.Aborted, "REQUEST_ID_REUSED", "used"), 409, "REQUEST_ID_REUSED", ""},
		{errs.New(errs.Aborted, "ETAG_MISMATCH", "changed"), 409, "ETAG_MISMATCH", ""},
		{errs.New(errs.NotFound, "HOLD_NOT_FOUND", "gone"), 404, "HOLD_NOT_FOUND", ""},
		{errs.New(errs.FailedPrecondition, "HOLD_EXTENSIONS_USED", "no more"), 400, "HOLD_EXTENSIONS_USED", ""},
		{errs.New(errs.ResourceExhausted, "HOLD_BUDGET_USED", "too many").WithRetryAfter(1500 * time.Millisecond), 429, "HOLD_BUDGET_USED", "2"},
		{errs.New(errs.Unavailable, errs.ReasonUnavailable, "down"), 503, "UNAVAILABLE", ""},
		{errs.New(errs.AlreadyExists, errs.ReasonNotFound, "exists"), 409, "NOT_FOUND", ""},
		{context.DeadlineExceeded, 504, "DEADLINE_EXCEEDED", ""},
		{errs.NotBuilt(), 501, "NOT_BUILT", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			t.Parallel()
			p := start(t)
			p.hold = func(context.Context, *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
				return nil, c.err
			}
			a := post(t, p.public+"/v1/holds", goodHold)
			a.failure(t, c.code, c.reason)
			require.Equal(t, c.header, a.Header.Get("Retry-After"))
		})
	}
}

func TestFaultsDoNotLeak(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hold = func(context.Context, *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
		return nil, errs.Internal(errs.New(errs.CodeInternal, "", "pq: password of ana@example.com"))
	}
	a := post(t, p.public+"/v1/holds", goodHold)
	a.failure(t, http.StatusInternalServerError, "INTERNAL")
	require.NotContains(t, string(a.text), "pq:")
	require.NotContains(t, string(a.text), "ana@")
}

func TestInquiry(t *testing.T) {
	t.Parallel()
	p := start(t)
	var got *intakev1.SubmitInquiryRequest
	p.submit = func(_ context.Context, in *intakev1.SubmitInquiryRequest) (*intakev1.SubmitInquiryResponse, error) {
		got = in
		return &intakev1.SubmitInquiryResponse{ConfirmationCode: "ABCDEFGH", ManageUrl: "http://x/manage#t=1"}, nil
	}
	body := `{"requestId":"` + uuid + `","hold":"h","contact":{"givenName":"Ana","familyName":"Ruiz","phone":"+1 212 555 0142",
		"email":"ana@example.com","preferredChannel":"PHONE","voicemailOk":false,"textOk":true},
		"need":{"concerns":["BETRAYAL_TRUST"],"format":"COUPLE","note":"…"},"participants":[{"givenName":"Lou"}],
		"consents":[{"document":"privacy-notice","version":"2026-11"}],"locale":"en-US","timeZone":"America/New_York",
		"origin":"blog/rebuilding-trust-after-betrayal"}`
	a := post(t, p.public+"/v1/inquiries", body)
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.JSONEq(t, `{"confirmationCode":"ABCDEFGH","manageUrl":"http://x/manage#t=1","crisisBlockExpanded":false}`, string(a.text))
	require.Equal(t, "Ruiz", got.GetContact().GetFamilyName())
	require.Equal(t, "h", got.GetHold())
	require.Len(t, got.GetNeed().GetConcerns(), 1)
}

// The same answer, whatever is wrong with a link: nobody learns whether one ever worked.
func TestLinkNotFoundIsAlwaysTheSame(t *testing.T) {
	t.Parallel()
	p := start(t)
	requestID := regexp.MustCompile(`"requestId":"[a-z2-7]{26}"`)
	var first string
	for _, body := range []string{
		`{"token":"unknown"}`, `{"token":"` + strings.Repeat("x", 43) + `"}`, `{"token":""}`, `{}`,
		`{"confirmationCode":"ABCDEFGH","phone":"2125550142"}`,
	} {
		a := post(t, p.public+"/v1/consultations:lookup", body)
		a.failure(t, http.StatusNotFound, "LINK_NOT_FOUND")
		text := requestID.ReplaceAllString(string(a.text), `"requestId":""`)
		require.NotEqual(t, string(a.text), text)
		if first == "" {
			first = text
		}
		require.Equal(t, first, text)
	}
}

func TestNoCookiesOnThePublicSide(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, path := range []string{slotsPath, "/", "/book", "/openapi.json", "/readyz"} {
		a := get(t, p.public+path, "Cookie", "firstcall=desk-session")
		require.Empty(t, a.Header.Values("Set-Cookie"), path)
	}
	require.Zero(t, p.asked.Load(), "nobody is asked who a cookie belongs to")
}
