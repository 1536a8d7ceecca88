package e2e

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// consulted books a call for somebody and records that it was made.
func (p *product) consulted(t *testing.T, change ...func(need object)) (inquiry string) {
	t.Helper()
	need := fullNeed()
	for _, c := range change {
		c(need)
	}
	slots := p.openSlots(t)
	form := edit(func(f object) { f["slot"] = at[string](t, slots, 0, "slot"); f["origin"] = "phone" })
	created := call(t, 200, "POST", p.staff+"/v1/inquiries", p.tokens.FrontDesk, form)
	inquiry = at[string](t, created, "name")
	require.Equal(t, "phone", created["origin"])
	call(t, 200, "POST", p.staff+"/v1/"+inquiry+":recordCall", p.tokens.FrontDesk, object{"outcome": "REACHED", "need": need, "requestId": requestID()})
	return inquiry
}

// refused makes a call that must fail for the reason.
func refused(t *testing.T, status int, reason, method, url, token string, body any) {
	t.Helper()
	got, err := send(method, url, token, body)
	require.NoError(t, err)
	require.Equal(t, status, got.status, "%s %s: %s", method, url, got.raw)
	require.Equal(t, reason, got.reason(), "%s %s: %s", method, url, got.raw)
}

// TestPairing pairs from a decision, and refuses what does not go together.
func TestPairing(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk := p.tokens.FrontDesk
		base := p.staff + "/v1/" + p.consulted(t)
		ranked := call(t, 200, "POST", base+":match", desk, object{})
		candidates := at[[]any](t, ranked, "candidates")
		first, second := at[string](t, candidates, 0, "therapist"), at[string](t, candidates, 1, "therapist")
		slot, others := opening(t, candidates[0]), opening(t, candidates[1])
		excluded := at[string](t, ranked, "excluded", 0, "therapist")

		pair := func(therapist, slot string) object {
			return object{"decision": ranked["decision"], "therapist": therapist, "slot": slot, "requestId": requestID()}
		}
		wrong, err := send("POST", base+":pair", desk, pair(first, others))
		require.NoError(t, err)
		require.Contains(t, []int{400, 409}, wrong.status, "another therapist's time: %s", wrong.raw)
		got, err := send("POST", base+":pair", desk, pair(excluded, slot))
		require.NoError(t, err)
		require.Equal(t, 400, got.status/100*100, "an excluded therapist: %s", got.raw)
		require.Equal(t, "CONSULTED", at[string](t, call(t, 200, "GET", base, desk, nil), "state"), "nothing was half done")

		places := at[float64](t, call(t, 200, "GET", p.staff+"/v1/"+first, desk, nil), "capacity", "activeClients")
		paired := call(t, 200, "POST", base+":pair", desk, pair(first, slot))
		require.Equal(t, first, at[string](t, paired, "pairing", "therapist"))
		refused(t, 400, "WRONG_INQUIRY_STATE", "POST", base+":pair", desk, pair(second, others))

		session := p.staff + "/v1/" + at[string](t, paired, "firstSession", "appointment")
		refused(t, 400, "NOT_STARTED", "POST", session+":complete", desk, object{"requestId": requestID()})
		refused(t, 409, "ETAG_MISMATCH", "POST", session+":cancel", desk, object{"requestId": requestID(), "etag": `"stale"`})
		call(t, 200, "POST", session+":cancel", desk, object{"requestId": requestID()})
		p.awaitState(t, base, "PAIRED")
		require.Contains(t, kinds(t, at[[]any](t, call(t, 200, "GET", base+"/history", desk, nil), "events")), "FIRST_SESSION_CANCELLED")

		// The client keeps the therapist and gets another first session.
		ranked = call(t, 200, "POST", base+":match", desk, object{})
		slot = opening(t, at[any](t, ranked, "candidates", 0))
		require.Equal(t, first, at[string](t, ranked, "candidates", 0, "therapist"))
		again := call(t, 200, "POST", base+":pair", desk, pair(first, slot))
		require.Equal(t, at[string](t, paired, "pairing", "name"), at[string](t, again, "pairing", "name"))
		require.Equal(t, "FIRST_SESSION_BOOKED", at[string](t, again, "inquiry", "state"))
		call(t, 200, "POST", base+":close", desk, object{"reason": "DECLINED", "requestId": requestID()})
		therapist := call(t, 200, "GET", p.staff+"/v1/"+first, desk, nil)
		require.InDelta(t, places, at[float64](t, therapist, "capacity", "activeClients"), 0, "the place is free again")
	})
}

// awaitState waits until the change feed has brought the inquiry to the state.
func (p *product) awaitState(t *testing.T, url, state string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		got := at[string](t, call(t, 200, "GET", url, p.tokens.FrontDesk, nil), "state")
		if got == state {
			return
		}
		select {
		case <-ctx.Done():
			require.Equal(t, state, got)
		case <-ticker.C:
		}
	}
}

// TestDesk does what a front desk does in a day besides pairing.
func TestDesk(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk := p.tokens.FrontDesk
		slots := p.openSlots(t)
		booked := call(t, 200, "POST", p.staff+"/v1/inquiries", desk, edit(func(f object) { f["slot"] = at[string](t, slots, 2, "slot") }))
		base := p.staff + "/v1/" + at[string](t, booked, "name")
		visit := p.staff + "/v1/" + at[string](t, booked, "consultation", "appointment")

		moved := call(t, 200, "POST", visit+":reschedule", desk, object{"slot": at[string](t, slots, 6, "slot"), "requestId": requestID()})
		require.Equal(t, at[string](t, slots, 6, "startTime"), moved["startTime"])
		require.Equal(t, at[string](t, booked, "consultation", "appointment"), moved["name"], "the id stays")

		tried := call(t, 200, "POST", base+":recordCall", desk, object{"outcome": "NO_ANSWER", "requestId": requestID()})
		require.Equal(t, "UNREACHED", tried["state"])
		require.InEpsilon(t, 1, tried["attempts"], 0)
		require.NotEmpty(t, tried["nextAttemptTime"])

		call(t, 200, "POST", base+":recordCall", desk, object{"outcome": "NOT_NOW", "requestId": requestID()})
		closed := call(t, 200, "GET", base, desk, nil)
		require.Equal(t, "CLOSED", closed["state"])
		require.Equal(t, "NOT_NOW", closed["closeReason"])
		opened := call(t, 200, "POST", base+":reopen", desk, object{"requestId": requestID()})
		require.NotEqual(t, "CLOSED", opened["state"])
		call(t, 200, "POST", base+":close", desk, object{"reason": "DECLINED", "requestId": requestID()})
		refused(t, 409, "ETAG_MISMATCH", "POST", base+":reopen", desk, object{"requestId": requestID(), "etag": opened["etag"]})

		unread := call(t, 200, "GET", p.staff+query("/v1/inquiries", "filter", "state = CLOSED"), desk, nil)
		require.Len(t, at[[]any](t, unread, "inquiries"), 1)
		require.Empty(t, at[[]any](t, call(t, 200, "GET", p.staff+query("/v1/inquiries", "filter", "state = NEW"), desk, nil), "inquiries"))
		p.explains(t, slots)
		p.calendars(t)
		p.profiles(t)
	})
}

// explains asks why times are not offered.
func (p *product) explains(t *testing.T, slots []any) {
	t.Helper()
	provider := coordinators(t)[0]
	explain := func(pairs ...string) string {
		body := object{"appointmentType": "consultation", "provider": provider}
		for i := 0; i+1 < len(pairs); i += 2 {
			body[pairs[i]] = pairs[i+1]
		}
		return at[string](t, call(t, 200, "POST", p.staff+"/v1/slots:explain", p.tokens.FrontDesk, body), "reason")
	}
	require.Equal(t, "OFFERED", explain("provider", "", "startTime", at[string](t, slots, len(slots)-1, "startTime")))
	require.Equal(t, "TOO_SOON", explain("startTime", time.Now().UTC().Add(-time.Hour).Format(time.RFC3339)))
	require.Equal(t, "TOO_FAR", explain("startTime", time.Now().UTC().AddDate(0, 3, 0).Format(time.RFC3339)))
	monday := time.Now().In(newYork(t))
	for monday.Weekday() != time.Monday || time.Until(monday) < 48*time.Hour {
		monday = monday.AddDate(0, 0, 1)
	}
	require.Equal(t, "OUTSIDE_HOURS", explain("localStartTime", monday.Format(time.DateOnly)+"T03:00"))
	require.Equal(t, "NONEXISTENT_LOCAL_TIME", explain("localStartTime", "2027-03-14T02:15"))
}

// calendars reads and changes a provider's hours, and adds time off.
func (p *product) calendars(t *testing.T) {
	t.Helper()
	data, err := demo.Load()
	require.NoError(t, err)
	own, other := "providers/"+data.Therapists[0].ID, "providers/"+data.Therapists[1].ID
	schedule := call(t, 200, "GET", p.staff+"/v1/"+own+"/schedule", p.tokens.Clinician, nil)
	require.Equal(t, "America/New_York", schedule["timeZone"])
	refused(t, 404, "NOT_FOUND", "GET", p.staff+"/v1/"+other+"/schedule", p.tokens.Clinician, nil)
	refused(t, 403, "PERMISSION_DENIED", "GET", p.staff+"/v1/"+own+"/schedule", p.tokens.FrontDesk, nil)
	changed := call(t, 200, "PUT", p.staff+"/v1/"+own+"/schedule", p.tokens.Admin, schedule)
	refused(t, 409, "ETAG_MISMATCH", "PUT", p.staff+"/v1/"+own+"/schedule", p.tokens.Admin, schedule)
	require.NotEqual(t, schedule["etag"], changed["etag"])

	begin := time.Now().UTC().AddDate(0, 0, 1).Truncate(time.Hour)
	off := object{"startTime": begin.Format(time.RFC3339), "endTime": begin.AddDate(0, 0, 7).Format(time.RFC3339), "label": "leave", "requestId": requestID()}
	away := call(t, 200, "POST", p.staff+"/v1/"+coordinators(t)[0]+"/timeOff", p.tokens.Admin, off)
	require.NotNil(t, away["affectedAppointments"])
	refused(t, 400, "INVALID_FIELDS", "POST", p.staff+"/v1/"+own+"/timeOff", p.tokens.Admin,
		object{"startTime": off["endTime"], "endTime": off["startTime"], "requestId": requestID()})
}

// profiles reads and changes therapists.
func (p *product) profiles(t *testing.T) {
	t.Helper()
	list := call(t, 200, "GET", p.staff+"/v1/therapists?pageSize=5", p.tokens.FrontDesk, nil)
	require.Len(t, at[[]any](t, list, "therapists"), 5)
	require.NotEmpty(t, list["nextPageToken"])
	name := at[string](t, list, "therapists", 0, "name")
	before := call(t, 200, "GET", p.staff+"/v1/"+name, p.tokens.FrontDesk, nil)
	after := call(t, 200, "PATCH", p.staff+"/v1/"+name, p.tokens.Admin, object{"feeCents": "21000", "etag": before["etag"]})
	require.Equal(t, "21000", after["feeCents"])
	require.Equal(t, before["displayName"], after["displayName"])
	refused(t, 409, "ETAG_MISMATCH", "PATCH", p.staff+"/v1/"+name, p.tokens.Admin, object{"feeCents": "1", "etag": before["etag"]})
	got, err := send("PATCH", p.staff+"/v1/"+name, p.tokens.Admin, object{"displayName": ""})
	require.NoError(t, err)
	require.NotEqual(t, 500, got.status, "%s", got.raw)

	req, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, p.staff+"/v1/"+name, strings.NewReader(`{"feeCents":"5"}`))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+p.tokens.Admin)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("If-Match", `"stale"`)
	resp, err := httpClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusPreconditionFailed, resp.StatusCode)
}
