package rpc

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"buf.build/go/protovalidate"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// check judges a whole profile: by the rules of its message, which a change in part has not met yet, and by those that
// span fields.
func check(v protovalidate.Validator, t *matchingv1.Therapist) error {
	var wrong []errs.Violation
	if err := v.Validate(t); err != nil {
		invalid, ok := errors.AsType[*protovalidate.ValidationError](err)
		if !ok {
			return errs.Internal(err)
		}
		for _, one := range invalid.Violations {
			path := camel(protovalidate.FieldPathString(one.Proto.GetField()))
			wrong = append(wrong, errs.Field("therapist."+path, one.Proto.GetMessage()))
		}
	}
	for i, l := range t.GetLicenses() {
		if _, err := time.Parse(time.DateOnly, l.GetExpireDate()); err != nil {
			wrong = append(wrong, errs.Field(fmt.Sprintf("therapist.licenses[%d].expireDate", i), "must be a date that exists"))
		}
	}
	wrong = append(wrong, certificates(t)...)
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
	if len(wrong) > 0 {
		return errs.Invalid(wrong...)
	}
	return nil
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

// camel turns a path of proto names into one of JSON names: licenses[0].expire_date to licenses[0].expireDate.
func camel(path string) string {
	var b strings.Builder
	up := false
	for _, c := range path {
		switch {
		case c == '_':
			up = true
		case up:
			b.WriteString(strings.ToUpper(string(c)))
			up = false
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
