package fhir

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// longest is how much time one search looks through; scheduling lists 62 days at once.
const longest = 61 * 24 * time.Hour

// readSlot asks scheduling why the start is or is not offered; that is its status.
func (s *Service) readSlot(ctx context.Context, r *Request) (*Answer, error) {
	at, ok := parseStart(r.id)
	if !ok {
		return nil, notFound()
	}
	ask := &schedulingv1.ExplainSlotRequest{AppointmentType: at.kind, StartTime: timestamppb.New(at.at)}
	if at.provider != "" {
		ask.Provider = "providers/" + at.provider
	}
	reply, err := s.appointments.ExplainSlot(ctx, ask)
	if err != nil {
		return nil, err
	}
	status := slotStatus(reply.GetReason())
	if status == "" || reply.GetOffered() && !reply.GetSlot().GetEndTime().AsTime().Equal(at.end()) {
		return nil, notFound()
	}
	return &Answer{Resource: toSlot(at, status)}, nil
}

// slotSearch is what is looked for among the slots.
type slotSearch struct {
	window span
	// schedules are the ids looked for; none: all.
	schedules []string
	statuses  []string
}

func (q slotSearch) wants(kind string) bool {
	return len(q.schedules) == 0 || slices.ContainsFunc(q.schedules, func(id string) bool {
		found, _, ok := parseSchedule(id)
		return ok && found == kind
	})
}

// takes leaves the status aside: whether a time is busy shows only next to what is free.
func (q slotSearch) takes(s start) bool {
	return q.window.holds(s.at) && (len(q.schedules) == 0 || slices.Contains(q.schedules, s.schedule()))
}

// searchSlots lists what is free, from the open times, and what is busy, from the appointments.
func (s *Service) searchSlots(ctx context.Context, r *Request) (*Answer, error) {
	q, err := s.slotSearch(ctx, r)
	if err != nil {
		return nil, err
	}
	found := map[string]keyed{}
	if !q.window.empty() {
		if err := s.free(ctx, q, found); err != nil {
			return nil, err
		}
		if err := s.busy(ctx, q, found); err != nil {
			return nil, err
		}
	}
	all := paged{kind: slotType, asked: q.asked()}
	for _, k := range found {
		if slot, ok := k.resource.(*Slot); ok && (len(q.statuses) == 0 || slices.Contains(q.statuses, slot.Status)) {
			all.found = append(all.found, k)
		}
	}
	slices.SortFunc(all.found, func(a, b keyed) int { return strings.Compare(order(a), order(b)) })
	bundle, err := all.bundle(r)
	if err != nil {
		return nil, err
	}
	if len(q.statuses) == 0 || slices.Contains(q.statuses, slotHeld) || slices.Contains(q.statuses, slotUnavailable) {
		bundle.say("Times that are held, or that nobody is there for, are not listed; reading a slot tells.")
	}
	return &Answer{Resource: bundle}, nil
}

// order is by time, and then by id.
func order(k keyed) string {
	if slot, ok := k.resource.(*Slot); ok {
		return slot.Start + " " + k.id
	}
	return k.id
}

func (s *Service) slotSearch(ctx context.Context, r *Request) (slotSearch, error) {
	q := slotSearch{schedules: r.params.references("schedule", r.base, scheduleType)}
	var err error
	if q.statuses, err = r.params.codes("status", "http://hl7.org/fhir/slotstatus",
		slotFree, slotBusy, slotHeld, slotUnavailable, "entered-in-error"); err != nil {
		return q, err
	}
	if q.window, err = r.params.period("start", s.zone(ctx)); err != nil {
		return q, err
	}
	now := s.clock.Now().UTC().Truncate(time.Second)
	if q.window.from.IsZero() {
		q.window.from = now
	}
	if q.window.to.IsZero() {
		q.window.to = q.window.from.Add(longest)
		if q.window.from.Before(now) {
			q.window.to = now.Add(longest)
		}
	}
	if q.window.to.Sub(q.window.from) > longest {
		return q, errs.Invalid(errs.Field("start", "must not reach over more than 61 days; say ge and lt"))
	}
	return q, nil
}

// asked is the search as it was understood, the window spelled out.
func (q slotSearch) asked() url.Values {
	out := url.Values{"start": {"ge" + instant(q.window.from), "lt" + instant(q.window.to)}}
	if len(q.schedules) > 0 {
		out.Set("schedule", strings.Join(q.schedules, ","))
	}
	if len(q.statuses) > 0 {
		out.Set("status", strings.Join(q.statuses, ","))
	}
	return out
}
