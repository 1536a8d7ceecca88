package gateway_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

func TestContentTypes(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, c := range []struct {
		headers []string
		code    int
	}{
		{[]string{"Content-Type", "application/json"}, 200},
		{[]string{"Content-Type", "application/json; charset=utf-8"}, 200},
		{[]string{"Content-Type", "Application/JSON;charset=\"UTF-8\""}, 200},
		{nil, 415},
		{[]string{"Content-Type", ""}, 415},
		{[]string{"Content-Type", "text/plain"}, 415},
		{[]string{"Content-Type", "text/plain; application/json"}, 415},
		{[]string{"Content-Type", "text/plain;a=application/json"}, 415},
		{[]string{"Content-Type", "application/json, text/plain"}, 415},
		{[]string{"Content-Type", "application/json; charset=latin1"}, 415},
		{[]string{"Content-Type", "application/json; version=1"}, 415},
		{[]string{"Content-Type", "application/json+x"}, 415},
		{[]string{"Content-Type", "application/merge-patch+json"}, 415},
		{[]string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{[]string{"Content-Type", "application/json", "Content-Type", "text/plain"}, 415},
		{[]string{"Content-Type", "application/json", "Content-Encoding", "gzip"}, 415},
	} {
		t.Run(strings.Join(c.headers, " "), func(t *testing.T) {
			t.Parallel()
			a := send(t, http.MethodPost, p.public+"/v1/holds", goodHold, c.headers...)
			if c.code == http.StatusOK {
				require.Equal(t, c.code, a.StatusCode, string(a.text))
				return
			}
			a.failure(t, c.code, "UNSUPPORTED_MEDIA_TYPE")
		})
	}
}

func TestBodySizes(t *testing.T) {
	t.Parallel()
	p := start(t)
	padded := func(size int) string {
		body := goodHold[:len(goodHold)-1]
		return body + strings.Repeat(" ", size-len(body)-1) + "}"
	}
	require.Equal(t, http.StatusOK, post(t, p.public+"/v1/holds", padded(32<<10)).StatusCode)
	post(t, p.public+"/v1/holds", padded(32<<10+1)).failure(t, http.StatusRequestEntityTooLarge, "BODY_TOO_LARGE")

	desk := []string{"Authorization", "Bearer desk-token"}
	staff := p.staff + "/v1/inquiries/x:match"
	large := func(size int) string { return "{" + strings.Repeat(" ", size-2) + "}" }
	require.Equal(t, http.StatusOK, post(t, staff, large(256<<10), desk...).StatusCode)
	post(t, staff, large(256<<10+1), desk...).failure(t, http.StatusRequestEntityTooLarge, "BODY_TOO_LARGE")
}

// A length that was not announced is counted all the same.
func TestBodySizeOfChunks(t *testing.T) {
	t.Parallel()
	p := start(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.public+"/v1/holds",
		struct{ *strings.Reader }{strings.NewReader(strings.Repeat(" ", 33<<10))})
	require.NoError(t, err)
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/json")
	response, err := (&http.Client{Transport: transport}).Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
}

func TestViolations(t *testing.T) {
	t.Parallel()
	p := start(t)
	for name, c := range map[string]struct {
		body   string
		fields []string
	}{
		"unknown":      {`{"slot":"s","requestId":"` + uuid + `","foo":1}`, []string{"foo"}},
		"several":      {`{"slot":1,"requestId":true,"foo":{"a":[1,2]},"bar":null}`, []string{"slot", "requestId", "foo", "bar"}},
		"twice":        {`{"slot":"s","slot":"s","requestId":"` + uuid + `"}`, []string{"slot"}},
		"two names":    {`{"requestId":"` + uuid + `","request_id":"` + uuid + `","slot":"s"}`, []string{"request_id"}},
		"no object":    {`[]`, []string{"body"}},
		"null":         {`null`, []string{"body"}},
		"text":         {`"slot"`, []string{"body"}},
		"malformed":    {`{"slot":"s",}`, []string{"body"}},
		"unfinished":   {`{"slot":"s"`, []string{"body"}},
		"trailing":     {goodHold + `{}`, []string{"body"}},
		"not utf-8":    {"{\"slot\":\"\xff\"}", []string{"body"}},
		"surrogate":    {`{"slot":"\ud800","requestId":"` + uuid + `"}`, []string{"slot"}},
		"by the rules": {`{"slot":"s","requestId":"not-a-uuid"}`, []string{"requestId"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := post(t, p.public+"/v1/holds", c.body).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
			require.Equal(t, "INVALID_ARGUMENT", f.Error.Status)
			require.Equal(t, c.fields, f.fields())
		})
	}
}

func TestViolationsOfAnInquiry(t *testing.T) {
	t.Parallel()
	p := start(t)
	f := post(t, p.public+"/v1/inquiries", `{"requestId":"`+uuid+`","hold":"h","callback":{"windows":["NEVER"]},
		"contact":{"givenName":"Ana","phone":12,"shoe":1},"need":{"concerns":["SADNESS","ANXIETY",{}],"riskFlag":true},
		"consents":[{"time":"yesterday"}]}`).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Equal(t, []string{
		"callback", "contact.phone", "contact.shoe", "need.concerns[0]", "need.concerns[2]", "need.riskFlag", "consents[0].time",
	}, f.fields())
}

func TestMalformedJSONSaysWhere(t *testing.T) {
	t.Parallel()
	p := start(t)
	a := post(t, p.public+"/v1/holds", "{\n  \"slot\": oops}")
	a.failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Contains(t, string(a.text), "line 2, column 11")
}

func TestNoBodyIsAnEmptyObject(t *testing.T) {
	t.Parallel()
	p := start(t)
	a := send(t, http.MethodPost, p.staff+"/v1/inquiries/x:match", "", "Authorization", "Bearer desk-token")
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.JSONEq(t, `{"decision":"decisions/d","candidates":[{"therapist":"therapists/t","displayName":"","score":0,
		"reasons":[],"concerns":[],"openings":[{"slot":"s"}],"whyAfter":""}],"excluded":[],"counterfactuals":[],"notes":[],"rules":[]}`, string(a.text))
}

func TestQueries(t *testing.T) {
	t.Parallel()
	p := start(t)
	admin := []string{"Authorization", "Bearer desk-token"}
	for query, fields := range map[string][]string{
		"?foo=1":                             {"foo"},
		"?pageSize=many":                     {"pageSize"},
		"?pageSize=1&pageSize=2":             {"pageSize"},
		"?pageSize=1&page_size=2":            {"pageSize"},
		"?startTime=yesterday&b=1&a=2":       {"a", "b", "startTime"},
		"?startTime.seconds=1":               {"startTime.seconds"},
		"?a;b":                               {"query"},
		"?provider=%zz":                      {"query"},
		"?provider=%ff":                      {"provider"},
		"?a%ffb=1":                           {"a\uFFFDb"},
		"?pageSize=-1":                       {"pageSize"},
		"?pageSize=0x10":                     {"pageSize"},
		"?pageSize[a]=1":                     {"pageSize[a]"},
		"?" + strings.Repeat("x", 300) + "=": {strings.Repeat("x", 200) + "…"},
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			f := get(t, p.staff+"/v1/appointments"+query, admin...).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
			require.Equal(t, fields, f.fields())
		})
	}
	f := post(t, p.public+"/v1/holds?slot=other", goodHold).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Equal(t, []string{"slot"}, f.fields(), "a query never joins a body")
	wrong := post(t, p.public+"/v1/holds?foo=1", goodHold)
	require.Contains(t, string(wrong.text), "unknown parameter; there are none here")
	wrong = get(t, p.staff+"/v1/appointments?day=1", admin...)
	require.Contains(t, string(wrong.text), "unknown parameter; there are endTime, ")
}

func TestQueryReachesTheService(t *testing.T) {
	t.Parallel()
	p := start(t)
	var got *schedulingv1.ListAppointmentsRequest
	p.appointments = func(_ context.Context, in *schedulingv1.ListAppointmentsRequest) (*schedulingv1.ListAppointmentsResponse, error) {
		got = in
		return &schedulingv1.ListAppointmentsResponse{}, nil
	}
	a := get(t, p.staff+"/v1/appointments?startTime=2026-11-24T15:00:00Z&pageSize=7&type=consultation&pageToken=",
		"Authorization", "Bearer desk-token")
	require.JSONEq(t, `{"appointments":[],"nextPageToken":""}`, string(a.text))
	require.Equal(t, int32(7), got.GetPageSize())
	require.Equal(t, int64(1795532400), got.GetStartTime().GetSeconds())
	require.Equal(t, "consultation", got.GetType())
}

func TestPatch(t *testing.T) {
	t.Parallel()
	p := start(t)
	var got *matchingv1.UpdateTherapistRequest
	p.therapist = func(_ context.Context, in *matchingv1.UpdateTherapistRequest) (*matchingv1.UpdateTherapistResponse, error) {
		got = in
		return &matchingv1.UpdateTherapistResponse{Therapist: in.GetTherapist()}, nil
	}
	admin := []string{"Authorization", "Bearer admin-token", "Content-Type", "application/json"}
	url := p.staff + "/v1/therapists/x"
	a := send(t, http.MethodPatch, url, `{"displayName":"Dr. Lee","capacity":{"accepting":true}}`, admin...)
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.Equal(t, "therapists/x", got.GetTherapist().GetName())
	require.ElementsMatch(t, []string{"display_name", "capacity.accepting"}, got.GetUpdateMask().GetPaths())

	a = send(t, http.MethodPatch, url+"?updateMask=displayName", `{"displayName":"Dr. Lee","feeCents":"1"}`, admin...)
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.Equal(t, []string{"display_name"}, got.GetUpdateMask().GetPaths())

	f := send(t, http.MethodPatch, url, `{"displayName":1,"style":{"warmth":"hot"},"x":1}`, admin...).
		failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.Equal(t, []string{"displayName", "style.warmth", "x"}, f.fields())
}

// Where the body is one field of the request, paths are those of the body.
func TestViolationsAreRelativeToTheBody(t *testing.T) {
	t.Parallel()
	p := start(t)
	f := send(t, http.MethodPut, p.staff+"/v1/providers/x/schedule", `{"timeZone":"","weeklyHours":[{}]}`,
		"Authorization", "Bearer admin-token", "Content-Type", "application/json").
		failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	require.ElementsMatch(t, []string{"timeZone", "weeklyHours[0].window"}, f.fields())
}
