package rpc

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func timestamp(us int64) *timestamppb.Timestamp { return timestamppb.New(time.UnixMicro(us)) }

// micros returns 0 for no time.
func micros(t *timestamppb.Timestamp) int64 {
	if t == nil {
		return 0
	}
	return t.AsTime().UnixMicro()
}

func toAppointment(a domain.Appointment) *schedulingv1.Appointment {
	return &schedulingv1.Appointment{
		Name: appointments + a.ID, Type: a.TypeID, State: toState(a.State),
		Provider: providers + a.ProviderID, ProviderDisplayName: a.ProviderName,
		Room: full(rooms, a.RoomID), RoomDisplayName: a.RoomName,
		StartTime: timestamp(a.Start), EndTime: timestamp(a.End), Mode: typev1.Need_Mode(a.Mode),
		Inquiry: full(inquiries, a.InquiryID), Etag: a.ETag(), Sequence: int32(a.Sequence), //nolint:gosec // small
		CreateTime: timestamp(a.Created), UpdateTime: timestamp(a.Updated),
		Site: full(sites, a.SiteID), SiteDisplayName: a.SiteName, RoomWish: toWish(a.Wish),
		Series: full(seriesNames, a.SeriesID), SeriesIndex: int32(a.SeriesIndex), //nolint:gosec // small
		Overbook: toReason(a.Overbook), OverbookReason: a.OverbookReason, LateCancel: a.LateCancel,
	}
}

func toAppointments(rows []domain.Appointment) []*schedulingv1.Appointment {
	out := make([]*schedulingv1.Appointment, len(rows))
	for i, a := range rows {
		out[i] = toAppointment(a)
	}
	return out
}

func toState(s domain.State) schedulingv1.Appointment_State {
	return schedulingv1.Appointment_State(schedulingv1.Appointment_State_value[string(s)])
}

func toReason(r domain.Reason) schedulingv1.SlotStatus_Reason {
	return schedulingv1.SlotStatus_Reason(schedulingv1.SlotStatus_Reason_value[string(r)])
}

func toSlot(o domain.Opening) *schedulingv1.Slot {
	return toSlots([]domain.Opening{o})[0]
}

// toSlots takes its memory in few pieces: a listing has hundreds of slots.
func toSlots(openings []domain.Opening) []*schedulingv1.Slot {
	type slot struct {
		slot       schedulingv1.Slot
		start, end timestamppb.Timestamp
	}
	memory := make([]slot, len(openings))
	out := make([]*schedulingv1.Slot, len(openings))
	for i := range openings {
		o, m := &openings[i], &memory[i]
		m.start.Seconds, m.start.Nanos = seconds(o.Start)
		m.end.Seconds, m.end.Nanos = seconds(o.End)
		m.slot.Slot, m.slot.Mode = o.Token, typev1.Need_Mode(o.Mode)
		m.slot.StartTime, m.slot.EndTime = &m.start, &m.end
		if o.Wish.SiteID != "" {
			m.slot.Site, m.slot.SiteDisplayName = proto.String(sites+o.Wish.SiteID), &o.SiteName
		}
		if o.ProviderID != "" {
			m.slot.Provider = proto.String(providers + o.ProviderID)
		}
		out[i] = &m.slot
	}
	return out
}

func seconds(us int64) (int64, int32) {
	t := time.UnixMicro(us)
	return t.Unix(), int32(t.Nanosecond()) //nolint:gosec // below a billion
}

// refusal returns err as it travels: the domain's payloads become messages.
func refusal(err error) error {
	e, ok := errs.As(err)
	if !ok || len(e.Details) == 0 {
		return err
	}
	details := make([]any, 0, len(e.Details))
	for _, d := range e.Details {
		switch d := d.(type) {
		case domain.OpenSlots:
			details = append(details, &schedulingv1.OpenSlots{Slots: toSlots(d.Slots)})
		case domain.Conflicts:
			details = append(details, &schedulingv1.SeriesConflicts{Exceptions: toExceptions(d.Occurrences)})
		case proto.Message:
			details = append(details, d)
		}
	}
	out := e.WithDetails()
	out.Details = details
	return out
}
