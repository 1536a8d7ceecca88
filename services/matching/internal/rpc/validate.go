package rpc

import (
	"fmt"
	"slices"
	"strings"
	"time"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

// check judges a whole profile: by the rules of its message, which a change in part has not met yet, and by those that
// span fields.
func check(v *rpcserver.Validator, t *matchingv1.Therapist) error {
	wrong, err := v.Violations(t)
	if err != nil {
		return err
	}
	for i := range wrong {
		wrong[i].Field = "therapist." + wrong[i].Field
	}
	for i, l := range t.GetLicenses() {
		if _, err := time.Parse(time.DateOnly, l.GetExpireDate()); err != nil {
			wrong = append(wrong, errs.Field(fmt.Sprintf("therapist.licenses[%d].expireDate", i), "must be a date that exists"))
		}
	}
	wrong = append(append(wrong, certificates(t)...), twice(t)...)
	for i, l := range t.GetLeave() {
		start, errStart := time.Parse(time.DateOnly, l.GetStartDate())
		end, errEnd := time.Parse(time.DateOnly, l.GetEndDate())
		if errStart != nil || errEnd != nil || end.Before(start) {
			wrong = append(wrong, errs.Field(fmt.Sprintf("therapist.leave[%d]", i), "must be two dates that exist, the first one first"))
		}
	}
	if t.GetSlidingFeeCents() > t.GetFeeCents() {
		wrong = append(wrong, errs.Field("therapist.slidingFeeCents", "must not be higher than the fee"))
	}
	if len(wrong) == 0 {
		return nil
	}
	// What is no date at all need not be told that it does not exist either.
	slices.SortStableFunc(wrong, func(a, b errs.Violation) int { return strings.Compare(a.Field, b.Field) })
	return errs.Invalid(slices.CompactFunc(wrong, func(a, b errs.Violation) bool { return a.Field == b.Field })...)
}

// twice are the concerns and approaches that were named before: which level of theirs holds cannot be told.
func twice(t *matchingv1.Therapist) []errs.Violation {
	var wrong []errs.Violation
	named := map[string]bool{}
	name := func(list string, i int, what, field string) {
		if named[what] {
			wrong = append(wrong, errs.Field(fmt.Sprintf("therapist.%s[%d].%s", list, i, field), "names "+what+" a second time: once is enough"))
		}
		named[what] = true
	}
	for i, e := range t.GetExpertise() {
		name("expertise", i, e.GetConcern().String(), "concern")
	}
	for i, a := range t.GetApproaches() {
		name("approaches", i, a.GetApproach(), "approach")
	}
	return wrong
}

// certificates judges the days until which certificates hold.
func certificates(t *matchingv1.Therapist) []errs.Violation {
	var wrong []errs.Violation
	judge := func(list string, i int, date string) {
		if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
			wrong = append(wrong, errs.Field(fmt.Sprintf("therapist.%s[%d].expireDate", list, i), "must be a date that exists"))
		}
	}
	for i, e := range t.GetExpertise() {
		judge("expertise", i, e.GetExpireDate())
	}
	for i, a := range t.GetApproaches() {
		judge("approaches", i, a.GetExpireDate())
	}
	return wrong
}
