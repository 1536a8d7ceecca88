package scheduling_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/durationpb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// room sets what is said of a seeded room.
func (b *bundle) room(name string, r *schedulingv1.Room) {
	b.t.Helper()
	r.Name, r.DisplayName = "rooms/"+id.Derive(name), name
	_, err := b.staff.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: r})
	require.NoError(b.t, err)
}

func (b *bundle) site(name string) string {
	b.t.Helper()
	r, err := b.staff.CreateSite(b.admin(), &schedulingv1.CreateSiteRequest{Site: &schedulingv1.Site{DisplayName: name}, RequestId: uuid.NewString()})
	require.NoError(b.t, err)
	return r.GetSite().GetName()
}

// openings finds a provider's openings of a first session in person.
func (b *bundle) openings(provider string, wish *schedulingv1.RoomWish) []*schedulingv1.Slot {
	b.t.Helper()
	r, err := b.match.FindOpenings(b.t.Context(), &schedulingv1.FindOpeningsRequest{
		Providers: []string{"providers/" + provider}, AppointmentType: "first-session", Modes: []typev1.Need_Mode{typev1.Need_IN_PERSON},
		PerProvider: 50, RoomWish: wish,
	})
	require.NoError(b.t, err)
	if len(r.GetProviders()) == 0 {
		return nil
	}
	return r.GetProviders()[0].GetOpenings()
}

func (b *bundle) first(slot string) (*schedulingv1.Appointment, error) {
	r, err := b.intake.BookAppointment(b.t.Context(), &schedulingv1.BookAppointmentRequest{
		When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot},
		Inquiry: "inquiries/" + id.New(), AppointmentType: "first-session", RequestId: uuid.NewString(),
	})
	return r.GetAppointment(), err
}

func TestRoomsAndSites(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		site := b.site("Uptown")
		request := &schedulingv1.CreateRoomRequest{
			Room:      &schedulingv1.Room{DisplayName: "Green", Site: site, Accessible: true, Capacity: 4},
			RequestId: uuid.NewString(),
		}
		made, err := b.staff.CreateRoom(b.admin(), request)
		require.NoError(t, err)
		again, err := b.staff.CreateRoom(b.admin(), request)
		require.NoError(t, err)
		require.Equal(t, made.String(), again.String())
		listed, err := b.staff.ListRooms(b.desk(), &schedulingv1.ListRoomsRequest{})
		require.NoError(t, err)
		require.Len(t, listed.GetRooms(), 3)
		require.Equal(t, made.GetRoom().String(), listed.GetRooms()[1].String(), "Blue, Green, Red")

		room := made.GetRoom()
		room.Capacity = 3
		changed, err := b.staff.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: room})
		require.NoError(t, err)
		require.EqualValues(t, 3, changed.GetRoom().GetCapacity())
		_, err = b.staff.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: room})
		reason(t, err, errs.ReasonETagMismatch)
		room.Etag, room.Site = "", "sites/"+id.New()
		_, err = b.staff.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: room})
		field(t, err, "room.site")
		room.Name = "rooms/" + id.New()
		_, err = b.staff.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: room})
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.UpdateRoom(b.desk(), &schedulingv1.UpdateRoomRequest{Room: room})
		reason(t, err, errs.ReasonPermissionDenied)

		_, err = b.staff.UpdateSite(b.admin(), &schedulingv1.UpdateSiteRequest{Site: &schedulingv1.Site{Name: site, DisplayName: "Harlem"}})
		require.NoError(t, err)
		_, err = b.staff.UpdateSite(b.admin(), &schedulingv1.UpdateSiteRequest{Site: &schedulingv1.Site{Name: "sites/" + id.New(), DisplayName: "x"}})
		reason(t, err, errs.ReasonNotFound)
		all, err := b.staff.ListSites(b.desk(), &schedulingv1.ListSitesRequest{})
		require.NoError(t, err)
		require.Len(t, all.GetSites(), 1)
		require.Equal(t, "Harlem", all.GetSites()[0].GetDisplayName())

		name := "providers/" + b.coordinators[0] + "/schedule"
		got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: name})
		require.NoError(t, err)
		got.GetSchedule().GetWeeklyHours()[2].Site = "sites/" + id.New()
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: got.GetSchedule()})
		field(t, err, "schedule.weeklyHours[2].site")
		got.GetSchedule().GetWeeklyHours()[2].Site = site
		kept, err := b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: got.GetSchedule()})
		require.NoError(t, err)
		require.Equal(t, site, kept.GetSchedule().GetWeeklyHours()[2].GetSite())
	})
}

// TestFreeRooms: an answer says on demand which rooms each opening could be in, whatever the others of the answer would take.
func TestFreeRooms(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.room("blue", &schedulingv1.Room{Capacity: 1, Accessible: true})
		b.room("red", &schedulingv1.Room{Capacity: 3})
		blue, red := "rooms/"+id.Derive("blue"), "rooms/"+id.Derive("red")
		one, two := b.therapist("Cleo", 9, 12), b.therapist("Dan", 9, 12)
		// free is by provider and start; an opening that needs no room has none.
		free := func(wish *schedulingv1.RoomWish, modes ...typev1.Need_Mode) map[string][]string {
			r, err := b.match.FindOpenings(t.Context(), &schedulingv1.FindOpeningsRequest{
				Providers: []string{"providers/" + one, "providers/" + two}, AppointmentType: "first-session", Modes: modes, PerProvider: 9,
				RoomWish: wish, FreeRooms: true,
			})
			require.NoError(t, err)
			out := map[string][]string{}
			for _, p := range r.GetProviders() {
				require.Len(t, p.GetFreeRooms(), len(p.GetOpenings()))
				for i, o := range p.GetOpenings() {
					names := []string{}
					for _, n := range p.GetFreeRooms()[i].GetRooms() {
						names = append(names, r.GetRooms()[n])
					}
					out[p.GetProvider()+o.GetStartTime().AsTime().String()] = names
					require.Equal(t, o.GetMode() == typev1.Need_IN_PERSON, len(names) > 0)
				}
			}
			return out
		}
		both := free(nil, typev1.Need_IN_PERSON)
		require.NotEmpty(t, both)
		for _, rooms := range both {
			require.Equal(t, []string{red, blue}, rooms)
		}
		for _, rooms := range free(&schedulingv1.RoomWish{Persons: 2}, typev1.Need_IN_PERSON) {
			require.Equal(t, []string{red}, rooms)
		}
		for _, rooms := range free(nil, typev1.Need_VIDEO) {
			require.Empty(t, rooms)
		}
		first := b.openings(one, &schedulingv1.RoomWish{Persons: 2})[0]
		_, err := b.first(first.GetSlot())
		require.NoError(t, err)
		require.Equal(t, []string{blue}, free(nil, typev1.Need_IN_PERSON)["providers/"+two+first.GetStartTime().AsTime().String()])

		r, err := b.match.FindOpenings(t.Context(), &schedulingv1.FindOpeningsRequest{
			Providers: []string{"providers/" + one}, AppointmentType: "first-session", Modes: []typev1.Need_Mode{typev1.Need_IN_PERSON},
		})
		require.NoError(t, err)
		require.Empty(t, r.GetRooms())
		require.Empty(t, r.GetProviders()[0].GetFreeRooms(), "nobody asked")
	})
}

// What an appointment asks of its room goes from the search by the token to the booking, and stays when it is moved;
// listing, explaining and booking say the same.
func TestRoomFeatures(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.room("blue", &schedulingv1.Room{Capacity: 1, Accessible: true})
		b.room("red", &schedulingv1.Room{Capacity: 3})
		provider, other := b.therapist("Cleo", 9, 12), b.therapist("Dan", 9, 12)
		couple := &schedulingv1.RoomWish{Persons: 2}
		offered := b.openings(provider, couple)
		require.NotEmpty(t, offered)
		first, err := b.first(offered[0].GetSlot())
		require.NoError(t, err)
		require.Equal(t, "red", first.GetRoomDisplayName(), "the only one with two seats")
		require.EqualValues(t, 2, first.GetRoomWish().GetPersons())

		// The other therapist at the same time: only for one person, and explain says why.
		for _, o := range b.openings(other, couple) {
			require.NotEqual(t, first.GetStartTime().AsTime(), o.GetStartTime().AsTime())
		}
		ask := &schedulingv1.ExplainSlotRequest{
			AppointmentType: "first-session", Provider: "providers/" + other, StartTime: first.GetStartTime(),
			Mode: typev1.Need_IN_PERSON, RoomWish: couple,
		}
		require.Equal(t, schedulingv1.SlotStatus_NO_ROOM, b.explain(ask).GetReason())
		ask.RoomWish = &schedulingv1.RoomWish{Persons: 1, Accessible: true}
		alone := b.explain(ask)
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, alone.GetReason())
		second, err := b.first(alone.GetSlot().GetSlot())
		require.NoError(t, err)
		require.Equal(t, "blue", second.GetRoomDisplayName())
		require.Empty(t, b.openings(provider, &schedulingv1.RoomWish{Persons: 2, Accessible: true}), "no room has both")

		// Moved to a slot that was listed without asking, it asks again: the room for two is taken there.
		listed, err := b.public.ListSlots(b.desk(), &schedulingv1.ListSlotsRequest{AppointmentType: "first-session", StartDate: "2026-12-01", EndDate: "2026-12-01"})
		require.NoError(t, err)
		var slots []*schedulingv1.Slot
		for _, s := range listed.GetSlots() {
			if s.GetMode() == typev1.Need_IN_PERSON {
				slots = append(slots, s)
			}
		}
		var theirs, mine *schedulingv1.Slot
		for _, s := range slots {
			if s.GetStartTime().AsTime().Equal(slots[0].GetStartTime().AsTime()) {
				if s.GetProvider() == "providers/"+other {
					theirs = s
				} else {
					mine = s
				}
			}
		}
		ask.StartTime, ask.RoomWish = theirs.GetStartTime(), couple
		_, err = b.first(b.explain(ask).GetSlot().GetSlot())
		require.NoError(t, err)
		_, err = b.staff.RescheduleAppointment(b.desk(), &schedulingv1.RescheduleAppointmentRequest{
			Name: first.GetName(), Slot: mine.GetSlot(), RequestId: uuid.NewString(),
		})
		refused := reason(t, err, "SLOT_TAKEN")
		require.Equal(t, "NO_ROOM", refused.Metadata["why"])
		var open *schedulingv1.OpenSlots
		for _, d := range refused.Details {
			open, _ = d.(*schedulingv1.OpenSlots)
		}
		at := slices.IndexFunc(open.GetSlots(), func(s *schedulingv1.Slot) bool { return s.GetMode() == typev1.Need_IN_PERSON })
		require.GreaterOrEqual(t, at, 0)
		moved, err := b.staff.RescheduleAppointment(b.desk(), &schedulingv1.RescheduleAppointmentRequest{
			Name: first.GetName(), Slot: open.GetSlots()[at].GetSlot(), RequestId: uuid.NewString(),
		})
		require.NoError(t, err, "what is offered instead suits")
		require.Equal(t, "red", moved.GetAppointment().GetRoomDisplayName())
		require.EqualValues(t, 2, moved.GetAppointment().GetRoomWish().GetPersons())
	})
}

// Whoever needs neither seats nor level floor leaves the rooms that have them to those who do.
func TestPlainestRoomFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.room("blue", &schedulingv1.Room{Capacity: 4, Accessible: true})
		b.room("red", &schedulingv1.Room{Capacity: 1})
		a, err := b.first(b.openings(b.therapist("Cleo", 9, 12), nil)[0].GetSlot())
		require.NoError(t, err)
		require.Equal(t, "red", a.GetRoomDisplayName())
	})
}

// Several slots are held together only if each gets a room that suits it.
func TestHoldSuitableRooms(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.room("blue", &schedulingv1.Room{Capacity: 1})
		b.room("red", &schedulingv1.Room{Capacity: 2})
		one, two := b.therapist("Cleo", 9, 10), b.therapist("Dan", 9, 10)
		alone, couple := b.openings(one, nil)[0], b.openings(two, &schedulingv1.RoomWish{Persons: 2})[0]
		alike := b.openings(one, &schedulingv1.RoomWish{Persons: 2})[0]
		require.Equal(t, alone.GetStartTime().AsTime(), couple.GetStartTime().AsTime())
		hold := func(slots ...string) (*schedulingv1.HoldSlotsResponse, error) {
			return b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
				Slots: slots, Inquiry: "inquiries/" + id.New(), Duration: durationpb.New(1e9), RequestId: uuid.NewString(),
			})
		}
		_, err := hold(alike.GetSlot(), couple.GetSlot())
		require.Equal(t, "NO_ROOM", reason(t, err, "SLOT_TAKEN").Metadata["why"])
		_, err = hold(alone.GetSlot(), couple.GetSlot())
		require.NoError(t, err)
	})
}

// Of many couples who want the one room for two at once, one gets it.
func TestRaceForTheRoomForTwo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.room("blue", &schedulingv1.Room{Capacity: 1})
		b.room("red", &schedulingv1.Room{Capacity: 2})
		var slots []string
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			slots = append(slots, b.openings(b.therapist(name, 9, 10), &schedulingv1.RoomWish{Persons: 2})[0].GetSlot())
		}
		var wg sync.WaitGroup
		won := make([]bool, len(slots))
		for i, slot := range slots {
			wg.Go(func() {
				a, err := b.first(slot)
				if won[i] = err == nil; err != nil {
					reason(t, err, "SLOT_TAKEN")
				} else if a.GetRoomDisplayName() != "red" {
					t.Errorf("in %s", a.GetRoomDisplayName())
				}
			})
		}
		wg.Wait()
		n := 0
		for _, w := range won {
			if w {
				n++
			}
		}
		require.Equal(t, 1, n)
	})
}
