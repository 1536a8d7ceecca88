package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOutcomes pairs a client, takes in a questionnaire and no check-in before the session, routes the ninth item to the clinical lead, and
// reads the reports, as staff do over HTTP.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk, lead, admin := p.tokens.FrontDesk, p.tokens.ClinicalLead, p.tokens.Admin
		inquiry := p.consulted(t)
		checkIn := object{"inquiry": inquiry, "session": 1, "fit": 3, "requestId": requestID()}
		refused(t, 404, "NOT_FOUND", "POST", p.staff+"/v1/checkIns", desk, checkIn)

		match := call(t, 200, "POST", p.staff+"/v1/"+inquiry+":match", desk, object{})
		therapist := at[string](t, match, "candidates", 0, "therapist")
		call(t, 200, "POST", p.staff+"/v1/"+inquiry+":pair", desk, object{
			"decision": at[string](t, match, "decision"), "therapist": therapist,
			"slot": opening(t, at[any](t, match, "candidates", 0)), "requestId": requestID(),
		})
		refused(t, 400, "NOT_STARTED", "POST", p.staff+"/v1/checkIns", desk, checkIn)

		form := object{"inquiry": inquiry, "instrument": "PHQ_9", "answers": []int{1, 1, 1, 1, 1, 1, 1, 1, 2}, "requestId": requestID()}
		refused(t, 403, "PERMISSION_DENIED", "POST", p.staff+"/v1/measures", admin, form)
		nobody := object{"inquiry": "inquiries/aaaaaaaaaaaaaaaaaaaaaaaaaa", "instrument": "PHQ_9", "answers": form["answers"], "requestId": requestID()}
		refused(t, 404, "NOT_FOUND", "POST", p.staff+"/v1/measures", desk, nobody)
		measured := call(t, 200, "POST", p.staff+"/v1/measures", desk, form)
		require.Equal(t, "MODERATE", at[string](t, measured, "band"))
		require.Equal(t, []any{"MOOD"}, at[[]any](t, measured, "domains"))
		require.True(t, at[bool](t, measured, "needsHuman"))
		require.NotContains(t, measured, "answers")
		form["answers"], form["requestId"] = []int{1, 1, 1, 1, 4}, requestID()
		wrong, err := send("POST", p.staff+"/v1/measures", desk, form)
		require.NoError(t, err)
		require.Equal(t, 400, wrong.status, "%s", wrong.raw)
		require.Equal(t, []string{"answers"}, wrong.violations())

		refused(t, 403, "PERMISSION_DENIED", "GET", p.staff+"/v1/measures", desk, nil)
		open := call(t, 200, "GET", p.staff+"/v1/measures?unacknowledged=true", lead, nil)
		name := at[string](t, open, "measures", 0, "name")
		require.Equal(t, at[string](t, measured, "name"), name)
		call(t, 200, "POST", p.staff+"/v1/"+name+":acknowledge", lead, object{})
		require.Empty(t, call(t, 200, "GET", p.staff+"/v1/measures?unacknowledged=true", lead, nil)["measures"])
		require.Empty(t, call(t, 200, "GET", p.staff+"/v1/measures", p.tokens.Clinician, nil)["nextPageToken"])

		call(t, 200, "GET", p.staff+"/v1/reports/fairness?startTime=2026-01-01T05:00:00Z&endTime=2026-04-01T04:00:00Z", admin, nil)
		refused(t, 400, "INVALID_FIELDS", "GET", p.staff+"/v1/reports/fairness", admin, nil)
		refused(t, 400, "INVALID_FIELDS", "GET", p.staff+"/v1/reports/fairness?startTime=2026-01-01T05:00:00Z&endTime=2026-03-31T04:00:00Z", admin, nil)
		report := call(t, 200, "GET", p.staff+"/v1/reports/calibration", lead, nil)
		require.EqualValues(t, 0, at[float64](t, report, "courses"))
		refused(t, 403, "PERMISSION_DENIED", "GET", p.staff+"/v1/reports/calibration", desk, nil)
	})
}
