package domain

import (
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Term is one part of a score. Reason is in words; Points may be zero where something is worth saying and does not
// count.
type Term struct {
	Reason
	Points Micro `json:"points,omitempty"`
	// About is the domain, the concern or the wish of a term of which there are several; empty where the code says it all.
	About string `json:"about,omitempty"`
	// Against marks what speaks against the therapist.
	Against bool `json:"against,omitempty"`
	// Evidence is the kind of evidence the term rests on.
	Evidence score.Evidence `json:"evidence,omitempty"`
	// N is on how many measured courses, Low and High the ends of the interval that holds Points with 80 % certainty; both
	// zero where nothing was measured.
	N    int32 `json:"n,omitempty"`
	Low  Micro `json:"low,omitempty"`
	High Micro `json:"high,omitempty"`
}

// fit is what the terms of one therapist are computed from.
type fit struct {
	need     *Need
	t        *Therapist
	openings []Opening
	weights  *Weights
	now      time.Time
	date     string
	loc      *time.Location
	week     []Weekly
	absences []Absence
	kernel   *score.Need
	row      *score.Row
	phrases  *phrases
	// terms are those so far.
	terms []Term
}

func (f *fit) add(t Term) { f.terms = append(f.terms, t) }

// Score returns the terms of the therapist's fit and their sum. It holds for a therapist no rule excludes, with at
// least one opening. What does not depend on openings is the kernel's, term by term.
func (f *fit) Score() (terms []Term, total Micro) {
	f.add(f.base())
	f.track()
	f.expertise()
	f.preferences()
	f.style()
	f.times()
	f.fee()
	f.add(f.wait())
	f.load()
	f.price()
	f.leave()
	f.notes()
	for i := range f.terms {
		total += f.terms[i].Points
	}
	return f.terms, total
}

// about says what the term is about.
func (t Term) about(what string) Term {
	t.About = what
	return t
}

// timely are the terms that depend on the openings, of those in [fit.Score]; the others are the kernel's, or say something only.
func (f *fit) timely() []Term {
	f.terms = f.terms[:0]
	f.times()
	f.add(f.wait())
	f.leave()
	return f.terms
}

func pro(evidence score.Evidence, code, text string, points Micro) Term {
	return Term{Reason: Reason{Code: code, Text: text}, Points: points, Evidence: evidence}
}

func con(evidence score.Evidence, code, text string, points Micro) Term {
	return Term{Reason: Reason{Code: code, Text: text}, Points: points, Against: true, Evidence: evidence}
}
