package rpc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"

	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/ics"
)

// calendarFeeds is the collection of feeds.
const calendarFeeds = "calendarFeeds/"

// feedPath is where the edge serves a feed.
func feedPath(secret string) string {
	if secret == "" {
		return ""
	}
	return "/calendar/" + secret + ".ics"
}

// feedViewerOf says whose feeds the acting person may see.
func feedViewerOf(ctx context.Context) domain.FeedViewer {
	actor := identity.From(ctx).Actor
	return domain.FeedViewer{Viewer: viewerOf(ctx, identity.Admin), Desk: actor.Has(identity.Admin) || actor.Has(identity.FrontDesk)}
}

// replacedFeed reads the name of a feed to replace.
func replacedFeed(name string) (string, error) { return optional(calendarFeeds, name, "replaces") }

// CreateCalendarFeed implements SchedulingService.
func (s staff) CreateCalendarFeed(
	ctx context.Context, r *schedulingv1.CreateCalendarFeedRequest,
) (*schedulingv1.CreateCalendarFeedResponse, error) {
	provider, err := existing(providers, r.GetProvider())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	replaces, err := replacedFeed(r.GetReplaces())
	if err != nil {
		return nil, err
	}
	f, secret, err := s.calendars.CreateFeed(ctx, feedViewerOf(ctx), domain.NewFeed{
		Call: call, ProviderID: provider, Label: r.GetLabel(), Replaces: replaces,
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CreateCalendarFeedResponse{CalendarFeed: toFeed(f), Secret: secret, Path: feedPath(secret)}, nil
}

// CreateDeskCalendarFeed implements SchedulingService.
func (s staff) CreateDeskCalendarFeed(
	ctx context.Context, r *schedulingv1.CreateDeskCalendarFeedRequest,
) (*schedulingv1.CreateDeskCalendarFeedResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	replaces, err := replacedFeed(r.GetReplaces())
	if err != nil {
		return nil, err
	}
	f, secret, err := s.calendars.CreateFeed(ctx, feedViewerOf(ctx), domain.NewFeed{
		Call: call, Label: r.GetLabel(), Replaces: replaces,
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CreateDeskCalendarFeedResponse{CalendarFeed: toFeed(f), Secret: secret, Path: feedPath(secret)}, nil
}

// ListCalendarFeeds implements SchedulingService.
func (s staff) ListCalendarFeeds(
	ctx context.Context, r *schedulingv1.ListCalendarFeedsRequest,
) (*schedulingv1.ListCalendarFeedsResponse, error) {
	provider, err := existing(providers, r.GetProvider())
	if err != nil {
		return nil, err
	}
	feeds, err := s.calendars.ListFeeds(ctx, feedViewerOf(ctx), provider)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ListCalendarFeedsResponse{CalendarFeeds: toFeeds(feeds)}, nil
}

// ListDeskCalendarFeeds implements SchedulingService.
func (s staff) ListDeskCalendarFeeds(
	ctx context.Context, _ *schedulingv1.ListDeskCalendarFeedsRequest,
) (*schedulingv1.ListDeskCalendarFeedsResponse, error) {
	feeds, err := s.calendars.ListFeeds(ctx, feedViewerOf(ctx), "")
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ListDeskCalendarFeedsResponse{CalendarFeeds: toFeeds(feeds)}, nil
}

// RevokeCalendarFeed implements SchedulingService.
func (s staff) RevokeCalendarFeed(
	ctx context.Context, r *schedulingv1.RevokeCalendarFeedRequest,
) (*schedulingv1.RevokeCalendarFeedResponse, error) {
	feed, err := existing(calendarFeeds, r.GetName())
	if err != nil {
		return nil, err
	}
	f, err := s.calendars.RevokeFeed(ctx, feedViewerOf(ctx), feed)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.RevokeCalendarFeedResponse{CalendarFeed: toFeed(f)}, nil
}

// ReadCalendarFeed implements BookingService.
func (b booking) ReadCalendarFeed(
	ctx context.Context, r *schedulingv1.ReadCalendarFeedRequest,
) (*schedulingv1.ReadCalendarFeedResponse, error) {
	rows, err := b.calendars.ReadFeed(ctx, r.GetSecret())
	if err != nil {
		return nil, err
	}
	content := ics.Write(rows)
	sum := sha256.Sum256(content)
	return &schedulingv1.ReadCalendarFeedResponse{
		Content: content, Etag: base64.RawURLEncoding.EncodeToString(sum[:16]),
	}, nil
}

func toFeed(f domain.Feed) *schedulingv1.CalendarFeed {
	return &schedulingv1.CalendarFeed{
		Name: calendarFeeds + f.ID, Provider: full(providers, f.ProviderID), Label: f.Label,
		CreateTime: timestamp(f.Created), RevokeTime: since(f.Revoked),
	}
}

func toFeeds(feeds []domain.Feed) []*schedulingv1.CalendarFeed {
	out := make([]*schedulingv1.CalendarFeed, len(feeds))
	for i, f := range feeds {
		out[i] = toFeed(f)
	}
	return out
}

// since is timestamp, and nothing for 0.
func since(us int64) *timestamppb.Timestamp {
	if us == 0 {
		return nil
	}
	return timestamp(us)
}
