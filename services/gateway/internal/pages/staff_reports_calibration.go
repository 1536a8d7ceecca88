package pages

import (
	"fmt"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// calibrationWords is the calibration report in words; Rows is empty when too little was measured.
type calibrationWords struct {
	Says string
	Rows []calibrationRow
	// Basis says from what track records are estimated; empty: nothing was measured yet.
	Basis string
}

// calibrationRow is a part of the courses, the lowest predictions first.
type calibrationRow struct{ Courses, Predicted, Observed string }

// calibrationOf puts the report into words. A slope of 1 lies in the interval when predictions are neither too bold nor too timid.
func calibrationOf(c *matchingv1.CalibrationReport) calibrationWords {
	var out calibrationWords
	if c.GetEvidenceVersion() != "" {
		out.Basis = fmt.Sprintf("Track records are estimated from %s.", plural(int(c.GetEvidenceCourses()), "measured course", "measured courses"))
	}
	if c.GetCourses() == 0 {
		out.Says = "Too few clients were predicted and measured to tell; eleven are needed."
		return out
	}
	slope := fmt.Sprintf("For every step the prediction rises, what was measured rises by %.2f (four times of five between %.2f and %.2f): ",
		c.GetSlope(), c.GetSlopeLow(), c.GetSlopeHigh())
	switch {
	case c.GetSlope() == 0 && c.GetSlopeHigh() == 0:
		out.Says = "All predictions were the same, so that nothing can be said of whether they are too bold."
	case c.GetSlopeLow() > 1:
		out.Says = slope + "predictions are too timid."
	case c.GetSlopeHigh() < 1:
		out.Says = slope + "predictions are too bold."
	default:
		out.Says = slope + "nothing says that predictions are too bold or too timid."
	}
	for _, d := range c.GetDeciles() {
		out.Rows = append(out.Rows, calibrationRow{
			fmt.Sprint(d.GetCourses()), fmt.Sprintf("%+.2f", d.GetPredicted()), fmt.Sprintf("%+.2f", d.GetObserved()),
		})
	}
	return out
}
