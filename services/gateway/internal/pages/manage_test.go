package pages_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestManageByCode(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	got := b.post("/manage", url.Values{"code": {"4f7k-9q2m"}, "phone": {"212 555 0142"}})
	require.Equal(t, http.StatusOK, got.status)
	require.Contains(t, got.body, "Your call is booked")
	require.NotContains(t, got.body, "Ana")
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))

	got = b.post("/manage", url.Values{"code": {"4f7k"}, "phone": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#code"`)
	require.Contains(t, got.body, `href="#phone"`)
}

func TestEveryLinkThatOpensNothingLooksAlike(t *testing.T) {
	t.Parallel()
	b := public(t, newPractice())
	unknown := b.post("/manage", url.Values{"token": {"unknown"}})
	require.Equal(t, http.StatusNotFound, unknown.status)
	require.Equal(t, unknown, b.post("/manage", url.Values{"token": {"another"}}))
	require.Equal(t, unknown, b.post("/manage", url.Values{"code": {"AAAABBBB"}, "phone": {"2125550142"}}))
	require.Equal(t, unknown, b.post("/manage/times", url.Values{"token": {"another"}}))
}

func TestMoveACall(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	call := b.post("/manage", url.Values{"token": {"secret-of-the-link"}})
	p.fail["LookupConsultation"] = []error{errs.New(errs.ResourceExhausted, errs.ReasonRateLimited, "asked twice")}
	page := b.post("/manage/times", with(call.hidden(), "day", "2026-11-25"))
	require.Contains(t, page.body, "Times on Wednesday, November\u00a025")
	got := b.post("/manage/move", page.hidden())
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#times"`)

	got = b.post("/manage/move", with(page.hidden(), "slot", "slot-1125T0900"))
	require.Contains(t, got.body, "Your call is moved")
	require.Contains(t, got.body, "/manage#t=another-secret")
	require.Equal(t, "secret-of-the-link", p.moved[0].GetToken())

	p.fail["RescheduleConsultation"] = []error{errs.New(errs.Aborted, "SLOT_TAKEN", "taken")}
	got = b.post("/manage/move", with(page.hidden(), "slot", "slot-1125T0900"))
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "Your call stays where it was")
}

func TestCancelACallAsksFirst(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := public(t, p)
	got := b.post("/manage", url.Values{"token": {"secret-of-the-link"}, "ask": {"yes"}})
	require.Contains(t, got.body, "Yes, cancel this call")
	require.Empty(t, p.cancelled)
	got = b.post("/manage/cancel", got.hidden())
	require.Contains(t, got.body, "Your call is cancelled")
	require.Len(t, p.cancelled, 1)
	require.NotEmpty(t, p.cancelled[0].GetRequestId())
	require.Equal(t, http.StatusNotFound, b.get("/manage/cancel").status, "reading changes nothing")
}

func TestAWishToBeCalledCanBecomeACall(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.wish = true
	b := public(t, p)
	got := b.post("/manage", url.Values{"token": {"secret-of-the-link"}})
	require.Contains(t, got.body, "We have your request")
	page := b.post("/manage/times", got.hidden())
	require.Contains(t, page.body, "Choose a time")
	require.NotContains(t, page.body, "Your call is now on")
	moved := b.post("/manage/move", with(page.hidden(), "slot", "slot-1125T0900"))
	require.Contains(t, moved.body, "Your call is booked")
	require.Contains(t, b.post("/manage", with(got.hidden(), "ask", "yes")).body, "Yes, take it back")
}
