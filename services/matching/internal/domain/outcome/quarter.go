package outcome

import (
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// quarterMonths is how long the period of a report is: a quarter of a year, by definition.
const quarterMonths = 3

// quarter refuses a period that is not one calendar quarter in the practice's zone, or is not over. Of two periods of which one holds
// the other, or of one that still grows, a reader could take the one report off the other and be left with a single client.
func (o *Outcomes) quarter(from, to time.Time) error {
	var wrong []errs.Violation
	from = from.In(o.zone)
	begins := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, o.zone)
	ends := begins.AddDate(0, quarterMonths, 0)
	if from.IsZero() || !from.Equal(begins) || (from.Month()-time.January)%quarterMonths != 0 {
		wrong = append(wrong, errs.Field("startTime", "must be when January, April, July or October begins in the time zone of the practice"))
	}
	switch {
	case !to.Equal(ends):
		wrong = append(wrong, errs.Field("endTime", "must be when the calendar quarter that begins at startTime is over: a report is over one quarter"))
	case to.After(o.now()):
		wrong = append(wrong, errs.Field("endTime", "is still to come: a report is over a quarter that has ended"))
	}
	if len(wrong) > 0 {
		return errs.Invalid(wrong...)
	}
	return nil
}
