package pages_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestReportsPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/waitlist").body, `href="/reports"`, "not for the front desk")
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	require.Contains(t, b.get("/waitlist").body, `href="/reports"`)

	got := b.get("/reports").body
	for _, words := range []string{
		`<option value="2026-07" selected>July to September 2026</option>`, `<option value="2024-10">October to December 2024</option>`,
		"Longest wait: Teen, 11.0 days on average. Shortest: Adult, 6.0.", ">Adult</th><td>30</td><td>6.0; half within 4.0</td><td>70.0; the first had 1.2 more</td><td>22; 25\u00a0% low</td><td>40; half begin within 9.0 days<",
		`>Child</th><td colspan="4"><span class="hint">Hidden: too few clients</span></td><td>14; fewer than half have begun<`,
		`>Older adult</th><td colspan="5"><span class="hint">Hidden`, `>Teen</th><td>12</td><td>11.0; half within 10.0</td><td><span class="hint">Hidden`,
		">English</th>", ">Not said</th>", "waited equally long", "LGBTQ&#43; affirming", "12\u00a0% of the 42 clients", "5\u00a0% went to one", "cost a client 0.2 of 100",
		"Too few clients were predicted and measured", "12; too few felt so, or did not, to say how many were low",
	} {
		require.Contains(t, got, words)
	}
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	require.True(t, p.reported[0].GetStartTime().AsTime().Equal(time.Date(2026, 7, 1, 0, 0, 0, 0, newYork)))
	require.True(t, p.reported[0].GetEndTime().AsTime().Equal(time.Date(2026, 10, 1, 0, 0, 0, 0, newYork)))

	require.Contains(t, b.get("/reports?quarter=2026-01").body, "Nobody was ranked for the first time")
	require.True(t, p.reported[1].GetEndTime().AsTime().Equal(time.Date(2026, 4, 1, 0, 0, 0, 0, newYork)), "across the change of the hour")
	b.get("/reports?quarter=2026-08")
	require.True(t, p.reported[2].GetStartTime().AsTime().Equal(p.reported[0].GetStartTime().AsTime()), "no quarter: the last one")

	for _, method := range []string{"GetFairnessReport", "GetCalibrationReport"} {
		p.fail[method] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
		require.Equal(t, http.StatusForbidden, b.get("/reports").status)
	}
}

func TestCalibrationInWords(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	for words, report := range map[string]*matchingv1.CalibrationReport{
		"rises by 0.90 (four times of five between 0.70 and 1.10): nothing says that": {Courses: 40, Slope: 0.9, SlopeLow: 0.7, SlopeHigh: 1.1},
		"predictions are too timid.":          {Courses: 40, Slope: 2, SlopeLow: 1.5, SlopeHigh: 2.5},
		"predictions are too bold.":           {Courses: 40, Slope: 0.2, SlopeLow: -0.1, SlopeHigh: 0.5},
		"All predictions were the same":       {Courses: 40},
		"estimated from 12 measured courses.": {EvidenceVersion: "v", EvidenceCourses: 12},
		"<td>20</td><td>-0.20</td><td>&#43;0.05</td>": {Courses: 40, Slope: 1, SlopeLow: 0.5, SlopeHigh: 1.5, Deciles: []*matchingv1.CalibrationReport_Decile{
			{Courses: 20, Predicted: -0.2, Observed: 0.05}, {Courses: 20, Predicted: 0.1, Observed: 0.2},
		}},
	} {
		p.calibration = report
		require.Contains(t, b.get("/reports").body, words)
	}
}
