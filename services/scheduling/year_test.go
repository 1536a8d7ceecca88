package scheduling_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// TestYear lives through a year of a practice of twelve therapists and two coordinators, both changes of the clock
// included, and checks the books every evening. With LONG set it is a busier one.
func TestYear(t *testing.T) {
	t.Parallel()
	busy := 2
	if os.Getenv("LONG") != "" {
		busy = 12
	}
	y := openYear(t)
	for day := range 365 {
		y.today = start.AddDate(0, 0, day).Add(time.Hour)
		y.b.clock.Set(y.today)
		for range busy {
			y.morning()
		}
		if day%7 == 3 { // a Friday
			y.leave()
			y.night()
		}
		if day%30 == 10 {
			y.newHours()
		}
		y.b.clock.Set(y.today.Add(13 * time.Hour))
		y.evening()
		y.check(day%28 == 0)
	}
	y.check(true)
	t.Logf("%d changes of %d appointments; %d refusals", y.changes, len(y.books), y.refused)
	require.Equal(t, map[int]int{5: 1, 6: 50, 7: 1}, y.nights)
	require.Greater(t, y.changes, 1200*busy)
}

// year is a practice and what its front desk believes.
type year struct {
	t      *testing.T
	b      *bundle
	random *rand.Rand
	today  time.Time
	zone   *time.Location

	therapists []string
	// books are the appointments by name, agenda their names in the order they were made.
	books  map[string]*entry
	agenda []string
	// rules are the hours and the leave of each provider, by when they were made.
	hours  map[string][]hoursSince
	leaves []leave
	// events are the changes the feed has yet to show; cursor is where it was read to.
	events           []event
	cursor           string
	changes, refused int
	// nights counts them by how many hours they had.
	nights map[int]int
}

// entry is what the front desk believes of an appointment.
type entry struct {
	*schedulingv1.Appointment
	// placed is when it got its time, sequence what its number should be.
	placed   time.Time
	sequence int32
}

type event struct {
	name string
	kind schedulingv1.Change_Kind
}

// openYear opens the practice: ten therapists by day, one in the evening, and one in the nights in which the clock
// changes.
func openYear(t *testing.T) *year {
	t.Helper()
	y := &year{
		t: t, b: setup(t, dbtest.Open(t, sqldb.SQLite, scheduling.Migrations())), random: rand.New(rand.NewPCG(12, 365)), //nolint:gosec // what clients do
		books: make(map[string]*entry), hours: make(map[string][]hoursSince), nights: make(map[int]int),
	}
	var err error
	y.zone, err = time.LoadLocation("America/New_York")
	require.NoError(t, err)
	for i := range 12 {
		name := "dr " + string(rune('a'+i))
		from, to := 8+i%4, 15+i%4
		if i == 10 {
			from, to = 17, 21
		}
		provider := y.b.therapist(name, from, to, typev1.Need_IN_PERSON, typev1.Need_VIDEO)
		y.therapists = append(y.therapists, "providers/"+provider)
		y.readHours("providers/" + provider)
	}
	y.setHours(y.therapists[11], func(s *schedulingv1.Schedule) {
		s.WeeklyHours = []*schedulingv1.WeeklyHours{{
			Window: &typev1.WeeklyWindow{Day: typev1.WeeklyWindow_SUNDAY, StartTime: "00:00", EndTime: "06:00"},
		}}
	})
	for _, c := range y.b.coordinators {
		y.readHours("providers/" + c)
	}
	return y
}

// morning is what comes in on a day: calls, proposals, changes of mind.
func (y *year) morning() {
	for range 1 + y.random.IntN(3) {
		y.call()
	}
	if y.random.IntN(2) == 0 {
		y.propose()
	}
	for range y.random.IntN(3) {
		y.move()
	}
	if y.random.IntN(2) == 0 {
		y.cancel()
	}
}

// call books the free call, most after holding it for a while; some hold and go away.
func (y *year) call() {
	from := y.today.AddDate(0, 0, y.random.IntN(20))
	open := y.b.slots(from.Format(time.DateOnly), from.AddDate(0, 0, 4).Format(time.DateOnly)).GetSlots()
	if len(open) == 0 {
		return
	}
	slot := open[y.random.IntN(min(len(open), 12))]
	if y.random.IntN(3) == 0 {
		a, err := y.b.book(slot.GetSlot())
		y.booked(a, err)
		return
	}
	held, err := y.b.hold(slot.GetSlot())
	require.NoError(y.t, err)
	if y.random.IntN(4) == 0 {
		y.b.clock.Advance(8 * time.Minute)
		held2, err := y.b.public.ExtendHold(y.b.visitor(), &schedulingv1.ExtendHoldRequest{Hold: held.GetHold()})
		require.NoError(y.t, err)
		require.True(y.t, held2.GetExpireTime().AsTime().After(held.GetExpireTime().AsTime()))
	}
	if y.random.IntN(5) == 0 {
		y.b.clock.Advance(11 * time.Minute)
		_, err := y.b.bookHold(held.GetHold(), "", "inquiries/"+id.New(), "consultation")
		reason(y.t, err, "HOLD_NOT_FOUND")
		return
	}
	a, err := y.b.bookHold(held.GetHold(), "", "inquiries/"+id.New(), "consultation")
	y.booked(a, err)
}

// propose holds openings of three therapists for two days and books one of them, or none.
func (y *year) propose() {
	who := make([]string, 3)
	for i := range who {
		who[i] = y.therapists[y.random.IntN(11)]
	}
	slices.Sort(who)
	modes := []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO}
	found, err := y.b.match.FindOpenings(y.t.Context(), &schedulingv1.FindOpeningsRequest{
		Providers: slices.Compact(who), AppointmentType: "first-session", PerProvider: int32(1 + y.random.IntN(12)),
		Modes: modes[y.random.IntN(2):], Within: durationpb.New(time.Duration(3+y.random.IntN(50)) * 24 * time.Hour),
	})
	require.NoError(y.t, err)
	var tokens []string
	for _, p := range found.GetProviders() {
		for _, s := range p.GetOpenings()[max(0, len(p.GetOpenings())-2):] {
			tokens = append(tokens, s.GetSlot())
		}
	}
	if len(tokens) == 0 {
		return
	}
	inquiry := "inquiries/" + id.New()
	held, err := y.b.match.HoldSlots(y.t.Context(), &schedulingv1.HoldSlotsRequest{
		Slots: tokens, Inquiry: inquiry, Duration: durationpb.New(48 * time.Hour), RequestId: uuid.NewString(),
	})
	require.NoError(y.t, err, "what is found can all be held")
	if y.random.IntN(4) == 0 {
		return // nobody answers; the hold lapses
	}
	a, err := y.b.bookHold(held.GetHold(), tokens[y.random.IntN(len(tokens))], inquiry, "first-session")
	y.booked(a, err)
}

func (y *year) booked(a *schedulingv1.Appointment, err error) {
	require.NoError(y.t, err)
	require.Zero(y.t, a.GetSequence())
	y.books[a.GetName()] = &entry{Appointment: a, placed: y.b.clock.Now()}
	y.agenda = append(y.agenda, a.GetName())
	y.expect(a, schedulingv1.Change_BOOKED)
}

func (y *year) expect(a *schedulingv1.Appointment, kind schedulingv1.Change_Kind) {
	y.events = append(y.events, event{a.GetName(), kind})
	y.changes++
}

// ahead returns an appointment that is still to come, nil when chance finds none.
func (y *year) ahead() *entry {
	for range 10 {
		if len(y.agenda) == 0 {
			return nil
		}
		recent := y.agenda[max(0, len(y.agenda)-80):]
		e := y.books[recent[y.random.IntN(len(recent))]]
		if e.GetState() == schedulingv1.Appointment_BOOKED && e.GetStartTime().AsTime().After(y.b.clock.Now()) {
			return e
		}
	}
	return nil
}

// move moves an appointment to any start that is open, or to one that may not be.
func (y *year) move() {
	e := y.ahead()
	if e == nil {
		return
	}
	at := e.GetStartTime().AsTime().AddDate(0, 0, y.random.IntN(9)-2).Add(time.Duration(y.random.IntN(9)-4) * 10 * time.Minute)
	explained := y.b.explain(&schedulingv1.ExplainSlotRequest{
		AppointmentType: e.GetType(), StartTime: timestamppb.New(at), Mode: e.GetMode(), Provider: map[bool]string{true: e.GetProvider()}[e.GetType() == "first-session"],
	})
	if !explained.GetOffered() {
		y.refused++
		return
	}
	a, err := y.b.staff.RescheduleAppointment(y.b.desk(), &schedulingv1.RescheduleAppointmentRequest{
		Name: e.GetName(), Slot: explained.GetSlot().GetSlot(), Etag: e.GetEtag(), RequestId: uuid.NewString(),
	})
	require.NoError(y.t, err)
	y.changed(e, a.GetAppointment(), schedulingv1.Change_RESCHEDULED)
	e.placed = y.b.clock.Now()
}

func (y *year) cancel() {
	if e := y.ahead(); e != nil {
		a, err := y.b.staff.CancelAppointment(y.b.desk(), &schedulingv1.CancelAppointmentRequest{
			Name: e.GetName(), Etag: e.GetEtag(), RequestId: uuid.NewString(),
		})
		require.NoError(y.t, err)
		y.changed(e, a.GetAppointment(), schedulingv1.Change_CANCELLED)
	}
}

// changed notes a reschedule or cancellation, each of which raises the sequence by one.
func (y *year) changed(e *entry, a *schedulingv1.Appointment, kind schedulingv1.Change_Kind) {
	e.Appointment = a
	e.sequence++
	require.Equal(y.t, e.sequence, a.GetSequence())
	y.expect(a, kind)
}

// evening records what became of the day's appointments.
func (y *year) evening() {
	for _, name := range y.agenda {
		e := y.books[name]
		if e.GetState() != schedulingv1.Appointment_BOOKED || e.GetEndTime().AsTime().After(y.b.clock.Now()) {
			continue
		}
		if y.random.IntN(8) == 0 {
			a, err := y.b.staff.MarkAppointmentNoShow(y.b.desk(), &schedulingv1.MarkAppointmentNoShowRequest{Name: name, RequestId: uuid.NewString()})
			require.NoError(y.t, err)
			e.Appointment = a.GetAppointment()
			y.expect(e.Appointment, schedulingv1.Change_NO_SHOW)
			continue
		}
		a, err := y.b.staff.CompleteAppointment(y.b.desk(), &schedulingv1.CompleteAppointmentRequest{Name: name, RequestId: uuid.NewString()})
		require.NoError(y.t, err)
		e.Appointment = a.GetAppointment()
		y.expect(e.Appointment, schedulingv1.Change_COMPLETED)
	}
}
