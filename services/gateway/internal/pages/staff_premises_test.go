package pages_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func (p *practice) CreateRoom(
	_ context.Context, req *schedulingv1.CreateRoomRequest, _ ...grpc.CallOption,
) (*schedulingv1.CreateRoomResponse, error) {
	if err := p.trip("CreateRoom"); err != nil {
		return nil, err
	}
	p.rooms = append(p.rooms, req)
	return &schedulingv1.CreateRoomResponse{}, nil
}

func (p *practice) CreateSite(
	_ context.Context, req *schedulingv1.CreateSiteRequest, _ ...grpc.CallOption,
) (*schedulingv1.CreateSiteResponse, error) {
	if err := p.trip("CreateSite"); err != nil {
		return nil, err
	}
	p.newSites = append(p.newSites, req)
	return &schedulingv1.CreateSiteResponse{}, nil
}

func TestRoomsAndSites(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/calendar").body, "Add a room", "the manager's")
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	got := b.get("/calendar")
	require.Contains(t, got.body, "Add a room")
	require.Contains(t, got.body, `<option value="sites/s1">Uptown</option>`)

	form := url.Values{"request": {"r1"}, "room": {" Green room "}, "seats": {"3"}, "accessible": {"yes"}, "room-site": {"sites/s1"}}
	require.Equal(t, "/calendar", b.post("/calendar/rooms", form).header.Get("Location"))
	made := p.rooms[0]
	require.Equal(t, "r1", made.GetRequestId())
	require.Equal(t, "Green room", made.GetRoom().GetDisplayName())
	require.EqualValues(t, 3, made.GetRoom().GetCapacity())
	require.True(t, made.GetRoom().GetAccessible())
	require.Equal(t, "sites/s1", made.GetRoom().GetSite())
	for field, value := range map[string]string{"room": " ", "seats": "many"} {
		got = b.post("/calendar/rooms", with(form, field, value))
		require.Equal(t, http.StatusUnprocessableEntity, got.status)
		require.Contains(t, got.body, `href="#`+field+`"`)
	}
	require.Equal(t, http.StatusUnprocessableEntity, b.post("/calendar/rooms", with(form, "seats", "101")).status)
	require.Len(t, p.rooms, 1)
	require.Equal(t, http.StatusSeeOther, b.post("/calendar/rooms", with(form, "seats", "")).status, "nobody has said")
	require.Zero(t, p.rooms[1].GetRoom().GetCapacity())

	require.Equal(t, "/calendar", b.post("/calendar/sites", url.Values{"request": {"r2"}, "site": {"Riverside"}}).header.Get("Location"))
	require.Equal(t, "Riverside", p.newSites[0].GetSite().GetDisplayName())
	got = b.post("/calendar/sites", url.Values{"site": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#site"`)

	p.fail["CreateSite"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
	require.Contains(t, b.post("/calendar/sites", url.Values{"site": {"X"}}).body, "Your role may not do this")
	p.fail["CreateRoom"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	require.Equal(t, http.StatusServiceUnavailable, b.post("/calendar/rooms", form).status)
}
