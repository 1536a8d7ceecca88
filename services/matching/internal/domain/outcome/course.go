package outcome

import (
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// Which measures make a course. All policy; the trial of Constantino et al. 2021 measured over 16 weeks.
const (
	// startWithin is until when after the first session a measure still tells how the client came.
	startWithin = 14 * 24 * time.Hour
	// courseFrom and courseTo are when after it what came of therapy is measured: the last in between counts.
	courseFrom, courseTo = 28 * 24 * time.Hour, 182 * 24 * time.Hour
)

// scale is an instrument in a domain: only the same one is compared with itself.
type scale struct {
	domain     int
	instrument measure.Instrument
}

// preferred are the instruments, the most reliable first; where two measured a domain, the first counts.
func preferred() []measure.Instrument {
	return []measure.Instrument{measure.PHQ9, measure.GAD7, measure.Domain, measure.PHQ4, measure.PHQ2, measure.GAD2}
}

// Courses makes the measured courses of the cases, and the number of the case of each. A client who was paired twice
// makes a course with each of the therapists, measured from the first session with them on.
func Courses(cases []Case, measures []Measure) ([]evidence.Course, []int) {
	byInquiry := map[string][]int{}
	for i := range measures {
		byInquiry[measures[i].Inquiry] = append(byInquiry[measures[i].Inquiry], i)
	}
	var courses []evidence.Course
	var of []int
	for n := range cases {
		c := &cases[n]
		before, after := map[scale]reading{}, map[scale]reading{}
		for _, i := range byInquiry[c.Inquiry] {
			m := &measures[i]
			since := m.TakeTime.Sub(c.FirstSession)
			for _, p := range m.Parts {
				s := scale{p.Domain, m.Instrument}
				switch {
				case since <= startWithin && (m.Therapist == "" || m.Therapist == c.Therapist):
					before[s] = before[s].later(m.TakeTime, p.Severity)
				case since >= courseFrom && since <= courseTo && m.Therapist == c.Therapist:
					after[s] = after[s].later(m.TakeTime, p.Severity)
				}
			}
		}
		made := c.courses(before, after)
		courses = append(courses, made...)
		for range made {
			of = append(of, n)
		}
	}
	return courses, of
}

// reading is a severity at a time.
type reading struct {
	at       time.Time
	severity int64
}

// later keeps the newer reading; of two at once the worse.
func (r reading) later(at time.Time, severity int64) reading {
	if r.at.IsZero() || at.After(r.at) || at.Equal(r.at) && severity > r.severity {
		return reading{at, severity}
	}
	return r
}

func (c *Case) courses(before, after map[scale]reading) []evidence.Course {
	mix := evidence.CaseMix{
		Child: c.Facts.AgeGroup == "CHILD", Teen: c.Facts.AgeGroup == "TEEN", Older: c.Facts.AgeGroup == "OLDER_ADULT",
		Elevated: c.Facts.Elevated, Insured: c.Facts.Payment == paysInsurer, Substance: c.Facts.Substance, Risk: c.Facts.Risk,
	}
	var out []evidence.Course
	for domain := range evidence.Domains {
		for _, instrument := range preferred() {
			s := scale{domain, instrument}
			from, to := before[s], after[s]
			if from.at.IsZero() || to.at.IsZero() {
				continue
			}
			out = append(out, evidence.Course{
				Therapist: c.Therapist, Inquiry: c.Inquiry, Domain: domain, Mix: mix,
				Before: float64(from.severity) / float64(evidence.Unit), After: float64(to.severity) / float64(evidence.Unit),
			})
			break
		}
	}
	return out
}
