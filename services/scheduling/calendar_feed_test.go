package scheduling_test

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// feed makes a feed of the provider, as the provider.
func (b *bundle) feed(provider string) *schedulingv1.CreateCalendarFeedResponse {
	b.t.Helper()
	r, err := b.staff.CreateCalendarFeed(b.clinician(provider), &schedulingv1.CreateCalendarFeedRequest{
		Provider: "providers/" + provider, Label: "phone", RequestId: uuid.NewString(),
	})
	require.NoError(b.t, err)
	return r
}

func (b *bundle) readFeed(secret string) (*schedulingv1.ReadCalendarFeedResponse, error) {
	return b.feeds.ReadCalendarFeed(b.visitor(), &schedulingv1.ReadCalendarFeedRequest{Secret: secret})
}

// events reads a feed that works, by a parser that did not write it.
func (b *bundle) events(secret string) []ical.Event {
	b.t.Helper()
	r, err := b.readFeed(secret)
	require.NoError(b.t, err)
	cal, err := ical.NewDecoder(strings.NewReader(string(r.GetContent()))).Decode()
	require.NoError(b.t, err)
	return cal.Events()
}

func TestCalendarFeed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		a := b.booked("2026-12-22", 0)
		own, _ := strings.CutPrefix(a.GetProvider(), "providers/")
		made := b.feed(own)
		require.Equal(t, "/calendar/"+made.GetSecret()+".ics", made.GetPath())
		require.Len(t, made.GetSecret(), 43)
		require.Equal(t, a.GetProvider(), made.GetCalendarFeed().GetProvider())
		events := b.events(made.GetSecret())
		require.Len(t, events, 1)
		uid := events[0].Props.Get("UID").Value
		start, err := events[0].DateTimeStart(nil)
		require.NoError(t, err)
		require.True(t, start.Equal(a.GetStartTime().AsTime()))
		require.NotContains(t, uid, strings.TrimPrefix(a.GetName(), "appointments/"))

		before, err := b.readFeed(made.GetSecret())
		require.NoError(t, err)
		b.clock.Advance(time.Minute)
		again, err := b.readFeed(made.GetSecret())
		require.NoError(t, err)
		require.Equal(t, before.GetEtag(), again.GetEtag(), "nothing changed")

		_, err = b.staff.RescheduleAppointment(b.desk(), &schedulingv1.RescheduleAppointmentRequest{
			Name: a.GetName(), Slot: b.slots("2026-12-22", "2026-12-22").GetSlots()[5].GetSlot(), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		events = b.events(made.GetSecret())
		require.Equal(t, uid, events[0].Props.Get("UID").Value)
		require.Equal(t, "1", events[0].Props.Get("SEQUENCE").Value)

		_, err = b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: a.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		events = b.events(made.GetSecret())
		require.Equal(t, "CANCELLED", events[0].Props.Get("STATUS").Value)
		require.Equal(t, "2", events[0].Props.Get("SEQUENCE").Value)
		after, err := b.readFeed(made.GetSecret())
		require.NoError(t, err)
		require.NotEqual(t, before.GetEtag(), after.GetEtag())

		b.booked("2026-12-22", 8)
		desk, err := b.staff.CreateDeskCalendarFeed(b.desk(), &schedulingv1.CreateDeskCalendarFeedRequest{RequestId: uuid.NewString()})
		require.NoError(t, err)
		require.Empty(t, desk.GetCalendarFeed().GetProvider())
		require.Len(t, b.events(desk.GetSecret()), 2, "everybody's calls")
		b.clock.Advance(31 * 24 * time.Hour)
		for _, e := range b.events(made.GetSecret()) {
			require.Equal(t, "CONFIRMED", e.Props.Get("STATUS").Value, "a cancelled one is forgotten after a month")
		}
		require.Len(t, b.events(desk.GetSecret()), 1)
	})
}

func TestCalendarFeedsAreSecret(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana, ben := b.coordinators[0], b.coordinators[1]
		request := &schedulingv1.CreateCalendarFeedRequest{Provider: "providers/" + ana, RequestId: uuid.NewString()}
		first, err := b.staff.CreateCalendarFeed(b.admin(), request)
		require.NoError(t, err)
		second, err := b.staff.CreateCalendarFeed(b.admin(), request)
		require.NoError(t, err)
		require.Equal(t, first.GetCalendarFeed().String(), second.GetCalendarFeed().String(), "a repeat is the same feed")
		require.NotEqual(t, first.GetSecret(), second.GetSecret())
		_, err = b.readFeed(first.GetSecret())
		dead := reason(t, err, errs.ReasonNotFound)
		require.Empty(t, b.events(second.GetSecret()))
		request.Label = "another"
		_, err = b.staff.CreateCalendarFeed(b.admin(), request)
		reason(t, err, errs.ReasonRequestIDReused)

		var stored int
		require.NoError(t, b.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM calendar_feeds
			WHERE secret_hash = $1 AND secret_hash <> $2 AND id <> $2 AND label <> $2`, id.SecretHash(second.GetSecret()), second.GetSecret()).Scan(&stored))
		require.Equal(t, 1, stored)

		next, err := b.staff.CreateCalendarFeed(b.admin(), &schedulingv1.CreateCalendarFeedRequest{
			Provider: "providers/" + ana, Replaces: second.GetCalendarFeed().GetName(), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		_, err = b.readFeed(second.GetSecret())
		require.Equal(t, dead.Error(), reason(t, err, errs.ReasonNotFound).Error(), "whatever the cause, the same answer")
		_, err = b.staff.CreateCalendarFeed(b.admin(), &schedulingv1.CreateCalendarFeedRequest{
			Provider: "providers/" + ben, Replaces: next.GetCalendarFeed().GetName(), RequestId: uuid.NewString(),
		})
		field(t, err, "replaces")

		revoke := func(name string) *schedulingv1.RevokeCalendarFeedRequest {
			return &schedulingv1.RevokeCalendarFeedRequest{Name: name}
		}
		_, err = b.staff.RevokeCalendarFeed(b.clinician(ben), revoke(next.GetCalendarFeed().GetName()))
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.RevokeCalendarFeed(b.desk(), revoke(next.GetCalendarFeed().GetName()))
		reason(t, err, errs.ReasonNotFound)
		revoked, err := b.staff.RevokeCalendarFeed(b.clinician(ana), revoke(next.GetCalendarFeed().GetName()))
		require.NoError(t, err)
		require.NotNil(t, revoked.GetCalendarFeed().GetRevokeTime())
		b.clock.Advance(time.Minute)
		twice, err := b.staff.RevokeCalendarFeed(b.admin(), revoke(next.GetCalendarFeed().GetName()))
		require.NoError(t, err)
		require.Equal(t, revoked.String(), twice.String())
		_, err = b.readFeed(next.GetSecret())
		require.Equal(t, dead.Error(), reason(t, err, errs.ReasonNotFound).Error())
		_, err = b.readFeed("x")
		require.Equal(t, dead.Error(), reason(t, err, errs.ReasonNotFound).Error())

		list, err := b.staff.ListCalendarFeeds(b.clinician(ana), &schedulingv1.ListCalendarFeedsRequest{Provider: "providers/" + ana})
		require.NoError(t, err)
		require.Len(t, list.GetCalendarFeeds(), 2)
		require.NotContains(t, list.String(), next.GetSecret())
	})
}

func TestCalendarFeedsOfOthers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana, ben := "providers/"+b.coordinators[0], b.coordinators[1]
		create := &schedulingv1.CreateCalendarFeedRequest{Provider: ana, RequestId: uuid.NewString()}
		list := &schedulingv1.ListCalendarFeedsRequest{Provider: ana}
		_, err := b.staff.CreateCalendarFeed(b.clinician(ben), create)
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.ListCalendarFeeds(b.clinician(ben), list)
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.CreateCalendarFeed(b.desk(), create)
		reason(t, err, errs.ReasonPermissionDenied)
		_, err = b.staff.CreateDeskCalendarFeed(b.clinician(ben), &schedulingv1.CreateDeskCalendarFeedRequest{RequestId: uuid.NewString()})
		reason(t, err, errs.ReasonPermissionDenied)
		_, err = b.feeds.ReadCalendarFeed(b.admin(), &schedulingv1.ReadCalendarFeedRequest{Secret: "x"})
		reason(t, err, errs.ReasonPermissionDenied)
		create.Provider, list.Provider = "providers/"+id.New(), "providers/"+id.New()
		_, err = b.staff.CreateCalendarFeed(b.admin(), create)
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.ListCalendarFeeds(b.admin(), list)
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.RevokeCalendarFeed(b.admin(), &schedulingv1.RevokeCalendarFeedRequest{Name: "calendarFeeds/" + id.New()})
		reason(t, err, errs.ReasonNotFound)
		for range 10 {
			_, err = b.staff.CreateDeskCalendarFeed(b.desk(), &schedulingv1.CreateDeskCalendarFeedRequest{RequestId: uuid.NewString()})
			require.NoError(t, err)
		}
		_, err = b.staff.CreateDeskCalendarFeed(b.desk(), &schedulingv1.CreateDeskCalendarFeedRequest{RequestId: uuid.NewString()})
		reason(t, err, "TOO_MANY_CALENDARS")
		all, err := b.staff.ListDeskCalendarFeeds(b.admin(), &schedulingv1.ListDeskCalendarFeedsRequest{})
		require.NoError(t, err)
		require.Len(t, all.GetCalendarFeeds(), 10)
	})
}
