package pages

import (
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

// The reports: how many quarters one may choose from, how long one is, and how one travels in addresses.
const (
	quartersShown = 8
	quarterMonths = 3
	quarterFormat = "2006-01"
)

// reportsBody is both reports in words and numbers.
type reportsBody struct {
	Quarters []quarterChoice
	Period   string
	// Tables are the dimensions of the fairness report; none: nothing can be told.
	Tables      []fairTable
	Exploration string
	Calibration calibrationWords
}

// quarterChoice is a quarter to choose.
type quarterChoice struct {
	Value, Label string
	Chosen       bool
}

// SeesReports reports whether the signed-in person may read the reports.
func (v view) SeesReports() bool {
	return v.hasAny(optionsv1.Policy_CLINICAL_LEAD, optionsv1.Policy_ADMIN)
}

// reports shows whether the practice is fair, quarter by quarter, and whether its predictions come true.
func (s *site) reports(w http.ResponseWriter, r *http.Request) {
	zone := s.practiceView(r.Context()).Zone
	quarters := quartersBefore(s.Clock.Now().In(zone))
	chosen := quarters[0]
	var body reportsBody
	for _, q := range quarters {
		if q.Format(quarterFormat) == r.URL.Query().Get("quarter") {
			chosen = q
		}
	}
	for _, q := range quarters {
		body.Quarters = append(body.Quarters, quarterChoice{q.Format(quarterFormat), quarterWords(q), q.Equal(chosen)})
	}
	body.Period = quarterWords(chosen)
	group, ctx := errgroup.WithContext(r.Context())
	group.Go(func() error {
		reply, err := s.Outcomes.GetFairnessReport(ctx, &matchingv1.GetFairnessReportRequest{
			StartTime: timestamppb.New(chosen), EndTime: timestamppb.New(chosen.AddDate(0, quarterMonths, 0)),
		})
		body.Tables, body.Exploration = fairTables(reply.GetCells()), explorationWords(reply.GetExploration())
		return err
	})
	group.Go(func() error {
		reply, err := s.Outcomes.GetCalibrationReport(ctx, &matchingv1.GetCalibrationReportRequest{})
		body.Calibration = calibrationOf(reply.GetReport())
		return err
	})
	if err := group.Wait(); err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "reports", view{Title: "Reports", Section: "reports", Private: true, Body: body})
}

// quartersBefore are the starts of the quarters that are over, the latest first.
func quartersBefore(now time.Time) []time.Time {
	current := time.Date(now.Year(), now.Month()-(now.Month()-time.January)%quarterMonths, 1, 0, 0, 0, 0, now.Location())
	var out []time.Time
	for n := range quartersShown {
		out = append(out, current.AddDate(0, -quarterMonths*(n+1), 0))
	}
	return out
}

// quarterWords is "July to September 2026".
func quarterWords(from time.Time) string {
	return from.Format("January") + " to " + from.AddDate(0, quarterMonths-1, 0).Format("January 2006")
}

// explorationWords say what drawing who of a near-tie comes first did; empty when it is too few to tell.
func explorationWords(e *matchingv1.Exploration) string {
	if e.GetClients() == 0 {
		return ""
	}
	known := fmt.Sprintf("%s of the %d clients", shareWords(e.GetLittleKnown()), e.GetClients())
	if e.GetLittleKnownSuppressed() {
		known = fmt.Sprintf("Of the %d clients too few, or all but too few, to say how many", e.GetClients())
	}
	drawn := fmt.Sprintf("%s went to one who was drawn to come first among near equals and was not the best, which cost a client %s of 100 on average.",
		shareWords(e.GetDrawn()), pointWords(e.GetCost()))
	if e.GetDrawnSuppressed() {
		drawn = "Too few to say how many went to one who was drawn to come first among near equals and was not the best."
	}
	return fmt.Sprintf("%s went to a therapist of whom little was measured; at least %s should, so that the practice learns of all. %s",
		known, shareWords(e.GetLittleKnownLeast()), drawn)
}

// shareWords is a share in per cent: "12 %".
func shareWords(share float64) string { return fmt.Sprintf("%.0f\u00a0%%", 100*share) }

// pointWords is a part of a score on the scale to 100.
func pointWords(points float64) string { return fmt.Sprintf("%.1f", 100*points) }
