package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// TestJourney walks one couple from the open times to the first session, as contract.md describes it.
func TestJourney(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk := p.tokens.FrontDesk
		slots := p.openSlots(t)
		require.Greater(t, len(slots), 20)

		hold := call(t, 200, "POST", p.public+"/v1/holds", "", object{"slot": at[string](t, slots, 0, "slot"), "requestId": uuid.NewString()})
		require.NotEmpty(t, hold["expireTime"])
		require.Equal(t, at[string](t, slots, 0, "startTime"), hold["startTime"])

		form := inquiryForm()
		form["hold"] = hold["hold"]
		booked := call(t, 200, "POST", p.public+"/v1/inquiries", "", form)
		require.Equal(t, hold["startTime"], at[string](t, booked, "consultation", "startTime"))
		require.Equal(t, false, booked["crisisBlockExpanded"])
		require.Equal(t, booked, call(t, 200, "POST", p.public+"/v1/inquiries", "", form), "a repeat gives the first answer")

		token := manageToken(t, booked)
		looked := call(t, 200, "POST", p.public+"/v1/consultations:lookup", "", object{"token": token})
		require.Equal(t, object{"state": "BOOKED", "startTime": hold["startTime"], "endTime": hold["endTime"], "timeZone": "America/New_York"}, looked)

		later := at[string](t, slots, 5, "slot")
		moved := call(t, 200, "POST", p.public+"/v1/consultations:reschedule", "", object{"token": token, "slot": later, "requestId": uuid.NewString()})
		require.Equal(t, at[string](t, slots, 5, "startTime"), at[string](t, moved, "consultation", "startTime"))
		call(t, 404, "POST", p.public+"/v1/consultations:lookup", "", object{"token": token})
		call(t, 200, "POST", p.public+"/v1/consultations:lookup", "", object{"token": manageToken(t, moved)})

		inbox := call(t, 200, "GET", p.staff+"/v1/inquiries", desk, nil)
		inquiry := at[string](t, inbox, "inquiries", 0, "name")
		require.Equal(t, "CONSULTATION_BOOKED", at[string](t, inbox, "inquiries", 0, "state"))
		require.Equal(t, "Ana", at[string](t, inbox, "inquiries", 0, "contact", "givenName"))
		base := p.staff + "/v1/" + inquiry

		consulted := call(t, 200, "POST", base+":recordCall", desk, object{"outcome": "REACHED", "need": fullNeed(), "note": "wants evenings", "requestId": uuid.NewString()})
		require.Equal(t, "CONSULTED", consulted["state"])

		ranked := call(t, 200, "POST", base+":match", desk, object{"maxCandidates": 5})
		candidates := at[[]any](t, ranked, "candidates")
		require.GreaterOrEqual(t, len(candidates), 2)
		require.NotEmpty(t, at[[]any](t, ranked, "excluded"))
		checkRanking(t, candidates)

		var options []object
		for i := range 2 {
			options = append(options, object{
				"therapist": at[string](t, candidates, i, "therapist"),
				"slots":     []string{opening(t, candidates[i])},
			})
		}
		proposed := call(t, 200, "POST", base+":propose", desk, object{"decision": ranked["decision"], "options": options, "requestId": uuid.NewString()})
		require.NotEmpty(t, proposed["expireTime"])

		pair := object{"proposal": proposed["proposal"], "therapist": options[0]["therapist"], "slot": options[0]["slots"].([]string)[0], "requestId": uuid.NewString()}
		paired := call(t, 200, "POST", base+":pair", desk, pair)
		require.Equal(t, options[0]["therapist"], at[string](t, paired, "pairing", "therapist"))
		require.Equal(t, "IN_PERSON", at[string](t, paired, "firstSession", "mode"))
		require.NotEmpty(t, at[string](t, paired, "firstSession", "room"))
		require.Equal(t, "FIRST_SESSION_BOOKED", at[string](t, paired, "inquiry", "state"))
		require.Equal(t, paired["firstSession"], call(t, 200, "POST", base+":pair", desk, pair)["firstSession"], "a repeat gives the same session")

		sessions := call(t, 200, "GET", p.staff+"/v1/appointments?type=first-session", desk, nil)
		require.Len(t, at[[]any](t, sessions, "appointments"), 1)
		require.Equal(t, at[string](t, paired, "firstSession", "appointment"), at[string](t, sessions, "appointments", 0, "name"))
		room := at[string](t, sessions, "appointments", 0, "room")
		require.InDelta(t, 2, at[float64](t, sessions, "appointments", 0, "roomWish", "persons"), 0, "the couple")
		rooms := at[[]any](t, call(t, 200, "GET", p.staff+"/v1/rooms", desk, nil), "rooms")
		require.Len(t, rooms, 2)
		for i := range rooms {
			if at[string](t, rooms, i, "name") == room {
				require.GreaterOrEqual(t, at[float64](t, rooms, i, "capacity"), 2.0)
			}
		}

		events := at[[]any](t, call(t, 200, "GET", base+"/history", desk, nil), "events")
		require.Equal(t, []string{
			"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED", "CALL_RECORDED", "MATCHED", "PROPOSED", "PAIRED", "FIRST_SESSION_BOOKED",
		}, kinds(t, events, "MESSAGE_SENT", "APPOINTMENT_COMPLETED"))
		var last time.Time
		for i := range events {
			at := parseTime(t, at[string](t, events, i, "time"))
			require.False(t, at.Before(last), "history is in order")
			last = at
		}
		require.Equal(t, "visitor", at[string](t, events, 0, "actor"))
		require.True(t, strings.HasPrefix(at[string](t, events, len(events)-1, "actor"), "s"))
	})
}

// openSlots are the open times of three weeks. They begin tomorrow: one of today may come too close while a test is at it.
func (p *product) openSlots(t testing.TB) []any {
	t.Helper()
	tomorrow := time.Now().In(newYork(t)).AddDate(0, 0, 1)
	path := query("/v1/appointmentTypes/consultation/slots",
		"startDate", tomorrow.Format(time.DateOnly), "endDate", tomorrow.AddDate(0, 0, 20).Format(time.DateOnly), "timeZone", "America/New_York")
	return at[[]any](t, call(t, 200, "GET", p.public+path, "", nil), "slots")
}

// opening is the last time a candidate is listed with: the first may come too close while a test is at it.
func opening(t *testing.T, candidate any) string {
	t.Helper()
	openings := at[[]any](t, candidate, "openings")
	require.NotEmpty(t, openings)
	return at[string](t, openings, len(openings)-1, "slot")
}

func inquiryForm() object {
	return object{
		"requestId": uuid.NewString(),
		"contact": object{"givenName": "Ana", "familyName": "Ruiz", "phone": "+1 212 555 0142", "email": "ana@example.com",
			"preferredChannel": "PHONE", "voicemailOk": false, "textOk": true},
		"need":         object{"concerns": []string{"BETRAYAL_TRUST"}, "format": "COUPLE", "note": "we found out in spring"},
		"participants": []object{{"givenName": "Lou", "familyName": "Ruiz"}},
		"consents":     []object{{"document": "privacy-notice", "version": "2026-11"}},
		"locale":       "en-US",
		"timeZone":     "America/New_York",
		"origin":       "blog/rebuilding-trust-after-betrayal",
	}
}

func fullNeed() object {
	return object{
		"concerns": []string{"BETRAYAL_TRUST", "COUPLE_CONFLICT"}, "format": "COUPLE", "ageGroup": "ADULT",
		"modes": []string{"IN_PERSON", "VIDEO"}, "locationState": "NY", "languages": []string{"en"},
		"payment": object{"selfPayMaxCents": "30000"},
		"times":   []object{{"window": object{"day": "TUESDAY", "startTime": "17:00", "endTime": "20:00"}, "strength": "MILD"}},
		"style":   object{"warmth": 2},
	}
}

// checkRanking checks order, openings and that no two openings of a therapist overlap.
func checkRanking(t *testing.T, candidates []any) {
	t.Helper()
	score := at[float64](t, candidates, 0, "score")
	for i := range candidates {
		require.LessOrEqual(t, at[float64](t, candidates, i, "score"), score)
		score = at[float64](t, candidates, i, "score")
		require.NotEmpty(t, at[[]any](t, candidates, i, "reasons"))
		openings := at[[]any](t, candidates, i, "openings")
		require.NotEmpty(t, openings)
		var end time.Time
		for j := range openings {
			require.False(t, parseTime(t, at[string](t, openings, j, "startTime")).Before(end))
			end = parseTime(t, at[string](t, openings, j, "endTime"))
		}
	}
}

func manageToken(t *testing.T, body object) string {
	t.Helper()
	_, token, found := strings.Cut(at[string](t, body, "manageUrl"), "#t=")
	require.True(t, found)
	return token
}

// kinds are the kinds of the events, without those that come when they come.
func kinds(t *testing.T, events []any, without ...string) []string {
	t.Helper()
	var list []string
next:
	for i := range events {
		kind := at[string](t, events, i, "kind")
		for _, skip := range without {
			if kind == skip {
				continue next
			}
		}
		list = append(list, kind)
	}
	return list
}

func parseTime(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return parsed
}

func newYork(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	return zone
}
