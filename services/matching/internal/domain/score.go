package domain

import "time"

// Term is one part of a score. Reason is in words; Points may be zero where something is worth saying and does not
// count.
type Term struct {
	Reason
	Points Micro `json:"points,omitempty"`
	// Against marks what speaks against the therapist.
	Against bool `json:"against,omitempty"`
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
}

// Score returns the terms of the therapist's fit and their sum. It holds for a therapist no rule excludes, with at
// least one opening.
func (f *fit) Score() (terms []Term, total Micro) {
	terms = append(terms, f.base())
	terms = append(terms, f.expertise()...)
	terms = append(terms, f.preferences()...)
	terms = append(terms, f.style()...)
	terms = append(terms, f.times()...)
	terms = append(terms, f.fee()...)
	terms = append(terms, f.wait()...)
	terms = append(terms, f.load()...)
	terms = append(terms, f.notes()...)
	for _, t := range terms {
		total += t.Points
	}
	return terms, total
}

func pro(code, text string, points Micro) Term {
	return Term{Reason: Reason{Code: code, Text: text}, Points: points}
}

func con(code, text string, points Micro) Term {
	return Term{Reason: Reason{Code: code, Text: text}, Points: points, Against: true}
}
