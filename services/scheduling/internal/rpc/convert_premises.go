package rpc

import (
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func fromRoom(r *schedulingv1.Room) (domain.Room, error) {
	site, err := optional(sites, r.GetSite(), "room.site")
	return domain.Room{
		DisplayName: r.GetDisplayName(), SiteID: site, Accessible: r.GetAccessible(), Capacity: int(r.GetCapacity()),
	}, err
}

func toRoom(r domain.Room) *schedulingv1.Room {
	return &schedulingv1.Room{
		Name: rooms + r.ID, DisplayName: r.DisplayName, Site: full(sites, r.SiteID), Accessible: r.Accessible,
		Capacity: int32(r.Capacity), Etag: r.ETag(), //nolint:gosec // small
	}
}

func toSite(s domain.Site) *schedulingv1.Site {
	return &schedulingv1.Site{Name: sites + s.ID, DisplayName: s.DisplayName}
}

// fromWish reads what is asked of a room; field is its JSON path in the request.
func fromWish(w *schedulingv1.RoomWish, field string) (domain.RoomWish, error) {
	site, err := optional(sites, w.GetSite(), field+".site")
	return domain.RoomWish{Persons: int(w.GetPersons()), Accessible: w.GetAccessible(), SiteID: site}, err
}

// toWish returns nil when nothing is asked.
func toWish(w domain.RoomWish) *schedulingv1.RoomWish {
	if w == (domain.RoomWish{}) {
		return nil
	}
	return &schedulingv1.RoomWish{
		Persons: int32(w.Persons), Accessible: w.Accessible, Site: full(sites, w.SiteID), //nolint:gosec // small
	}
}
