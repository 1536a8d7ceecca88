package evidence

import (
	"cmp"
	"crypto/sha256"
	"slices"
)

// Course is one domain of one client's therapy, measured at the start and later. It names nobody.
type Course struct {
	// Therapist and Inquiry are opaque ids.
	Therapist, Inquiry string
	// Domain is 0 to 11.
	Domain int
	// Before and After are the severity in standard deviations above the usual cut of the instrument; less is better.
	Before, After float64
	Mix           CaseMix
}

// CaseMix is what one may expect a course's change to depend on, besides the therapist. None of it ranks anybody.
type CaseMix struct {
	Child, Teen, Older bool
	// Elevated counts domains above the cut at the start.
	Elevated int
	// Insured clients pay through an insurer.
	Insured bool
	// Substance is a concern with substances or behaviours that took over.
	Substance bool
	// Risk was flagged by staff.
	Risk bool
}

// change is the improvement.
func (c *Course) change() float64 { return c.Before - c.After }

// typicalElevated is how many of the twelve domains a client is elevated in: 3, Constantino et al. 2021.
const typicalElevated = 3

// features is, by definition, the number of columns of the regression: an intercept per domain, and the case mix.
const features = Domains + 8

// row writes the course's columns. All are of the order of one, so that one penalty suits them.
func (c *Course) row() (x [features]float64) {
	x[c.Domain] = 1
	rest := x[Domains:]
	rest[0] = c.Before
	rest[1] = float64(c.Mix.Elevated-typicalElevated) / typicalElevated
	for i, set := range []bool{c.Mix.Child, c.Mix.Teen, c.Mix.Older, c.Mix.Insured, c.Mix.Substance, c.Mix.Risk} {
		if set {
			rest[2+i] = 1
		}
	}
	return x
}

// sorted returns the courses in an order of their own, so that sums come out the same however they arrive.
func sorted(courses []Course) []Course {
	out := slices.Clone(courses)
	slices.SortFunc(out, func(a, b Course) int {
		return cmp.Or(cmp.Compare(a.Inquiry, b.Inquiry), cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.Therapist, b.Therapist),
			cmp.Compare(a.Before, b.Before), cmp.Compare(a.After, b.After))
	})
	return out
}

// fold is the part of the data a client is in: all their courses in one.
func fold(inquiry string) int {
	sum := sha256.Sum256([]byte(inquiry))
	return int(sum[0]) % folds
}
