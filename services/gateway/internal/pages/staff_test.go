package pages_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"google.golang.org/protobuf/proto"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/pages"
)

func TestNobodySeesStaffPagesWithoutASession(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := browser{t: t, handler: pages.Staff(depsOf(p))}
	for _, path := range []string{"/", "/inquiries", "/inquiries/3q", "/inquiries/new", "/elsewhere"} {
		got := b.get(path)
		require.Equal(t, http.StatusSeeOther, got.status, path)
		require.True(t, strings.HasPrefix(got.header.Get("Location"), "/signin"), path)
	}
	require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", url.Values{"outcome": {"REACHED"}}).status)
	require.Empty(t, p.recorded)

	got := b.post("/signin", url.Values{"token": {"mistyped-token"}, "next": {"/inquiries/3q"}})
	require.Equal(t, http.StatusUnauthorized, got.status)
	require.NotContains(t, got.body, "mistyped-token")
	got = b.post("/signin", url.Values{"token": {"a-good-token"}, "next": {"/inquiries/3q"}})
	require.Equal(t, "/inquiries/3q", got.header.Get("Location"))
	require.Equal(t, http.StatusOK, b.get("/inquiries/3q").status)
	require.Equal(t, "/signin", b.post("/signout", nil).header.Get("Location"))
	require.Equal(t, http.StatusSeeOther, b.get("/inquiries/3q").status)
}

func TestAnotherSiteCannotAct(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	req := httptest.NewRequest(http.MethodPost, "/inquiries/3q/call", strings.NewReader("outcome=REACHED"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, b.send(req).status)
	require.Empty(t, p.recorded)
}

func TestTodayPinsTheNextCall(t *testing.T) {
	t.Parallel()
	got := staff(t, newPractice()).get("/")
	require.Contains(t, got.body, "Next call in 20 minutes")
	require.Contains(t, got.body, "2 appointments need an outcome")
	require.Equal(t, 1, strings.Count(got.body, "Session · Ana Bell"))
	require.Contains(t, got.body, `href="tel:&#43;12125550142"`)
	require.Contains(t, got.body, "Betrayal or broken trust")
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))
}

// What waits for an outcome is on today's page alone, and a fault of it is a fault of the page.
func TestUnresolvedAreOnTodaysPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/?day=2020-01-02").body, "Session · Ana Bell")
	p.fail["ListUnresolvedAppointments"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "down")}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/").status)
}

// A second call for one number needs a reason, and is another request then.
func TestAnotherCallForACaller(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	form := filled(b.get("/inquiries/new").hidden())
	form.Set("slot", someSlot)
	p.fail["CreateInquiry"] = []error{errs.New(errs.AlreadyExists, "CALL_ALREADY_OPEN", "open")}
	got := b.post("/inquiries/new", form)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "Why another call")
	require.NotEqual(t, form.Get("request"), got.hidden().Get("request"))
	form.Set("request", got.hidden().Get("request"))
	form.Set("another-call", "her mother shares the number")
	require.Equal(t, http.StatusSeeOther, b.post("/inquiries/new", form).status)
	require.Equal(t, "her mother shares the number", p.entered[0].GetAnotherCallReason())
}

func TestInboxFilters(t *testing.T) {
	t.Parallel()
	b := staff(t, newPractice())
	got := b.get("/inquiries")
	require.Contains(t, got.body, "Risk: clinical lead first")
	require.Contains(t, got.body, `href="/inquiries?page=more"`)
	require.Contains(t, b.get("/inquiries?show=closed").body, "Nothing is closed.")
	require.Equal(t, http.StatusNotFound, b.get("/inquiries/unknown").status)
}

// TestTheFormOffersEveryWord: a wish that was recorded is shown, whatever it is, and so is not lost with the next call.
func TestTheFormOffersEveryWord(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.Need.LocationState = "GU"
	p.inquiry.Need.TherapistPreferences = []*typev1.Need_TherapistPreference{
		{Kind: typev1.Need_TherapistPreference_GENDER, Value: "GENDERQUEER"}, {Kind: typev1.Need_TherapistPreference_APPROACH, Value: "HYPNOSIS"},
	}
	page := staff(t, p).get("/inquiries/3q").body
	require.Contains(t, page, `<option value="GENDERQUEER" selected>Genderqueer</option>`)
	require.Contains(t, page, `<option value="TRANS_WOMAN">A trans woman</option>`)
	require.Contains(t, page, `<option value="HYPNOSIS" selected>clinical hypnosis</option>`)
	require.Contains(t, page, `<option selected>GU</option>`)
	require.Equal(t, 1, strings.Count(page, `<option>NY</option>`))
}

func TestRecordACall(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.Need.Style = &typev1.Need_Style{Warmth: 2}
	avoid := &typev1.Need_TherapistPreference{Kind: typev1.Need_TherapistPreference_GENDER, Value: "MAN", Avoid: true}
	p.inquiry.Need.TherapistPreferences = []*typev1.Need_TherapistPreference{avoid}
	b := staff(t, p)
	require.Contains(t, b.get("/inquiries/3q").body, "Gender, but not: A man (nice to have)")
	form := b.get("/inquiries/3q").hidden()
	got := b.post("/inquiries/3q/call", form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#outcome"`)

	form = with(form, "outcome", "REACHED", "note", "Warm call", "main", "INFIDELITY", "concern", "BETRAYAL_TRUST", "format", "COUPLE",
		"age", "ADULT", "state", "NY", "language", "en", "payment", "self", "fee", "180", "time-strength", "REQUIRED",
		"gender", "WOMAN", "gender-strength", "STRONG", "severity", "SEVERE", "tier", "PRIORITY", "safety", "ELEVATED", "etag", "e1", "request", "8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11")
	form["mode"] = []string{"IN_PERSON", "VIDEO"}
	form["time"] = []string{"TUESDAY-MORNING", "THURSDAY-EVENING"}
	got = b.post("/inquiries/3q/call", form)
	require.Equal(t, "/inquiries/3q?done=called", got.header.Get("Location"))
	require.Contains(t, b.get("/inquiries/3q?done=called").body, "The call is recorded.")

	req := p.recorded[0]
	require.Equal(t, intakev1.RecordCallRequest_REACHED, req.GetOutcome())
	require.Equal(t, "e1", req.GetEtag())
	need := req.GetNeed()
	require.Equal(t, []typev1.Need_Concern{typev1.Need_INFIDELITY, typev1.Need_BETRAYAL_TRUST}, need.GetConcerns())
	require.EqualValues(t, 18000, need.GetPayment().GetSelfPayMaxCents())
	require.Len(t, need.GetModes(), 2)
	require.Equal(t, "08:00", need.GetTimes()[0].GetWindow().GetStartTime())
	require.Equal(t, typev1.Need_REQUIRED, need.GetTimes()[1].GetStrength())
	require.True(t, proto.Equal(avoid, need.GetTherapistPreferences()[0]), "whom to avoid is kept, and not turned into a wish")
	require.Equal(t, "WOMAN", need.GetTherapistPreferences()[1].GetValue())
	require.Equal(t, typev1.Severity_SEVERE, need.GetSeverity())
	require.Equal(t, typev1.Urgency_PRIORITY, need.GetTier())
	require.Equal(t, typev1.Risk_ELEVATED, need.GetRisk())
	require.EqualValues(t, 2, need.GetStyle().GetWarmth(), "what the form does not show is kept")

	p.fail["RecordCall"] = []error{errs.New(errs.Aborted, errs.ReasonETagMismatch, "stale")}
	got = b.post("/inquiries/3q/call", with(form, "note", "typed for minutes"))
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "Someone changed this inquiry")
	require.Contains(t, got.body, "typed for minutes")
}

func TestACallNotReachedLeavesTheNeed(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	b.post("/inquiries/3q/call", url.Values{
		"outcome": {"NO_ANSWER"}, "next": {"2026-11-24T10:30"}, "request": {"8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11"},
	})
	require.Nil(t, p.recorded[0].GetNeed())
	require.Equal(t, "2026-11-24T15:30:00Z", p.recorded[0].GetNextAttemptTime().AsTime().Format("2006-01-02T15:04:05Z"))
}

func TestMatchProposeAndPair(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.State = intakev1.Inquiry_CONSULTED
	b := staff(t, p)
	require.Contains(t, b.get("/inquiries/3q").body, "Show who fits")
	page := b.post("/inquiries/3q/match", nil)
	for _, words := range []string{
		"Dr. Maya Stern, LMFT", "83 of 100", "Certified in betrayal and trust.", "2 therapists ruled out", "Not licensed in NY.",
		"A Tuesday morning adds four.", "ranks before Jonah Price by 0.22.", "No outcomes were measured yet.",
		"A license in force where the client is.", "1 therapist ruled out, 1 by this alone. State law. Never relaxed.",
		"2 therapists ruled out; may be overridden with a reason. The client may give it up.", "No names, no numbers: what is kept with a decision knows no client.",
	} {
		require.Contains(t, page.body, words)
	}
	form := page.hidden()

	got := b.post("/inquiries/3q/choose", with(form, "act", "hold"))
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	form["opening"] = []string{"therapists/t1|s1", "therapists/t1|s2", "therapists/t2|s3"}
	got = b.post("/inquiries/3q/choose", with(form, "act", "book"))
	require.Contains(t, got.body, "tick exactly one opening")

	got = b.post("/inquiries/3q/choose", with(form, "act", "hold"))
	require.Contains(t, got.body, "Held for the client")
	require.Contains(t, got.body, "Tue Nov 24, 3:00 pm in person")
	require.Equal(t, "decisions/d1", p.proposed[0].GetDecision())
	require.Len(t, p.proposed[0].GetOptions(), 2)
	require.Equal(t, []string{"s1", "s2"}, p.proposed[0].GetOptions()[0].GetSlots())

	got = b.post("/inquiries/3q/pair", with(got.hidden(), "opening", "therapists/t2|s3"))
	require.Equal(t, "/inquiries/3q?done=paired", got.header.Get("Location"))
	require.Equal(t, "proposals/p1", p.paired[0].GetProposal())
	require.Equal(t, "therapists/t2", p.paired[0].GetTherapist())
	require.Equal(t, "s3", p.paired[0].GetSlot())

	form["opening"] = []string{"therapists/t1|s1"}
	p.fail["PairInquiry"] = []error{errs.New(errs.Aborted, "SLOT_TAKEN", "taken")}
	got = b.post("/inquiries/3q/choose", with(form, "act", "book"))
	require.Contains(t, got.body, "just been taken")
	got = b.post("/inquiries/3q/choose", with(form, "act", "book"))
	require.Equal(t, http.StatusSeeOther, got.status)
	require.Equal(t, "decisions/d1", p.paired[1].GetDecision())
}

func TestEnterACaller(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	form := b.get("/inquiries/new").hidden()
	got := b.post("/inquiries/new", form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#given-name"`)
	require.Contains(t, got.body, "Choose a time for the call, or when a call back would suit")

	form = with(form, "given-name", "Theo", "phone", "646 555 0133", "message", "none", "agree", "2026-11", "slot", someSlot)
	got = b.post("/inquiries/new", form)
	require.Equal(t, "/inquiries/3q?done=entered", got.header.Get("Location"))
	require.Equal(t, "phone", p.entered[0].GetOrigin())
	require.Equal(t, someSlot, p.entered[0].GetSlot())
	require.False(t, p.entered[0].GetContact().GetTextOk())
}

// The history says when by the clock of the practice, and an outcome in words.
func TestHistoryInWords(t *testing.T) {
	t.Parallel()
	got := staff(t, newPractice()).get("/inquiries/3q")
	require.Contains(t, got.body, "for Tue Nov 24, 10:20 am; outcome: no answer")
	require.NotContains(t, got.body, "startTime")
}

func TestAClinicianReadsAndIsOfferedNoStep(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	p.fail["ListHistory"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "front desk only")}
	got := b.get("/inquiries/3q")
	require.Equal(t, http.StatusOK, got.status)
	require.Contains(t, got.body, "You cannot see the history")
	require.NotContains(t, got.body, "Record the call")
	require.NotContains(t, got.body, "/inquiries/new")
	p.fail["ListInquiries"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "not yours")}
	got = b.get("/inquiries")
	require.Equal(t, http.StatusForbidden, got.status)
	require.Contains(t, got.body, "This page is not for your role")
}

// A client who lost the first session is matched again, and what another pairing asks for can be recorded.
func TestAPairedClientIsMatchedAgain(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.State = intakev1.Inquiry_PAIRED
	page := staff(t, p).get("/inquiries/3q").body
	require.Contains(t, page, "Show who fits")
	require.Contains(t, page, "Change what is known")
	require.NotContains(t, page, "Put them on the waitlist")
}

func TestCloseReopenAndSettle(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	got := b.post("/inquiries/3q/close", nil)
	require.Contains(t, got.body, `href="#reason"`)
	got = b.post("/inquiries/3q/close", url.Values{"reason": {"DECLINED"}, "request": {"r"}})
	require.Equal(t, "/inquiries/3q?done=closed", got.header.Get("Location"))
	got = b.post("/inquiries/3q/reopen", url.Values{"request": {"r"}})
	require.Equal(t, "/inquiries/3q?done=reopened", got.header.Get("Location"))
	for came, method := range map[string]string{"yes": "CompleteAppointment", "no": "MarkAppointmentNoShow"} {
		p.fail[method] = []error{errs.New(errs.FailedPrecondition, "NOT_STARTED", "too early")}
		form := url.Values{"came": {came}, "appointment": {"appointments/a1"}, "request": {"r"}}
		require.Contains(t, b.post("/inquiries/3q/session", form).body, "has not begun yet")
		require.Equal(t, "/inquiries/3q?done=settled", b.post("/inquiries/3q/session", form).header.Get("Location"))
	}
}
