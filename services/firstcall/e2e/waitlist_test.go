package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// notSoon asks for sessions on a day of the week that is neither today's nor tomorrow's: a plan takes early openings, and one that is near
// may come too close before it is offered.
func notSoon(t *testing.T) func(need object) {
	t.Helper()
	day := time.Now().In(newYork(t)).AddDate(0, 0, 3)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	window := object{"day": strings.ToUpper(day.Weekday().String()), "startTime": "00:00", "endTime": "24:00"}
	return func(need object) { need["times"] = []object{{"window": window, "strength": "REQUIRED"}} }
}

// TestWaitlist puts clients on the waitlist, plans it as a whole, and makes the offers of the plan.
func TestWaitlist(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk, admin := p.tokens.FrontDesk, p.tokens.Admin
		var waiting []string
		for range 3 {
			inquiry := p.consulted(t, notSoon(t))
			got := call(t, 200, "POST", p.staff+"/v1/"+inquiry+":waitlist", desk, object{"requestId": uuid.NewString()})
			require.Equal(t, "WAITLISTED", got["state"])
			require.NotEmpty(t, got["waitingSinceTime"])
			waiting = append(waiting, inquiry)
		}
		entries := at[[]any](t, call(t, 200, "GET", p.staff+"/v1/waitlist", desk, nil), "entries")
		require.Len(t, entries, 3)
		for i := range entries {
			require.Equal(t, waiting[i], at[string](t, entries, i, "inquiry"), "the longest waiting first")
			require.Equal(t, "WAITING", at[string](t, entries, i, "state"))
		}
		wait := call(t, 200, "POST", p.staff+"/v1/waitlist:estimate", desk, object{"inquiry": waiting[2]})
		require.Equal(t, "As it is: there is a place now.", at[string](t, wait, "estimates", 0, "text"))

		refused(t, 403, "PERMISSION_DENIED", "POST", p.staff+"/v1/plans", p.tokens.Clinician, object{"requestId": uuid.NewString()})
		plan := call(t, 200, "POST", p.staff+"/v1/plans", desk, object{"requestId": uuid.NewString()})
		require.Len(t, at[[]any](t, plan, "assignments"), 3)
		commit := p.staff + "/v1/" + at[string](t, plan, "name") + ":commit"
		refused(t, 403, "PERMISSION_DENIED", "POST", commit, desk, object{"requestId": uuid.NewString()})

		first := at[string](t, plan, "assignments", 0, "inquiry")
		order := object{"requestId": uuid.NewString(), "inquiries": []string{first}}
		made := call(t, 200, "POST", commit, admin, order)
		require.Len(t, at[[]any](t, made, "offers"), 1)
		require.NotEmpty(t, at[string](t, made, "offers", 0, "proposal"))
		require.Equal(t, made, call(t, 200, "POST", commit, admin, order), "a repeat gives the first answer")
		require.Equal(t, "PROPOSED", call(t, 200, "GET", p.staff+"/v1/"+first, desk, nil)["state"])

		all := call(t, 200, "POST", commit, admin, object{"requestId": uuid.NewString()})
		require.Len(t, at[[]any](t, all, "offers"), 3)
		require.Equal(t, "OFFERED", at[string](t, all, "offers", 0, "problem"))
		for _, inquiry := range waiting {
			require.Equal(t, "PROPOSED", call(t, 200, "GET", p.staff+"/v1/"+inquiry, desk, nil)["state"])
		}
		now := call(t, 200, "GET", p.staff+"/v1/"+at[string](t, plan, "name"), desk, nil)
		for i := range 3 {
			require.Equal(t, "OPEN", at[string](t, now, "assignments", i, "proposalState"))
		}
	})
}
