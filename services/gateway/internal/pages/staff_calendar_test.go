package pages_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestCalendarPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK}
	got := b.get("/calendar")
	for _, words := range []string{
		"2 appointments need another time", `href="/inquiries/i1"`, "First session", "The practice is closed", "Time off",
		"December 24, 2026 to January 1, 2027", "Holidays", "1 call", "1.5 fewer than their share", "1.5 more than their share",
		"3 calls", "East room", "4 seats · no steps · Uptown", "Seats not said",
	} {
		require.Contains(t, got.body, words)
	}
	require.NotContains(t, got.body, "New Year", "it is over")
	require.NotContains(t, got.body, "Close the practice", "the practice manager's")
	require.NotContains(t, got.body, "/calendar/open")

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	require.NotContains(t, b.get("/calendar").body, "Who takes the next call")
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICAL_LEAD}
	require.NotContains(t, b.get("/").body, `href="/calendar"`)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	require.Contains(t, b.get("/").body, `href="/calendar"`)
	p.fail["ListClosures"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "no")}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/calendar").status)
}

func TestClosePractice(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	form := b.get("/calendar").hidden()
	form.Del("closure")
	got := b.post("/calendar/close", with(form, "first", "", "last", "soon"))
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#first"`)
	require.Contains(t, got.body, `href="#last"`)
	require.Empty(t, p.closed)

	got = b.post("/calendar/close", with(form, "first", "2026-12-24", "last", "2026-12-26", "label", "Holidays"))
	require.Equal(t, http.StatusSeeOther, got.status)
	require.Equal(t, "2026-12-24", p.closed[0].GetClosure().GetStartDate())
	require.Equal(t, "Holidays", p.closed[0].GetClosure().GetLabel())
	require.Equal(t, form.Get("request"), p.closed[0].GetRequestId())

	p.fail["CreateClosure"] = []error{errs.Invalid(errs.Field("closure.endDate", "must not be before startDate"))}
	got = b.post("/calendar/close", with(form, "first", "2026-12-24", "last", "2026-12-20"))
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "must not be before the first")
	require.Contains(t, got.body, `value="2026-12-20"`)

	got = b.post("/calendar/open", with(nil, "closure", "closures/c1"))
	require.Equal(t, http.StatusSeeOther, got.status)
	require.Equal(t, []string{"closures/c1"}, p.opened)
	p.fail["DeleteClosure"] = []error{errs.New(errs.NotFound, errs.ReasonNotFound, "gone"), errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
	require.Equal(t, http.StatusSeeOther, b.post("/calendar/open", with(nil, "closure", "closures/c1")).status)
	require.Equal(t, http.StatusForbidden, b.post("/calendar/open", with(nil, "closure", "closures/c1")).status)
}
