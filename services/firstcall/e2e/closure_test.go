package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestClosure closes the practice for the days of the first open time, and opens it again.
func TestClosure(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		admin := p.tokens.Admin
		first := parseTime(t, at[string](t, p.openSlots(t), 30, "startTime")).In(newYork(t)).Format(time.DateOnly)
		closing := object{"closure": object{"startDate": first, "label": "Moving house"}, "requestId": requestID()}
		refused(t, 403, "PERMISSION_DENIED", "POST", p.staff+"/v1/closures", p.tokens.FrontDesk, closing)
		closed := call(t, 200, "POST", p.staff+"/v1/closures", admin, closing)
		require.Empty(t, closed["affectedAppointments"])
		require.Equal(t, closed, call(t, 200, "POST", p.staff+"/v1/closures", admin, closing), "a repeat gives the same")
		listed := call(t, 200, "GET", p.staff+"/v1/closures", p.tokens.FrontDesk, nil)
		require.Equal(t, closed["closure"], at[any](t, listed, "closures", 0))
		day := query("/v1/appointmentTypes/consultation/slots", "startDate", first, "endDate", first, "timeZone", "America/New_York")
		require.Equal(t, "CLOSED", call(t, 200, "GET", p.public+day, "", nil)["unavailableReason"])
		explained := call(t, 200, "POST", p.staff+"/v1/slots:explain", p.tokens.FrontDesk,
			object{"appointmentType": "consultation", "localStartTime": first + "T12:00"})
		require.Equal(t, "PRACTICE_CLOSED", explained["reason"])
		require.Empty(t, call(t, 200, "GET", p.staff+"/v1/affectedAppointments", p.tokens.FrontDesk, nil)["affectedAppointments"])
		call(t, 200, "DELETE", p.staff+"/v1/"+at[string](t, closed, "closure", "name"), admin, nil)
		require.NotEmpty(t, call(t, 200, "GET", p.public+day, "", nil)["slots"])
		refused(t, 404, "NOT_FOUND", "DELETE", p.staff+"/v1/"+at[string](t, closed, "closure", "name"), admin, nil)
	})
}
