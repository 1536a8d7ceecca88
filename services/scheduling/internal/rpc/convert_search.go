package rpc

import (
	"fmt"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// fromSearch reads a search for openings; path is where its fields are, with a dot at the end.
func fromSearch(r *schedulingv1.FindOpeningsRequest, path string) (domain.Search, error) {
	q := domain.Search{
		ProviderIDs: make([]string, 0, len(r.GetProviders())), TypeID: r.GetAppointmentType(), Modes: fromModes(r.GetModes()),
		Within: r.GetWithin().AsDuration(), PerProvider: int(r.GetPerProvider()),
		TimeZone: r.GetTimeZone(), OnlyPreferred: r.GetOnlyPreferred(), FreeRooms: r.GetFreeRooms(),
	}
	for _, name := range r.GetProviders() {
		// Whatever is no name of a provider is an unknown one: it has no openings.
		if id, ok := bare(providers, name); ok {
			q.ProviderIDs = append(q.ProviderIDs, id)
		}
	}
	var err error
	if q.Preferred, err = fromWindows(r.GetPreferred(), path+"preferred"); err != nil {
		return q, err
	}
	if q.Wish, err = fromWish(r.GetRoomWish(), path+"roomWish"); err != nil {
		return q, err
	}
	q.Absences, err = fromAbsences(r.GetAbsences(), path+"absences")
	return q, err
}

// toFound says rooms by number: there are few, and many openings have the same.
func toFound(found []domain.Openings) *schedulingv1.FindOpeningsResponse {
	out, number := &schedulingv1.FindOpeningsResponse{}, map[string]int32{}
	for _, o := range found {
		of := &schedulingv1.ProviderOpenings{Provider: providers + o.ProviderID, Openings: toSlots(o.Slots)}
		for _, free := range o.FreeRooms {
			list := &schedulingv1.FreeRooms{}
			for _, room := range free {
				n, known := number[room]
				if !known {
					n = int32(len(out.GetRooms())) //nolint:gosec // a practice has some rooms
					number[room], out.Rooms = n, append(out.GetRooms(), rooms+room)
				}
				list.Rooms = append(list.Rooms, n)
			}
			of.FreeRooms = append(of.FreeRooms, list)
		}
		out.Providers = append(out.Providers, of)
	}
	return out
}

func fromAbsences(all []*schedulingv1.ProviderAbsence, path string) ([]domain.ProviderAbsence, error) {
	var out []domain.ProviderAbsence
	for i, a := range all {
		id, known := bare(providers, a.GetProvider())
		if !known {
			continue
		}
		at := fmt.Sprintf("%s[%d].", path, i)
		first, err := fromDate(a.GetStartDate(), at+"startDate")
		if err != nil {
			return nil, err
		}
		last, err := fromDate(a.GetEndDate(), at+"endDate")
		if err != nil {
			return nil, err
		}
		out = append(out, domain.ProviderAbsence{ProviderID: id, First: *first, Last: last})
	}
	return out, nil
}
