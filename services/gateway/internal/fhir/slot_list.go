package fhir

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// free finds the open times. A time that is not free is not among them, so what has passed is not asked for.
func (s *Service) free(ctx context.Context, q slotSearch, found map[string]keyed) error {
	from := q.window.from
	if now := s.clock.Now().UTC(); from.Before(now) {
		from = now
	}
	if !from.Before(q.window.to) {
		return nil
	}
	for _, kind := range kinds() {
		if !q.wants(kind) {
			continue
		}
		reply, err := s.slots.ListSlots(ctx, &schedulingv1.ListSlotsRequest{
			AppointmentType: kind, TimeZone: "Etc/UTC", StartDate: from.Format(time.DateOnly),
			EndDate: q.window.to.Add(-1).Format(time.DateOnly),
		})
		if err != nil {
			return err
		}
		for _, slot := range reply.GetSlots() {
			at := newStart(kind, bare(slot.GetProvider()), slot.GetStartTime().AsTime(), slot.GetEndTime().AsTime())
			if q.takes(at) {
				found[at.id()] = keyed{at.id(), toSlot(at, slotFree)}
			}
		}
	}
	return nil
}

// busy finds the times of appointments, unless they are free: a consultation is a start, and open as long as one of
// the coordinators is.
func (s *Service) busy(ctx context.Context, q slotSearch, found map[string]keyed) error {
	for _, kind := range kinds() {
		if !q.wants(kind) {
			continue
		}
		ask := &schedulingv1.ListAppointmentsRequest{
			Type: kind, StartTime: timestamppb.New(q.window.from), EndTime: timestamppb.New(q.window.to), PageSize: perCall,
		}
		for more := true; more; more = ask.PageToken != "" {
			reply, err := s.appointments.ListAppointments(ctx, ask)
			if err != nil {
				return err
			}
			for _, a := range reply.GetAppointments() {
				at := startOf(a)
				if _, open := found[at.id()]; !open && occupies(a) && q.takes(at) {
					found[at.id()] = keyed{at.id(), toSlot(at, slotBusy)}
				}
			}
			ask.PageToken = reply.GetNextPageToken()
		}
	}
	return nil
}
