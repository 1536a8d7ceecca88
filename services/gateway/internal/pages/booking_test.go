package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const someSlot = "slot-1124T0940"

// details goes from the start page to the second one.
func (b browser) details() url.Values {
	b.t.Helper()
	start := b.get("/book?from=blog/rebuilding-trust")
	got := b.post("/book/hold", with(start.hidden(), "slot", someSlot))
	require.Equal(b.t, http.StatusOK, got.status)
	require.Contains(b.t, got.body, "Tuesday, November\u00a024 at 9:40\u00a0am")
	return got.hidden()
}

// filled is a form a person has filled in.
func filled(form url.Values) url.Values {
	return with(form, "given-name", "Ana", "phone", "(212) 555-0142", "message", "text", "format", "COUPLE", "age", "ADULT",
		"concern", "BETRAYAL_TRUST", "agree", "2026-11")
}

func TestBookACall(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	form := filled(b.details())
	require.Equal(t, "hold-of-"+someSlot, form.Get("hold"))

	got := b.post("/book/details", form)
	require.Equal(t, http.StatusOK, got.status)
	require.Contains(t, got.body, "Your call is booked")
	require.Contains(t, got.body, "4F7K-9Q2M")
	require.Contains(t, got.body, `href="/manage#t=secret-of-the-link"`)
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))

	req := p.submitted[0]
	require.Equal(t, "hold-of-"+someSlot, req.GetHold())
	require.Equal(t, "(212) 555-0142", req.GetContact().GetPhone())
	require.True(t, req.GetContact().GetTextOk())
	require.False(t, req.GetContact().GetVoicemailOk())
	require.Equal(t, []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST}, req.GetNeed().GetConcerns())
	require.Equal(t, typev1.Need_COUPLE, req.GetNeed().GetFormat())
	require.Equal(t, "2026-11", req.GetConsents()[0].GetVersion())
	require.Equal(t, "blog/rebuilding-trust", req.GetOrigin())
	require.Equal(t, "America/New_York", req.GetTimeZone())

	b.post("/book/details", form)
	require.Equal(t, req.GetRequestId(), p.submitted[1].GetRequestId(), "reloading is the same request")
	parsed, err := uuid.Parse(p.held[0].GetRequestId())
	require.NoError(t, err)
	require.EqualValues(t, 4, parsed.Version())
}

func TestReloadingHoldsOnce(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	form := b.get("/book").hidden()
	b.post("/book/hold", with(form, "slot", someSlot))
	b.post("/book/hold", with(form, "slot", someSlot))
	b.post("/book/hold", with(form, "slot", "slot-1124T1000"))
	require.Equal(t, p.held[0].GetRequestId(), p.held[1].GetRequestId())
	require.NotEqual(t, p.held[0].GetRequestId(), p.held[2].GetRequestId(), "another time is another request")
}

func TestFaultsAreSaidAtOnceAndAnswersKept(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	cases := map[string]struct {
		change []string
		want   string
	}{
		"no name":         {[]string{"given-name", ""}, "#given-name"},
		"short phone":     {[]string{"phone", "555"}, "#phone"},
		"odd e-mail":      {[]string{"email", "ana at example"}, "#email"},
		"no message rule": {[]string{"message", ""}, "#message"},
		"a child alone":   {[]string{"age", "CHILD"}, "#guardian-given"},
		"a long note":     {[]string{"note", strings.Repeat("é", 1001)}, "#note"},
		"no agreement":    {[]string{"agree", ""}, "#agree"},
		"nothing to book": {[]string{"hold", "", "slot", ""}, "#slot"},
	}
	for name, c := range cases {
		got := b.post("/book/details", with(filled(b.details()), c.change...))
		require.Equal(t, http.StatusUnprocessableEntity, got.status, name)
		require.Contains(t, got.body, "<title>Error: ", name)
		require.Contains(t, got.body, `role="alert"`, name)
		require.Contains(t, got.body, `href="`+c.want+`"`, name)
		require.Contains(t, got.body, `id="`+c.want[1:]+`"`, name)
		if name != "short phone" {
			require.Contains(t, got.body, `value="(212) 555-0142"`, name)
		}
		require.Equal(t, "no-store", got.header.Get("Cache-Control"), name)
	}
	require.Empty(t, p.submitted)

	got := b.post("/book/hold", b.get("/book").hidden())
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#times"`)
}

func TestALapsedHoldCostsNothingWhileTheTimeIsOpen(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.fail["SubmitInquiry"] = []error{errs.New(errs.NotFound, "HOLD_NOT_FOUND", "lapsed")}
	b := public(t, p)
	got := b.post("/book/details", filled(b.details()))
	require.Contains(t, got.body, "Your call is booked")
	require.Equal(t, someSlot, p.submitted[0].GetSlot())
}

func TestATakenTimeOffersOthersOnTheSamePage(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	taken := errs.New(errs.Aborted, "SLOT_TAKEN", "taken").WithDetails(&schedulingv1.OpenSlots{Slots: []*schedulingv1.Slot{
		{Slot: "near", StartTime: timestamppb.New(at), EndTime: timestamppb.New(at.Add(10 * time.Minute))},
	}})
	p := newPractice()
	b := public(t, p)

	p.fail["SubmitInquiry"] = []error{errs.New(errs.NotFound, "HOLD_NOT_FOUND", "lapsed"), taken}
	got := b.post("/book/details", filled(b.details()))
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "Your answers are kept")
	require.Contains(t, got.body, `value="near"`)
	require.Contains(t, got.body, `value="Ana"`)
	require.Empty(t, got.hidden().Get("hold"))
	again := b.post("/book/details", with(filled(got.hidden()), "slot", "near"))
	require.Contains(t, again.body, "Your call is booked")
	require.Equal(t, "near", p.submitted[0].GetSlot())

	p.fail["CreateHold"] = []error{taken}
	got = b.post("/book/hold", with(b.get("/book").hidden(), "slot", someSlot))
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "just been taken")
	require.Contains(t, got.body, `value="near"`)
}

func TestWhenStoringFailsThePageSaysSo(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	p.fail["SubmitInquiry"] = []error{errs.Internal(nil)}
	got := b.post("/book/details", filled(b.details()))
	require.Equal(t, http.StatusServiceUnavailable, got.status)
	require.Contains(t, got.body, "We did not receive your request")
	require.Contains(t, got.body, "crisis-open")
	require.Contains(t, got.body, `value="Ana"`)
}

func TestNobodyIsTurnedAwayForHoldingTooMuch(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	p.fail["CreateHold"] = []error{errs.New(errs.ResourceExhausted, "HOLD_BUDGET_USED", "too many")}
	got := b.post("/book/hold", with(b.get("/book").hidden(), "slot", someSlot))
	require.Equal(t, http.StatusOK, got.status)
	require.Contains(t, b.post("/book/details", filled(got.hidden())).body, "Your call is booked")
	require.Equal(t, someSlot, p.submitted[0].GetSlot())
}

func TestServiceFaultsInThePagesWords(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	p.fail["SubmitInquiry"] = []error{
		errs.Invalid(errs.Field("contact.phone", "is not a phone number"), errs.Field("contact.phone", "again")),
		errs.Invalid(errs.Field("consents[0].version", "is not the current version")),
		errs.New(errs.Aborted, errs.ReasonRequestIDReused, "other body"),
		errs.New(errs.AlreadyExists, "CALL_ALREADY_OPEN", "open"),
		errs.New(errs.ResourceExhausted, errs.ReasonRateLimited, "slow").WithRetryAfter(90 * time.Second),
	}
	form := filled(b.details())
	got := b.post("/book/details", form)
	require.Equal(t, 1, strings.Count(got.body, `<li><a href="#phone">`))
	got = b.post("/book/details", form)
	require.Contains(t, got.body, "The privacy notice has changed")
	got = b.post("/book/details", form)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "We already have your booking")
	got = b.post("/book/details", form)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "There may be a call booked for this telephone number")
	require.Contains(t, got.body, `href="/manage"`)
	require.Contains(t, got.body, `href="/book/callback"`)
	got = b.post("/book/details", form)
	require.Equal(t, http.StatusTooManyRequests, got.status)
	require.Equal(t, "91", got.header.Get("Retry-After"))
}

func TestAskForACallBack(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	form := filled(b.get("/book/callback?from=blog/grief").hidden())
	got := b.post("/book/callback", form)
	require.Contains(t, got.body, `href="#window"`)
	form["window"] = []string{"WEEKDAY_MORNING", "WEEKEND"}
	got = b.post("/book/callback", form)
	require.Contains(t, got.body, "We will call you")
	require.Contains(t, got.body, "Weekday mornings")
	require.Len(t, p.submitted[0].GetCallback().GetWindows(), 2)
}

func TestExtendAHold(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	form := filled(b.details())
	got := b.post("/book/extend", form)
	require.Contains(t, got.body, "10 more minutes")
	require.Contains(t, got.body, `value="Ana"`)
	p.fail["ExtendHold"] = []error{errs.New(errs.FailedPrecondition, "HOLD_EXTENSIONS_USED", "three times")}
	got = b.post("/book/extend", form)
	require.Contains(t, got.body, "We can no longer hold this time")
}

func TestCalendarFileSaysOnlyCall(t *testing.T) {
	t.Parallel()
	b := public(t, newPractice())
	got := b.post("/book/calendar", url.Values{"start": {"2026-11-24T14:40:00Z"}, "end": {"2026-11-24T14:50:00Z"}})
	require.Equal(t, "text/calendar; charset=utf-8", got.header.Get("Content-Type"))
	require.Contains(t, got.body, "SUMMARY:Call with Maple Street\r\n")
	require.Contains(t, got.body, "DTSTART:20261124T144000Z")
	require.Contains(t, got.body, "CLASS:PRIVATE")
	require.NotContains(t, strings.ToLower(got.body), "therapy")
	require.Equal(t, http.StatusNotFound, b.post("/book/calendar", url.Values{"start": {"x"}}).status)
}

func TestABodyTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	got := public(t, newPractice()).post("/book/details", url.Values{"note": {strings.Repeat("a", 40<<10)}})
	require.Equal(t, http.StatusRequestEntityTooLarge, got.status)
}

func TestRiskWordsOpenTheCrisisBlockAndNothingElse(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	form := filled(b.details())
	require.NotContains(t, b.post("/book/details", form).body, "crisis-open")
	p.risk = true
	got := b.post("/book/details", form)
	require.Equal(t, http.StatusOK, got.status)
	require.Contains(t, got.body, "crisis-open")
	require.Contains(t, got.body, "<details open>")
	require.Contains(t, got.body, "Your call is booked")
}
