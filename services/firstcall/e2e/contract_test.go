package e2e

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// edit changes a copy of the booking form.
func edit(change func(form object)) object {
	form := inquiryForm()
	change(form)
	return form
}

// TestBadInquiries sends every kind of bad input contract.md names; each gets its documented answer and path.
func TestBadInquiries(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		slots := p.openSlots(t)
		slot := at[string](t, slots, 0, "slot")
		tampered := slot[:len(slot)-2] + "AA"
		if tampered == slot {
			tampered = slot[:len(slot)-2] + "BB"
		}
		with := func(change func(form object)) object {
			return edit(func(form object) { form["slot"] = slot; change(form) })
		}
		for name, test := range map[string]struct {
			form   object
			status int
			field  string
			reason string
		}{
			"unknown field":           {with(func(f object) { f["nickname"] = "A" }), 400, "nickname", "INVALID_FIELDS"},
			"unknown nested field":    {with(func(f object) { f["contact"].(object)["fax"] = "1" }), 400, "contact.fax", "INVALID_FIELDS"},
			"a full need":             {with(func(f object) { f["need"].(object)["riskFlag"] = true }), 400, "need.riskFlag", "INVALID_FIELDS"},
			"wrong type":              {with(func(f object) { f["contact"].(object)["textOk"] = "yes" }), 400, "contact.textOk", "INVALID_FIELDS"},
			"unknown concern":         {with(func(f object) { f["need"].(object)["concerns"] = []string{"BOREDOM"} }), 400, "need.concerns[0]", "INVALID_FIELDS"},
			"second concern unknown":  {with(func(f object) { f["need"].(object)["concerns"] = []string{"GRIEF", "X"} }), 400, "need.concerns[1]", "INVALID_FIELDS"},
			"note too long":           {with(func(f object) { f["need"].(object)["note"] = strings.Repeat("x", 1001) }), 400, "need.note", "INVALID_FIELDS"},
			"phone missing":           {with(func(f object) { delete(f["contact"].(object), "phone") }), 400, "contact.phone", "INVALID_FIELDS"},
			"phone of nine digits":    {with(func(f object) { f["contact"].(object)["phone"] = "212 555 014" }), 400, "contact.phone", "INVALID_FIELDS"},
			"phone in words":          {with(func(f object) { f["contact"].(object)["phone"] = "call me" }), 400, "contact.phone", "INVALID_FIELDS"},
			"e-mail without domain":   {with(func(f object) { f["contact"].(object)["email"] = "ana@" }), 400, "contact.email", "INVALID_FIELDS"},
			"no contact":              {with(func(f object) { delete(f, "contact") }), 400, "contact", "INVALID_FIELDS"},
			"no consent":              {with(func(f object) { delete(f, "consents") }), 400, "consents", "INVALID_FIELDS"},
			"old notice":              {with(func(f object) { f["consents"] = []object{{"document": "privacy-notice", "version": "2020-01"}} }), 400, "consents[0].version", ""},
			"no request id":           {with(func(f object) { delete(f, "requestId") }), 400, "requestId", "INVALID_FIELDS"},
			"request id is no UUID":   {with(func(f object) { f["requestId"] = "1" }), 400, "requestId", "INVALID_FIELDS"},
			"minor without guardian":  {with(func(f object) { f["need"].(object)["ageGroup"] = "TEEN" }), 400, "guardian", "INVALID_FIELDS"},
			"unknown zone":            {with(func(f object) { f["timeZone"] = "Mars/Olympus" }), 400, "timeZone", "INVALID_FIELDS"},
			"no time at all":          {with(func(f object) { delete(f, "slot") }), 400, "hold", "INVALID_FIELDS"},
			"two times":               {with(func(f object) { f["callback"] = object{"windows": []string{"WEEKEND"}} }), 400, "", "INVALID_FIELDS"},
			"callback without window": {with(func(f object) { delete(f, "slot"); f["callback"] = object{} }), 400, "callback.windows", "INVALID_FIELDS"},
			"tampered slot":           {with(func(f object) { f["slot"] = tampered }), 400, "slot", "INVALID_FIELDS"},
			"slot of another kind":    {with(func(f object) { f["slot"] = "bm9uc2Vuc2U" }), 400, "slot", "INVALID_FIELDS"},
			"unknown hold":            {with(func(f object) { delete(f, "slot"); f["hold"] = id.Secret() }), 404, "", "HOLD_NOT_FOUND"},
		} {
			got, err := send("POST", p.public+"/v1/inquiries", "", test.form)
			require.NoError(t, err, name)
			require.Equal(t, test.status, got.status, "%s: %s", name, got.raw)
			if test.reason != "" {
				require.Equal(t, test.reason, got.reason(), "%s: %s", name, got.raw)
			}
			if test.field != "" {
				require.Contains(t, got.violations(), test.field, "%s: %s", name, got.raw)
			}
		}
		require.Empty(t, p.inquiries(t), "nothing bad was stored")
		p.badRequests(t)
		p.reusedRequestID(t, slot)
		p.deadLinks(t)
		p.badSlots(t)
		p.holds(t, at[string](t, slots, 7, "slot"))
		p.staffAnswers(t)
	})
}

// badRequests are wrong before their JSON is read.
func (p *product) badRequests(t *testing.T) {
	t.Helper()
	post := func(contentType string, body []byte) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.public+"/v1/inquiries", bytes.NewReader(body))
		require.NoError(t, err)
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		resp, err := httpClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp
	}
	require.Equal(t, 415, post("text/plain", []byte("{}")).StatusCode)
	require.Equal(t, 415, post("text/plain; application/json", []byte("{}")).StatusCode)
	require.Equal(t, 415, post("", []byte("{}")).StatusCode)
	require.Equal(t, 413, post("application/json", []byte(`{"locale":"`+strings.Repeat("x", 40<<10)+`"}`)).StatusCode)
	require.Equal(t, 400, post("application/json", []byte(`{"locale":`)).StatusCode)
	require.Equal(t, 400, post("application/json", []byte(`{"locale":"en","locale":"es"}`)).StatusCode)
	for path, status := range map[string]int{
		"/v1/appointments": 404, "/v1/therapists": 404, "/v1/inquiries/x:match": 404, "/v1/nothing": 404, "/v1/holds": 405,
	} {
		got, err := send("GET", p.public+path, p.tokens.Admin, nil)
		require.NoError(t, err)
		require.Equal(t, status, got.status, "%s: %s", path, got.raw)
	}
	for _, path := range []string{"/v1/proposals:lookup", "/v1/proposals:accept", "/v1/checkIns:submit", "/v1/subscriptions", "/v1/subscriptions:confirm", "/v1/subscriptions:unsubscribe"} {
		got, err := send("POST", p.public+path, "", object{})
		require.NoError(t, err)
		require.Equal(t, 501, got.status, "%s: %s", path, got.raw)
		require.Equal(t, "NOT_BUILT", got.reason())
	}
}

func (p *product) reusedRequestID(t *testing.T, slot string) {
	t.Helper()
	form := edit(func(f object) { f["slot"] = slot })
	call(t, 200, "POST", p.public+"/v1/inquiries", "", form)
	form["locale"] = "es"
	got, err := send("POST", p.public+"/v1/inquiries", "", form)
	require.NoError(t, err)
	require.Equal(t, 409, got.status, "%s", got.raw)
	require.Equal(t, "REQUEST_ID_REUSED", got.reason())
}

// deadLinks checks that every link or code that does not work looks the same.
func (p *product) deadLinks(t *testing.T) {
	t.Helper()
	callback := call(t, 200, "POST", p.public+"/v1/inquiries", "", edit(func(f object) { f["callback"] = object{"windows": []string{"WEEKDAY_MORNING"}} }))
	require.Equal(t, []any{"WEEKDAY_MORNING"}, at[[]any](t, callback, "callback", "windows"))
	require.NotContains(t, callback, "consultation")
	var first string
	for _, body := range []object{
		{"token": id.Secret()},
		{"token": id.Secret()},
		{"confirmationCode": "ZZZZ-ZZZZ", "phone": "+12125550142"},
		{"confirmationCode": callback["confirmationCode"], "phone": "+12125550100"},
	} {
		got, err := send("POST", p.public+"/v1/consultations:lookup", "", body)
		require.NoError(t, err)
		require.Equal(t, 404, got.status, "%s", got.raw)
		text := withoutRequestID(string(got.raw))
		if first == "" {
			first = text
		}
		require.Equal(t, first, text)
	}
}

func withoutRequestID(text string) string {
	_, rest, found := strings.Cut(text, `"requestId":"`)
	if !found {
		return text
	}
	id, _, _ := strings.Cut(rest, `"`)
	return strings.ReplaceAll(text, id, "")
}

func (p *product) badSlots(t *testing.T) {
	t.Helper()
	for path, field := range map[string]string{
		query("", "startDate", "2026-13-40"):                          "startDate",
		query("", "startDate", "2030-01-01", "endDate", "2030-03-10"): "endDate",
		query("", "startDate", "2030-01-10", "endDate", "2030-01-01"): "endDate",
		query("", "timeZone", "Nowhere"):                              "timeZone",
		query("", "colour", "blue"):                                   "colour",
	} {
		got, err := send("GET", p.public+"/v1/appointmentTypes/consultation/slots"+path, "", nil)
		require.NoError(t, err)
		require.Equal(t, 400, got.status, "%s: %s", path, got.raw)
		require.Contains(t, got.violations(), field, "%s: %s", path, got.raw)
	}
	year := time.Now().AddDate(1, 0, 0)
	far := call(t, 200, "GET", p.public+"/v1/appointmentTypes/consultation/slots"+
		query("", "startDate", year.Format(time.DateOnly), "endDate", year.AddDate(0, 0, 4).Format(time.DateOnly)), "", nil)
	require.Equal(t, "TOO_FAR", far["unavailableReason"])
	require.Empty(t, far["slots"])
	past := call(t, 200, "GET", p.public+"/v1/appointmentTypes/consultation/slots"+query("", "startDate", "2020-01-06", "endDate", "2020-01-08"), "", nil)
	require.Equal(t, "TOO_SOON", past["unavailableReason"])
}

// holds extends a hold three times, lets it go, and finds it gone.
func (p *product) holds(t *testing.T, slot string) {
	t.Helper()
	body := object{"slot": slot, "requestId": requestID()}
	hold := call(t, 200, "POST", p.public+"/v1/holds", "", body)
	require.Equal(t, hold["hold"], call(t, 200, "POST", p.public+"/v1/holds", "", body)["hold"], "a repeat gives the same hold")
	for range 3 {
		call(t, 200, "POST", p.public+"/v1/holds:extend", "", object{"hold": hold["hold"]})
	}
	refused, err := send("POST", p.public+"/v1/holds:extend", "", object{"hold": hold["hold"]})
	require.NoError(t, err)
	require.Equal(t, "HOLD_EXTENSIONS_USED", refused.reason(), "%s", refused.raw)
	call(t, 200, "POST", p.public+"/v1/holds:release", "", object{"hold": hold["hold"]})
	gone, err := send("POST", p.public+"/v1/holds:extend", "", object{"hold": hold["hold"]})
	require.NoError(t, err)
	require.Equal(t, 404, gone.status)
	require.Equal(t, "HOLD_NOT_FOUND", gone.reason())
}

// staffAnswers checks who is let in, before anything else is judged.
func (p *product) staffAnswers(t *testing.T) {
	t.Helper()
	unknown := "inquiries/" + id.New()
	for _, test := range []struct {
		method, path, token string
		status              int
	}{
		{"GET", "/v1/inquiries", "", 401},
		{"GET", "/v1/inquiries", "wrong", 401},
		{"POST", "/v1/inquiries/nonsense:match", "", 401},
		{"GET", "/v1/inquiries", p.tokens.Admin, 403},
		{"GET", "/v1/inquiries", p.tokens.ClinicalLead, 403},
		{"POST", "/v1/" + unknown + ":recordCall", p.tokens.Admin, 403},
		{"GET", "/v1/" + unknown, p.tokens.FrontDesk, 404},
		{"GET", "/v1/" + unknown, p.tokens.Clinician, 404},
		{"GET", "/v1/therapists", p.tokens.Clinician, 200},
		{"POST", "/v1/therapists", p.tokens.FrontDesk, 403},
		{"GET", "/v1/inquiries", p.tokens.Clinician, 200},
		{"GET", "/v1/appointments", p.tokens.Clinician, 200},
		{"GET", "/v1/waitlist", p.tokens.FrontDesk, 200},
		{"GET", "/v1/waitlist", p.tokens.Clinician, 403},
		{"GET", "/v1/changes", p.tokens.FrontDesk, 501},
		{"GET", "/v1/auditEvents", p.tokens.Admin, 501},
		{"GET", "/v1/auditEvents", p.tokens.FrontDesk, 403},
		{"POST", "/v1/" + unknown + ":erase", p.tokens.FrontDesk, 403},
		{"POST", "/v1/" + unknown + ":erase", p.tokens.Admin, 501},
		{"POST", "/v1/" + unknown + ":acknowledgeRisk", p.tokens.ClinicalLead, 501},
		{"GET", "/v1/inquiries?pageSize=100000", p.tokens.FrontDesk, 200},
		{"GET", "/v1/inquiries?pageSize=-1", p.tokens.FrontDesk, 400},
		{"GET", "/v1/inquiries?pageToken=zzz", p.tokens.FrontDesk, 400},
		{"GET", "/v1/inquiries?filter=shoe%3Dred", p.tokens.FrontDesk, 400},
	} {
		var body any
		if test.method == "POST" {
			body = object{}
		}
		got, err := send(test.method, p.staff+test.path, test.token, body)
		require.NoError(t, err)
		require.Equal(t, test.status, got.status, "%s %s: %s", test.method, test.path, got.raw)
	}
}
