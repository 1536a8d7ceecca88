package domain

import (
	"fmt"
	"time"
)

// Absence is a stretch of dates (YYYY-MM-DD) on which a therapist begins with no new client: planned leave, or what comes
// after a licence.
type Absence struct {
	Therapist string
	Start     string
	// End is the last date; empty: for good.
	End string
}

// absenceAhead is for how many days ahead scheduling is told of absences. Policy: further than it looks for openings.
const absenceAhead = 366

// far is the last date that matters.
func (v *view) far() string {
	return v.in.Now.In(v.loc).AddDate(0, 0, absenceAhead).Format(time.DateOnly)
}

// holds reports whether the day (YYYY-MM-DD) is one of the absence.
func (a Absence) holds(day string) bool { return a.Start <= day && (a.End == "" || day <= a.End) }

// words say why the therapist is absent: on leave, or for good, as the licence ends the day before.
func (a Absence) words() string {
	if a.End != "" {
		return fmt.Sprintf("Away from %s to %s.", dateWords(a.Start), dateWords(a.End))
	}
	day, err := time.Parse(time.DateOnly, a.Start)
	if err != nil {
		return "The license ends."
	}
	return fmt.Sprintf("The license ends on %s.", dateWords(day.AddDate(0, 0, -1).Format(time.DateOnly)))
}

// absent appends those of a therapist up to a date.
func (v *view) absent(n *Need, t *Therapist, far string, out []Absence) []Absence {
	for _, l := range t.Leave {
		if l.EndDate >= v.date && l.StartDate <= far {
			out = append(out, Absence{t.ID, l.StartDate, l.EndDate})
		}
	}
	if last := v.where(n, t).last; last < far {
		if day, err := time.Parse(time.DateOnly, last); err == nil {
			out = append(out, Absence{Therapist: t.ID, Start: day.AddDate(0, 0, 1).Format(time.DateOnly)})
		}
	}
	return out
}

// within is how far ahead openings are of use to a client of this tier; zero: as far as there are any.
func (v *view) within(n *Need) time.Duration {
	return time.Duration(v.in.Weights.LatestDays[tiers[n.Tier]]) * 24 * time.Hour
}

// soon is for how many days ahead a leave or the end of a licence is a reason for not having an opening. Policy.
const soon = 60

// lapses is the day on which the licence ends within the days ahead; "" when it holds.
func (v *view) lapses(n *Need, t *Therapist) string {
	if last := v.where(n, t).last; last < v.soon() {
		return last
	}
	return ""
}

// leaves reports whether a leave lies in the days ahead.
func (v *view) leaves(t *Therapist) bool {
	until := v.soon()
	for _, l := range t.Leave {
		if l.EndDate >= v.date && l.StartDate <= until {
			return true
		}
	}
	return false
}
