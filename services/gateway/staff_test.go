package gateway_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

func TestStaffAccess(t *testing.T) {
	t.Parallel()
	p := start(t)
	const bad = "{malformed"
	for _, c := range []struct {
		name, method, path, token string
		code                      int
		reason                    string
	}{
		{"no token", "GET", "/v1/inquiries", "", 401, "UNAUTHENTICATED"},
		{"unknown token", "GET", "/v1/inquiries", "Bearer nobody", 401, "UNAUTHENTICATED"},
		{"another scheme", "GET", "/v1/inquiries", "Basic desk-token", 401, "UNAUTHENTICATED"},
		{"no scheme", "GET", "/v1/inquiries", "desk-token", 401, "UNAUTHENTICATED"},
		{"an endless token", "GET", "/v1/inquiries", "Bearer " + strings.Repeat("x", 300), 401, "UNAUTHENTICATED"},
		{"scheme in small letters", "GET", "/v1/inquiries", "bearer desk-token", 200, ""},
		{"no roles", "GET", "/v1/inquiries", "Bearer nobody-token", 403, "PERMISSION_DENIED"},
		{"clinician reads", "GET", "/v1/inquiries", "Bearer clinician-token", 200, ""},
		{"clinician may not write", "POST", "/v1/inquiries", "Bearer clinician-token", 403, "PERMISSION_DENIED"},
		{"admin is no front desk", "GET", "/v1/inquiries", "Bearer admin-token", 403, "PERMISSION_DENIED"},
		{"front desk is no admin", "POST", "/v1/therapists", "Bearer desk-token", 403, "PERMISSION_DENIED"},
		{"before the body: token", "POST", "/v1/inquiries/x:match", "", 401, "UNAUTHENTICATED"},
		{"before the body: role", "POST", "/v1/inquiries/x:match", "Bearer admin-token", 403, "PERMISSION_DENIED"},
		{"before the query", "GET", "/v1/inquiries?foo=1", "", 401, "UNAUTHENTICATED"},
		{"before existence", "GET", "/v1/inquiries/nothing", "", 401, "UNAUTHENTICATED"},
		{"before what is not built", "GET", "/v1/auditEvents", "", 401, "UNAUTHENTICATED"},
		{"role before what is not built", "GET", "/v1/auditEvents", "Bearer desk-token", 403, "PERMISSION_DENIED"},
		{"not built", "GET", "/v1/auditEvents", "Bearer admin-token", 501, "NOT_BUILT"},
		{"not built, live", "GET", "/v1/changes", "Bearer desk-token", 501, "NOT_BUILT"},
		{"not built, any body", "POST", "/v1/inquiries/x:snooze", "Bearer desk-token", 501, "NOT_BUILT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var headers []string
			if c.token != "" {
				headers = []string{"Authorization", c.token}
			}
			body := ""
			if c.method == http.MethodPost {
				body = bad
			}
			a := send(t, c.method, p.staff+c.path, body, headers...)
			require.Equal(t, c.code, a.StatusCode, string(a.text))
			if c.reason != "" {
				a.failure(t, c.code, c.reason)
			}
			if c.code == http.StatusUnauthorized {
				require.Equal(t, `Bearer realm="firstcall"`, a.Header.Get("WWW-Authenticate"))
			}
		})
	}
}

func TestTwoAuthorizationHeadersAreNone(t *testing.T) {
	t.Parallel()
	p := start(t)
	get(t, p.staff+"/v1/inquiries", "Authorization", "Bearer desk-token", "Authorization", "Bearer admin-token").
		failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
}

func TestTheServiceKnowsWhoActs(t *testing.T) {
	t.Parallel()
	p := start(t)
	var seen identity.Identity
	p.list = func(ctx context.Context, _ *intakev1.ListInquiriesRequest) (*intakev1.ListInquiriesResponse, error) {
		seen = identity.From(ctx)
		return &intakev1.ListInquiriesResponse{}, nil
	}
	a := get(t, p.staff+"/v1/inquiries", "Authorization", "Bearer clinician-token")
	require.JSONEq(t, `{"inquiries":[],"nextPageToken":""}`, string(a.text))
	require.Equal(t, "gateway", seen.Caller)
	require.Equal(t, "staff/clinician", seen.Actor.ID)
	require.Equal(t, []identity.Role{identity.Clinician}, seen.Actor.Roles)
	require.Equal(t, "providers/clinician", seen.Actor.Provider)
}

// A person is asked about once in ten seconds; a refusal is never remembered.
func TestPeopleAreRememberedShortly(t *testing.T) {
	t.Parallel()
	p := start(t)
	read := func(token string) {
		get(t, p.staff+"/v1/inquiries", "Authorization", "Bearer "+token)
	}
	read("desk-token")
	read("desk-token")
	require.Equal(t, int32(1), p.asked.Load())
	p.clock.Advance(11 * time.Second)
	read("desk-token")
	require.Equal(t, int32(2), p.asked.Load())
	read("unknown")
	read("unknown")
	require.Equal(t, int32(4), p.asked.Load())
}

// The cookie of the pages reads, and never writes: no other site can make a browser change anything.
func TestCookieOnTheAPI(t *testing.T) {
	t.Parallel()
	p := start(t)
	cookie := []string{"Cookie", "firstcall=desk-session"}
	require.Equal(t, http.StatusOK, get(t, p.staff+"/v1/inquiries", cookie...).StatusCode)
	post(t, p.staff+"/v1/inquiries/x:match", `{}`, cookie...).failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
	get(t, p.staff+"/v1/inquiries", "Cookie", "firstcall=nobody").failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
	get(t, p.staff+"/v1/inquiries", append(cookie, "Authorization", "Bearer unknown")...).
		failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
	get(t, p.staff+"/v1/inquiries", "Cookie", "firstcall=desk-session; firstcall=other").
		failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
}

func TestETags(t *testing.T) {
	t.Parallel()
	p := start(t)
	desk := []string{"Authorization", "Bearer desk-token"}
	with := func(name, value string) []string { return append([]string{name, value}, desk...) }
	url := p.staff + "/v1/inquiries/x"

	a := get(t, url, desk...)
	require.Equal(t, `"v1"`, a.Header.Get("ETag"))
	for _, match := range []string{`"v1"`, `W/"v1"`, `"v0", "v1"`, `*`} {
		a = get(t, url, with("If-None-Match", match)...)
		require.Equal(t, http.StatusNotModified, a.StatusCode, match)
		require.Empty(t, a.text)
		require.Equal(t, `"v1"`, a.Header.Get("ETag"))
	}
	require.Equal(t, http.StatusOK, get(t, url, with("If-None-Match", `"v0"`)...).StatusCode)

	var got string
	p.recordCall = func(_ context.Context, in *intakev1.RecordCallRequest) (*intakev1.RecordCallResponse, error) {
		if got = in.GetEtag(); got == "stale" {
			return nil, errs.New(errs.Aborted, errs.ReasonETagMismatch, "it has changed")
		}
		return &intakev1.RecordCallResponse{Inquiry: &intakev1.Inquiry{Etag: "v2"}}, nil
	}
	record := func(body string, headers ...string) answer {
		return post(t, url+":recordCall", body, append(headers, desk...)...)
	}
	const rest = `"outcome":"REACHED","requestId":"` + uuid + `"}`
	require.Equal(t, `"v2"`, record(`{`+rest, "If-Match", `"v1"`).Header.Get("ETag"))
	require.Equal(t, "v1", got)
	require.Equal(t, `"v2"`, record(`{`+rest, "If-Match", `v1`).Header.Get("ETag"), "as it stands in the JSON")
	require.Equal(t, "v1", got)
	require.Equal(t, http.StatusOK, record(`{`+rest, "If-Match", `*`).StatusCode)
	require.Empty(t, got)
	record(`{`+rest, "If-Match", `"stale"`).failure(t, http.StatusPreconditionFailed, "ETAG_MISMATCH")
	record(`{"etag":"stale",`+rest).failure(t, http.StatusConflict, "ETAG_MISMATCH")
	for _, wrong := range []string{`W/"v1"`, `W/v1`, `v1"`, `"a","b"`, `"a\"b"`, `""`} {
		f := record(`{`+rest, "If-Match", wrong).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
		require.Equal(t, []string{"If-Match"}, f.fields(), wrong)
	}
	f := record(`{"etag":"v1",`+rest, "If-Match", `"v1"`).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Equal(t, []string{"etag"}, f.fields(), "one place for a version is enough")
	f = post(t, url+":match", `{}`, with("If-Match", `"v1"`)...).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Equal(t, []string{"If-Match"}, f.fields(), "a precondition is never ignored")
}

func TestIfMatchWithoutABody(t *testing.T) {
	t.Parallel()
	p := start(t)
	remove := func(path string, headers ...string) answer {
		return send(t, http.MethodDelete, p.staff+path, "", append(headers, "Authorization", "Bearer admin-token")...)
	}
	const therapist = "/v1/therapists/x"
	require.Equal(t, `"after-v1"`, remove(therapist, "If-Match", `"v1"`).Header.Get("ETag"))
	require.Equal(t, `"after-v1"`, remove(therapist+"?etag=v1").Header.Get("ETag"))
	require.Equal(t, `"after-"`, remove(therapist, "If-Match", `*`).Header.Get("ETag"))
	remove(therapist, "If-Match", `"stale"`).failure(t, http.StatusPreconditionFailed, "ETAG_MISMATCH")
	remove(therapist+"?etag=stale").failure(t, http.StatusConflict, "ETAG_MISMATCH")
	f := remove(therapist+"?etag=v1", "If-Match", `"v1"`).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Equal(t, []string{"etag"}, f.fields())
	for _, wrong := range []string{therapist, "/v1/busyCalendars/x"} {
		f = remove(wrong, "If-Match", `W/"v1"`).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
		require.Equal(t, []string{"If-Match"}, f.fields(), "a precondition is never ignored")
	}
}

func TestIfMatchOnAWholeResource(t *testing.T) {
	t.Parallel()
	p := start(t)
	a := send(t, http.MethodPut, p.staff+"/v1/providers/x/schedule", `{ "timeZone":"America/New_York"}`,
		"Authorization", "Bearer admin-token", "Content-Type", "application/json", "If-Match", `"v7"`)
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.JSONEq(t, `{"name":"providers/x/schedule","timeZone":"America/New_York","weeklyHours":[],"exceptions":[],"caps":[],"maxNewClientsPerWeek":0,"etag":"v7"}`, string(a.text))
	require.Equal(t, `"v7"`, a.Header.Get("ETag"))
}
