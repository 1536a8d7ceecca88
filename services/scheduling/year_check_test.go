package scheduling_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// hoursSince are a provider's weekly windows from an instant on, as wall-clock text.
type hoursSince struct {
	from time.Time
	week []*schedulingv1.WeeklyHours
}

// leave is a stretch somebody is away, known since an instant.
type leave struct {
	provider        string
	since, from, to time.Time
}

func (y *year) readHours(provider string) *schedulingv1.Schedule {
	got, err := y.b.staff.GetSchedule(y.b.admin(), &schedulingv1.GetScheduleRequest{Name: provider + "/schedule"})
	require.NoError(y.t, err)
	s := got.GetSchedule()
	y.hours[provider] = append(y.hours[provider], hoursSince{y.b.clock.Now(), s.GetWeeklyHours()})
	return s
}

func (y *year) setHours(provider string, change func(*schedulingv1.Schedule)) {
	got, err := y.b.staff.GetSchedule(y.b.admin(), &schedulingv1.GetScheduleRequest{Name: provider + "/schedule"})
	require.NoError(y.t, err)
	change(got.GetSchedule())
	_, err = y.b.staff.UpdateSchedule(y.b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: got.GetSchedule()})
	require.NoError(y.t, err)
	y.b.clock.Advance(time.Second) // what is booked from now on is booked by the new hours
	y.readHours(provider)
}

// newHours lets a therapist begin and end an hour later or earlier.
func (y *year) newHours() {
	shift := 1 - 2*y.random.IntN(2)
	y.setHours(y.therapists[y.random.IntN(11)], func(s *schedulingv1.Schedule) {
		for _, w := range s.GetWeeklyHours() {
			for _, text := range []*string{&w.Window.StartTime, &w.Window.EndTime} {
				at, err := time.Parse("15:04", *text)
				require.NoError(y.t, err)
				*text = hour(min(max(at.Hour()+shift, 6), 22))
			}
		}
	})
}

// night books all of the next night to Sunday: a session in each hour that the clock really takes from midnight to six,
// which are five when it goes forward and seven when it goes back.
func (y *year) night() {
	sunday := y.today.In(y.zone).AddDate(0, 0, 2)
	midnight := time.Date(sunday.Year(), sunday.Month(), sunday.Day(), 0, 0, 0, 0, y.zone)
	six := time.Date(sunday.Year(), sunday.Month(), sunday.Day(), 6, 0, 0, 0, y.zone)
	found, err := y.b.match.FindOpenings(y.t.Context(), &schedulingv1.FindOpeningsRequest{
		Providers: y.therapists[11:], AppointmentType: "first-session", PerProvider: 12,
		Modes: []typev1.Need_Mode{typev1.Need_VIDEO}, Within: durationpb.New(six.Sub(y.today)),
	})
	require.NoError(y.t, err)
	require.Len(y.t, found.GetProviders(), 1)
	openings := found.GetProviders()[0].GetOpenings()
	require.Len(y.t, openings, int(six.Sub(midnight).Hours()))
	for i, o := range openings {
		require.Equal(y.t, midnight.Add(time.Duration(i)*time.Hour).UTC(), o.GetStartTime().AsTime())
		got, err := y.b.intake.BookAppointment(y.t.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: o.GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		y.booked(got.GetAppointment(), err)
	}
	y.nights[len(openings)]++
}

// leave lets somebody take one to five days off. What is booked there stays, and half of it is called off by hand.
func (y *year) leave() {
	provider := y.therapists[y.random.IntN(11)]
	first := y.today.AddDate(0, 0, 1+y.random.IntN(30))
	l := leave{provider: provider, from: first.Add(-9 * time.Hour), to: first.AddDate(0, 0, 1+y.random.IntN(5)).Add(-9 * time.Hour)}
	got, err := y.b.staff.CreateTimeOff(y.b.admin(), &schedulingv1.CreateTimeOffRequest{
		Provider: provider, StartTime: timestamppb.New(l.from), EndTime: timestamppb.New(l.to), RequestId: uuid.NewString(),
	})
	require.NoError(y.t, err)
	var affected []string
	for _, a := range got.GetAffectedAppointments() {
		affected = append(affected, a.GetName())
	}
	var want []string
	for name, e := range y.books {
		if e.GetProvider() == provider && e.GetState() == schedulingv1.Appointment_BOOKED &&
			e.GetStartTime().AsTime().Before(l.to) && e.GetEndTime().AsTime().After(l.from) {
			want = append(want, name)
		}
	}
	require.ElementsMatch(y.t, want, affected, "time off names the appointments it affects")
	y.b.clock.Advance(time.Second)
	l.since = y.b.clock.Now()
	y.leaves = append(y.leaves, l)
	for i, name := range affected {
		if e := y.books[name]; i%2 == 0 {
			a, err := y.b.staff.CancelAppointment(y.b.desk(), &schedulingv1.CancelAppointmentRequest{Name: name, RequestId: uuid.NewString()})
			require.NoError(y.t, err)
			y.changed(e, a.GetAppointment(), schedulingv1.Change_CANCELLED)
		}
	}
}

// row is what the table holds of an occupying row.
type row struct {
	name, kind, state, provider, room            string
	start, end, blockedStart, blockedEnd, expire int64
	sequence                                     int32
}

// check compares the tables with what the front desk believes: those near today, or all.
func (y *year) check(all bool) {
	since := y.today.AddDate(0, 0, -3)
	if all {
		since = time.UnixMicro(0)
	}
	rows := y.rows(since)
	y.checkRows(rows)
	y.checkApart(rows, func(r row) string { return r.provider })
	y.checkApart(rows, func(r row) string { return r.room })
	seen := make(map[string]row)
	for _, r := range rows {
		seen["appointments/"+r.name] = r
	}
	for name, e := range y.books {
		r, ok := seen[name]
		switch cancelled := e.GetState() == schedulingv1.Appointment_CANCELLED; {
		case e.GetEndTime().AsTime().Before(since.AddDate(0, 0, 1)):
		case cancelled:
			require.False(y.t, ok)
		default:
			require.True(y.t, ok, "an appointment is gone")
			require.Equal(y.t, e.GetState().String(), r.state)
			require.Equal(y.t, e.GetStartTime().AsTime().UnixMicro(), r.start)
			require.Equal(y.t, e.sequence, r.sequence)
			y.checkPlace(e)
		}
	}
	y.checkFeed()
}

func (y *year) rows(since time.Time) (out []row) {
	found, err := y.b.db.Read().QueryContext(y.t.Context(), `SELECT id, type_id, state, provider_id, coalesce(room_id, ''), start_us, end_us,
		blocked_start_us, blocked_end_us, hold_expire_us, sequence FROM appointments
		WHERE state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW') AND blocked_end_us > $1`, since.UnixMicro())
	require.NoError(y.t, err)
	defer found.Close()
	for found.Next() {
		var r row
		require.NoError(y.t, found.Scan(&r.name, &r.kind, &r.state, &r.provider, &r.room, &r.start, &r.end,
			&r.blockedStart, &r.blockedEnd, &r.expire, &r.sequence))
		out = append(out, r)
	}
	require.NoError(y.t, found.Err())
	return out
}

// checkRows checks that each row blocks its time and the buffers of its type, and is known to the front desk or held.
func (y *year) checkRows(rows []row) {
	const minute = int64(time.Minute / time.Microsecond)
	for _, r := range rows {
		before, lasts, after := 5*minute, 10*minute, 5*minute
		if r.kind == "first-session" {
			before, lasts, after = 0, 50*minute, 10*minute
		}
		require.Equal(y.t, r.start+lasts, r.end)
		require.Equal(y.t, r.start-before, r.blockedStart)
		require.Equal(y.t, r.end+after, r.blockedEnd)
		if _, known := y.books["appointments/"+r.name]; !known {
			require.Equal(y.t, "HELD", r.state, "%s is nobody's", r.name)
		}
	}
}

// checkApart checks that no two rows of one provider or room overlap, buffers included.
func (y *year) checkApart(rows []row, place func(row) string) {
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(strings.Compare(place(a), place(b)), cmp.Compare(a.blockedStart, b.blockedStart))
	})
	for i := range rows[1:] {
		if at := place(rows[i]); at != "" && at == place(rows[i+1]) {
			require.LessOrEqual(y.t, rows[i].blockedEnd, rows[i+1].blockedStart, "%s is taken twice", at)
		}
	}
}

// checkPlace checks that the appointment lies in the hours, and in no leave, that were known when it got its time. It
// reads the wall clock minute by minute, which the slot engine does not.
func (y *year) checkPlace(e *entry) {
	from, to := e.GetStartTime().AsTime(), e.GetEndTime().AsTime()
	var week []*schedulingv1.WeeklyHours
	for _, h := range y.hours[e.GetProvider()] {
		if !h.from.After(e.placed) {
			week = h.week
		}
	}
	inside := slices.ContainsFunc(week, func(w *schedulingv1.WeeklyHours) bool {
		for at := from; at.Before(to); at = at.Add(10 * time.Minute) {
			local := at.In(y.zone)
			clock, day := local.Format("15:04"), typev1.WeeklyWindow_Day(int32((local.Weekday()+6)%7+1))
			if day != w.GetWindow().GetDay() || clock < w.GetWindow().GetStartTime() || clock >= w.GetWindow().GetEndTime() {
				return false
			}
		}
		return true
	})
	require.True(y.t, inside, "%s lies outside the hours of %s", e.GetName(), e.GetProvider())
	for _, l := range y.leaves {
		away := l.provider == e.GetProvider() && !l.since.After(e.placed) && from.Before(l.to) && l.from.Before(to)
		require.False(y.t, away, "%s was placed in time off", e.GetName())
	}
}

// checkFeed reads what is new in the feed: the very changes that were made, in their order.
func (y *year) checkFeed() {
	if len(y.events) == 0 {
		return
	}
	ctx, cancel := context.WithCancel(y.t.Context())
	defer cancel()
	stream, err := y.b.intake.WatchChanges(ctx, &schedulingv1.WatchChangesRequest{After: y.cursor})
	require.NoError(y.t, err)
	for _, want := range y.events {
		got, err := stream.Recv()
		for err == nil && got.GetChange().GetKind() == schedulingv1.Change_FREED {
			got, err = stream.Recv()
		}
		require.NoError(y.t, err)
		require.Equal(y.t, want, event{got.GetChange().GetAppointment(), got.GetChange().GetKind()})
		y.cursor = got.GetChange().GetCursor()
	}
	y.events = nil
}
