package rpc

import (
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func toSeries(s domain.Series) *schedulingv1.Series {
	out := &schedulingv1.Series{
		Name: seriesNames + s.ID, Type: s.TypeID, Provider: providers + s.ProviderID, ProviderDisplayName: s.ProviderName,
		Inquiry: full(inquiries, s.InquiryID), Mode: typev1.Need_Mode(s.Mode), Exceptions: toExceptions(s.Exceptions),
		Appointments: toAppointments(s.Appointments), Etag: s.ETag(),
		CreateTime: timestamp(s.Created), UpdateTime: timestamp(s.Updated), RoomWish: toWish(s.Wish),
	}
	for i, r := range s.Rules {
		out.Rules = append(out.Rules, &schedulingv1.SeriesRule{
			FirstIndex: int32(r.First), StartDate: r.Start.String(), //nolint:gosec // small
			LocalTime: clockTime(r.Minute), TimeZone: r.TimeZone, Recurrence: s.Lines(i),
		})
	}
	return out
}

func toExceptions(occurrences []domain.Occurrence) []*schedulingv1.SeriesException {
	out := make([]*schedulingv1.SeriesException, len(occurrences))
	for i, o := range occurrences {
		out[i] = &schedulingv1.SeriesException{
			SeriesIndex: int32(o.Index), Date: o.Date.String(), Text: o.Text, //nolint:gosec // small
			Reason: schedulingv1.SlotStatus_Reason(schedulingv1.SlotStatus_Reason_value[string(o.Reason)]),
		}
		if o.Reason != domain.NonexistentTime {
			out[i].StartTime = timestamp(o.Start)
		}
	}
	return out
}

func toWeeklyOpenings(openings []domain.WeeklyOpening) []*schedulingv1.WeeklyOpening {
	out := make([]*schedulingv1.WeeklyOpening, len(openings))
	for i, o := range openings {
		out[i] = &schedulingv1.WeeklyOpening{
			Provider: providers + o.ProviderID, Day: toDay(o.Rule.Start.Weekday()), LocalTime: clockTime(o.Rule.Minute),
			TimeZone: o.Rule.TimeZone, Mode: typev1.Need_Mode(o.Mode), StartDate: o.Rule.Start.String(),
			StartTime: timestamp(o.Start), EndTime: timestamp(o.End), Recurrence: o.Rule.RRule(),
			Preferred: o.Preferred, Exceptions: toExceptions(o.Exceptions), RoomWish: toWish(o.Wish),
		}
	}
	return out
}

// fromWeeklySearch reads a search; path is the JSON path of it in the request.
func fromWeeklySearch(r *schedulingv1.FindWeeklyOpeningsRequest, path string) (domain.WeeklySearch, error) {
	q := domain.WeeklySearch{
		Search: domain.Search{
			TypeID: r.GetAppointmentType(), Modes: fromModes(r.GetModes()), PerProvider: int(r.GetPerProvider()),
			TimeZone: r.GetTimeZone(), OnlyPreferred: r.GetOnlyPreferred(),
		},
		Weeks: int(r.GetWeeks()), MaxExceptions: int(r.GetMaxExceptions()), StartDate: r.GetStartDate(),
	}
	for _, name := range r.GetProviders() {
		// Whatever is no name of a provider is an unknown one: it has no openings.
		if id, ok := bare(providers, name); ok {
			q.ProviderIDs = append(q.ProviderIDs, id)
		}
	}
	var err error
	if q.Wish, err = fromWish(r.GetRoomWish(), path+"roomWish"); err != nil {
		return q, err
	}
	q.Preferred, err = fromWindows(r.GetPreferred(), path+"preferred")
	return q, err
}
