package fhir

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func (s *Service) readAppointment(ctx context.Context, r *Request) (*Answer, error) {
	return s.appointment(ctx, "appointments/"+r.id)
}

func (s *Service) appointment(ctx context.Context, name string) (*Answer, error) {
	reply, err := s.appointments.GetAppointment(ctx, &schedulingv1.GetAppointmentRequest{Name: name})
	if err != nil {
		return nil, err
	}
	out := toAppointment(reply.GetAppointment())
	return &Answer{Resource: out, Version: out.Meta.VersionID}, nil
}

// statuses are R4's for an appointment; those that none of ours ever has find nothing.
var statuses = []string{
	statusProposed, statusPending, statusBooked, "arrived", statusFulfilled, statusCancelled, statusNoShow,
	"entered-in-error", "checked-in", "waitlist",
}

// searchAppointments lists appointments by start, a page of scheduling's at a time: with a filter by status a page may
// hold fewer than asked for, and the next link says whether there are more.
func (s *Service) searchAppointments(ctx context.Context, r *Request) (*Answer, error) {
	window, err := r.params.period("date", s.zone(ctx))
	if err != nil {
		return nil, err
	}
	provider, err := r.params.actor(r.base)
	if err != nil {
		return nil, err
	}
	wanted, err := r.params.codes("status", "http://hl7.org/fhir/appointmentstatus", statuses...)
	if err != nil {
		return nil, err
	}
	count, err := r.params.count()
	if err != nil {
		return nil, err
	}
	ask := &schedulingv1.ListAppointmentsRequest{
		PageSize: int32(count), PageToken: r.params.one("page"),
	}
	asked := url.Values{}
	if !window.from.IsZero() {
		ask.StartTime = timestamppb.New(window.from)
		asked.Add("date", "ge"+instant(window.from))
	}
	if !window.to.IsZero() {
		ask.EndTime = timestamppb.New(window.to)
		asked.Add("date", "lt"+instant(window.to))
	}
	if provider != "" {
		ask.Provider = "providers/" + provider
		asked.Set("actor", "Practitioner/"+provider)
	}
	if len(wanted) > 0 {
		asked.Set("status", strings.Join(wanted, ","))
	}
	out, next := searchset(), ""
	if !window.empty() {
		reply, err := s.appointments.ListAppointments(ctx, ask)
		if errs.ReasonOf(err) == errs.ReasonInvalidFields && ask.PageToken != "" {
			return nil, invalidPage()
		}
		if err != nil {
			return nil, err
		}
		next = reply.GetNextPageToken()
		for _, a := range reply.GetAppointments() {
			// Scheduling lists what is going on in the window; R4's date is the start.
			if window.holds(a.GetStartTime().AsTime()) && (len(wanted) == 0 || slices.Contains(wanted, statusOf(a.GetState()))) {
				found := toAppointment(a)
				out.match(r.base, appointmentType, found.ID, found)
			}
		}
	}
	out.links(r, appointmentType, asked, count, next)
	return &Answer{Resource: out}, nil
}
