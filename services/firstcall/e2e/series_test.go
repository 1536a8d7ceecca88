package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// TestSeries finds a weekly hour for a client, books it, moves it and ends it, as the front desk does over HTTP.
func TestSeries(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk := p.tokens.FrontDesk
		inquiry := p.consulted(t)
		data, err := demo.Load()
		require.NoError(t, err)
		provider := "providers/" + data.Therapists[0].ID
		search := object{"providers": []any{provider}, "appointmentType": "session", "weeks": 10}
		openings := at[[]any](t, call(t, 200, "POST", p.staff+"/v1/weeklyOpenings:find", desk, search), "openings")
		require.Greater(t, len(openings), 1)
		hour := at[object](t, openings, 1) // the first may come too close while a test is at it
		require.Equal(t, provider, hour["provider"])

		booking := object{
			"provider": provider, "appointmentType": "session", "mode": hour["mode"], "inquiry": inquiry,
			"startDate": hour["startDate"], "localTime": hour["localTime"], "recurrence": hour["recurrence"], "requestId": requestID(),
		}
		refused(t, 403, "PERMISSION_DENIED", "POST", p.staff+"/v1/series", p.tokens.Admin, booking)
		series := call(t, 200, "POST", p.staff+"/v1/series", desk, booking)
		require.Len(t, at[[]any](t, series, "appointments"), 10)
		require.Equal(t, hour["startTime"], at[string](t, series, "appointments", 0, "startTime"))
		require.Equal(t, series, call(t, 200, "POST", p.staff+"/v1/series", desk, booking), "a repeat gives the same")
		name := at[string](t, series, "name")
		require.Equal(t, name, at[string](t, series, "appointments", 3, "series"))

		booking["requestId"] = requestID()
		got, err := send("POST", p.staff+"/v1/series", desk, booking)
		require.NoError(t, err)
		require.Equal(t, 409, got.status, "%s", got.raw)
		require.Equal(t, "SERIES_NOT_FREE", got.reason())
		require.Contains(t, string(got.raw), "firstcall.scheduling.v1.SeriesConflicts")
		again := at[[]any](t, call(t, 200, "POST", p.staff+"/v1/weeklyOpenings:find", desk, search), "openings")
		require.NotEmpty(t, again)
		for _, o := range again {
			require.NotEqual(t, hour["startTime"], at[string](t, o, "startTime"), "no longer free")
		}

		move := object{
			"appointment": at[string](t, series, "appointments", 4, "name"), "scope": "FROM_HERE_ON", "requestId": requestID(),
			"startDate": at[string](t, series, "rules", 0, "startDate"), "localTime": "03:00",
		}
		refused(t, 409, "SERIES_NOT_FREE", "POST", p.staff+"/v1/"+name+":move", desk, move)
		last := len(again) - 1
		move["startDate"], move["localTime"], move["requestId"] = at[string](t, again, last, "startDate"), at[string](t, again, last, "localTime"), requestID()
		moved := call(t, 200, "POST", p.staff+"/v1/"+name+":move", desk, move)
		require.Equal(t, at[string](t, again, last, "startTime"), at[string](t, moved, "appointments", 4, "startTime"))
		require.Equal(t, at[string](t, series, "appointments", 4, "name"), at[string](t, moved, "appointments", 4, "name"))
		require.Equal(t, moved, call(t, 200, "GET", p.staff+"/v1/"+name, desk, nil))
		own := at[[]any](t, call(t, 200, "GET", p.staff+"/v1/series", p.tokens.Clinician, nil), "series")
		require.Len(t, own, 1, "the clinician's own")

		ended := call(t, 200, "POST", p.staff+"/v1/"+name+":end", desk,
			object{"endDate": at[string](t, series, "rules", 0, "startDate"), "requestId": requestID()})
		for n := range 10 {
			require.Equal(t, "CANCELLED", at[string](t, ended, "appointments", n, "state"))
		}
		refused(t, 400, "INVALID_FIELDS", "POST", p.staff+"/v1/series", desk, object{
			"provider": provider, "appointmentType": "session", "inquiry": inquiry, "startDate": booking["startDate"],
			"localTime": "10:00", "recurrence": "FREQ=MONTHLY;COUNT=3", "requestId": requestID(),
		})
		require.Equal(t, "CONSULTED", at[string](t, call(t, 200, "GET", p.staff+"/v1/"+inquiry, desk, nil), "state"))
	})
}
