package rpc

import (
	"context"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// ListRooms implements SchedulingService.
func (s staff) ListRooms(ctx context.Context, _ *schedulingv1.ListRoomsRequest) (*schedulingv1.ListRoomsResponse, error) {
	all, err := s.scheduler.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ListRoomsResponse{}
	for _, r := range all {
		out.Rooms = append(out.Rooms, toRoom(r))
	}
	return out, nil
}

// CreateRoom implements SchedulingService.
func (s staff) CreateRoom(ctx context.Context, r *schedulingv1.CreateRoomRequest) (*schedulingv1.CreateRoomResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	room, err := fromRoom(r.GetRoom())
	if err != nil {
		return nil, err
	}
	if room, err = s.scheduler.AddRoom(ctx, call, room); err != nil {
		return nil, err
	}
	return &schedulingv1.CreateRoomResponse{Room: toRoom(room)}, nil
}

// UpdateRoom implements SchedulingService.
func (s staff) UpdateRoom(ctx context.Context, r *schedulingv1.UpdateRoomRequest) (*schedulingv1.UpdateRoomResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	id, err := existing(rooms, r.GetRoom().GetName())
	if err != nil {
		return nil, err
	}
	room, err := fromRoom(r.GetRoom())
	if err != nil {
		return nil, err
	}
	room.ID = id
	if room, err = s.scheduler.SetRoom(ctx, call, r.GetRoom().GetEtag(), room); err != nil {
		return nil, err
	}
	return &schedulingv1.UpdateRoomResponse{Room: toRoom(room)}, nil
}

// ListSites implements SchedulingService.
func (s staff) ListSites(ctx context.Context, _ *schedulingv1.ListSitesRequest) (*schedulingv1.ListSitesResponse, error) {
	all, err := s.scheduler.Sites(ctx)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ListSitesResponse{}
	for _, site := range all {
		out.Sites = append(out.Sites, toSite(site))
	}
	return out, nil
}

// CreateSite implements SchedulingService.
func (s staff) CreateSite(ctx context.Context, r *schedulingv1.CreateSiteRequest) (*schedulingv1.CreateSiteResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	site, err := s.scheduler.AddSite(ctx, call, domain.Site{DisplayName: r.GetSite().GetDisplayName()})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CreateSiteResponse{Site: toSite(site)}, nil
}

// UpdateSite implements SchedulingService.
func (s staff) UpdateSite(ctx context.Context, r *schedulingv1.UpdateSiteRequest) (*schedulingv1.UpdateSiteResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	id, err := existing(sites, r.GetSite().GetName())
	if err != nil {
		return nil, err
	}
	site, err := s.scheduler.SetSite(ctx, call, domain.Site{ID: id, DisplayName: r.GetSite().GetDisplayName()})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.UpdateSiteResponse{Site: toSite(site)}, nil
}
