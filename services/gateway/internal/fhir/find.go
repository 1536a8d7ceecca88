package fhir

import (
	"context"
	"strings"
	"time"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// find lists the open times for a call as proposed appointments (ITI-115).
func (s *Service) find(ctx context.Context, r *Request) (*Answer, error) {
	in, err := r.finding()
	if err != nil {
		return nil, err
	}
	if visit := strings.TrimPrefix(in[paramVisit].text, systemType+"|"); visit != "" && visit != consultation {
		return nil, errs.Invalid(errs.Field(parameter(paramVisit), "must be "+consultation))
	}
	limit := maxCount
	if r.params.one("_count") != "" {
		if limit, err = r.params.count(); err != nil {
			return nil, err
		}
	}
	window := span{from: s.clock.Now().UTC()}
	zone := s.zone(ctx)
	for _, name := range []string{paramStart, paramEnd} {
		v, given := in[name]
		if !given {
			continue
		}
		at, ok, err := parseTime(v.dateTime, zone)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, errs.Invalid(errs.Field(parameter(name), "must be a date or a dateTime of R4"))
		case name == paramEnd:
			window.to = at.to
			if len(v.dateTime) > len(time.DateOnly) {
				window.to = at.from
			}
		case at.from.After(window.from):
			window.from = at.from
		}
	}
	if window.to.IsZero() {
		window.to = window.from.Add(longest)
	}
	if window.to.Sub(window.from) > longest {
		return nil, errs.Invalid(errs.Field(parameter(paramEnd), "must not be more than 61 days after the start"))
	}
	return s.propose(ctx, r, window, limit)
}

// finding reads the input of $find: a Parameters resource, or the query of a GET.
func (r *Request) finding() (parameters, error) {
	if r.Body != nil {
		return readParameters(r.Body, paramStart, paramEnd, paramVisit)
	}
	in := parameters{}
	for name, values := range r.params {
		switch {
		case len(values) > 1:
			return nil, errs.Invalid(errs.Field(parameter(name), "may be given once"))
		case name == paramVisit:
			in[name] = value{text: values[0]}
		case name != "_count":
			in[name] = value{dateTime: values[0]}
		}
	}
	return in, nil
}

func (s *Service) propose(ctx context.Context, r *Request, window span, limit int) (*Answer, error) {
	out, n := searchset(), 0
	if !window.empty() {
		reply, err := s.slots.ListSlots(ctx, &schedulingv1.ListSlotsRequest{
			AppointmentType: consultation, TimeZone: "Etc/UTC", StartDate: window.from.Format(time.DateOnly),
			EndDate: window.to.Add(-1).Format(time.DateOnly),
		})
		if err != nil {
			return nil, err
		}
		for _, slot := range reply.GetSlots() {
			if !window.holds(slot.GetStartTime().AsTime()) {
				continue
			}
			if n++; n <= limit {
				proposed := offered(proposedID(slot.GetSlot()), statusProposed,
					slot.GetStartTime().AsTime(), slot.GetEndTime().AsTime(), time.Time{})
				out.match(r.base, appointmentType, proposed.ID, proposed)
			}
		}
	}
	switch {
	case n == 0:
		out.say("Nothing is open in this time.")
	case n > limit:
		out.say("There are more open times than are listed; ask for a shorter time.")
	}
	return &Answer{Resource: out.count(n)}, nil
}
