package scheduling_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// weekly makes a provider of sessions, Monday to Friday.
func (b *bundle) weekly(name string, from, to int, modes ...typev1.Need_Mode) string {
	b.t.Helper()
	provider := &schedulingv1.Provider{
		Name: "providers/" + id.Derive(name), DisplayName: name, AppointmentTypes: []string{"session"}, Modes: modes,
		Schedule: &schedulingv1.Schedule{TimeZone: "America/New_York"},
	}
	for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_FRIDAY; day++ {
		provider.Schedule.WeeklyHours = append(provider.Schedule.WeeklyHours, &schedulingv1.WeeklyHours{
			Window: &typev1.WeeklyWindow{Day: day, StartTime: hour(from), EndTime: hour(to)},
		})
	}
	_, err := b.match.EnsureProvider(b.t.Context(), &schedulingv1.EnsureProviderRequest{Provider: provider})
	require.NoError(b.t, err)
	return provider.GetName()
}

// wish is a request for a Tuesday hour from 1 December 2026 on.
func wish(provider, clock, recurrence string) *schedulingv1.BookSeriesRequest {
	return &schedulingv1.BookSeriesRequest{
		Provider: provider, AppointmentType: "session", Mode: typev1.Need_VIDEO, Inquiry: "inquiries/" + id.New(),
		StartDate: "2026-12-01", LocalTime: clock, Recurrence: recurrence, RequestId: uuid.NewString(),
	}
}

func (b *bundle) series(r *schedulingv1.BookSeriesRequest) *schedulingv1.Series {
	b.t.Helper()
	answer, err := b.staff.BookSeries(b.desk(), r)
	require.NoError(b.t, err)
	return answer.GetSeries()
}

func (b *bundle) whyNot(provider, local string) *schedulingv1.ExplainSlotResponse {
	b.t.Helper()
	return b.explain(&schedulingv1.ExplainSlotRequest{
		AppointmentType: "session", Provider: provider, LocalStartTime: local, Mode: typev1.Need_VIDEO,
	})
}

// single books one session at a local time; false when it is not open.
func (b *bundle) single(provider, local string) (*schedulingv1.Appointment, bool) {
	b.t.Helper()
	offered := b.whyNot(provider, local)
	if !offered.GetOffered() {
		return nil, false
	}
	r, err := b.intake.BookAppointment(b.t.Context(), &schedulingv1.BookAppointmentRequest{
		When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: offered.GetSlot().GetSlot()},
		Inquiry: "inquiries/" + id.New(), AppointmentType: "session", RequestId: uuid.NewString(),
	})
	if err != nil {
		reason(b.t, err, "SLOT_TAKEN")
	}
	return r.GetAppointment(), err == nil
}

func (b *bundle) listed() []*schedulingv1.Appointment {
	b.t.Helper()
	r, err := b.staff.ListAppointments(b.desk(), &schedulingv1.ListAppointmentsRequest{PageSize: 200})
	require.NoError(b.t, err)
	return r.GetAppointments()
}

// local returns the wall clock of New York at the appointments that are not cancelled.
func local(t testing.TB, s *schedulingv1.Series) []string {
	t.Helper()
	loc, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	var out []string
	for _, a := range s.GetAppointments() {
		require.Equal(t, s.GetName(), a.GetSeries())
		if a.GetState() != schedulingv1.Appointment_CANCELLED {
			out = append(out, a.GetStartTime().AsTime().In(loc).Format("01-02 15:04"))
		}
	}
	return out
}

func conflicts(t testing.TB, err error) []*schedulingv1.SeriesException {
	t.Helper()
	e := reason(t, err, "SERIES_NOT_FREE")
	require.Len(t, e.Details, 1)
	details, ok := e.Details[0].(*schedulingv1.SeriesConflicts)
	require.True(t, ok)
	require.NotEmpty(t, details.GetExceptions())
	return details.GetExceptions()
}

func TestBookSeries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		// Twenty weeks go over the change of 14 March 2027: the wall clock stays, the instant moves.
		request := wish(provider, "10:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=20")
		request.Mode = typev1.Need_IN_PERSON
		one := b.series(request)
		require.Len(t, one.GetAppointments(), 20)
		for i, a := range one.GetAppointments() {
			require.EqualValues(t, i, a.GetSeriesIndex())
			require.Equal(t, one.GetInquiry(), a.GetInquiry())
			require.Equal(t, "session", a.GetType())
			require.Equal(t, one.GetAppointments()[0].GetRoom(), a.GetRoom(), "the same room")
			require.True(t, strings.HasSuffix(local(t, one)[i], "10:00"))
		}
		require.Equal(t, 15, one.GetAppointments()[0].GetStartTime().AsTime().Hour())
		require.Equal(t, 14, one.GetAppointments()[19].GetStartTime().AsTime().Hour())
		require.Equal(t, []string{"RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU"}, one.GetRules()[0].GetRecurrence())
		require.Equal(t, "Cleo", one.GetProviderDisplayName())

		again := b.series(request)
		require.Equal(t, one.String(), again.String())
		got, err := b.staff.GetSeries(b.desk(), &schedulingv1.GetSeriesRequest{Name: one.GetName()})
		require.NoError(t, err)
		require.Equal(t, one.String(), got.GetSeries().String())
		request.LocalTime = "11:00"
		_, err = b.staff.BookSeries(b.desk(), request)
		reason(t, err, errs.ReasonRequestIDReused)

		request = wish(provider, "10:30", "FREQ=WEEKLY;COUNT=3")
		_, err = b.staff.BookSeries(b.desk(), request)
		for _, c := range conflicts(t, err) {
			require.Equal(t, schedulingv1.SlotStatus_BUSY, c.GetReason())
			require.Equal(t, b.whyNot(provider, c.GetDate()+"T10:30").GetText(), c.GetText(), "what explain says")
		}
		require.Len(t, b.listed(), 20, "all or none")
		request.MaxExceptions = 3
		_, err = b.staff.BookSeries(b.desk(), request)
		require.Len(t, conflicts(t, err), 3, "a series of nothing is none")

		for name, wrong := range map[string]func(r *schedulingv1.BookSeriesRequest){
			"recurrence": func(r *schedulingv1.BookSeriesRequest) { r.Recurrence = "FREQ=DAILY;COUNT=2" },
			"startDate":  func(r *schedulingv1.BookSeriesRequest) { r.StartDate = "2026-02-30" },
			"localTime":  func(r *schedulingv1.BookSeriesRequest) { r.LocalTime = "25:00" },
			"requestId":  func(r *schedulingv1.BookSeriesRequest) { r.RequestId = "" },
		} {
			request := wish(provider, "13:00", "FREQ=WEEKLY;COUNT=3")
			wrong(request)
			_, err = b.staff.BookSeries(b.desk(), request)
			field(t, err, name)
		}
		_, err = b.staff.BookSeries(b.desk(), wish("providers/"+id.New(), "10:00", "FREQ=WEEKLY;COUNT=2"))
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.BookSeries(b.desk(), wish(provider, "13:00", "FREQ=WEEKLY;COUNT=40"))
		require.Equal(t, schedulingv1.SlotStatus_TOO_FAR, conflicts(t, err)[0].GetReason())
	})
}

// Whatever is in the way, a series is booked but for what explain refuses, when that is allowed, or not at all.
func TestSeriesAllOrNone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // which times to take
		day := func(week int) string {
			return time.Date(2026, 12, 1+7*week, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
		for range 12 {
			clock := time.Date(0, 1, 1, 9, 30*random.IntN(15), 0, 0, time.UTC).Format("15:04")
			for range random.IntN(3) {
				b.single(provider, day(random.IntN(6))+"T"+clock)
			}
			request := wish(provider, clock, "FREQ=WEEKLY;COUNT=6")
			request.MaxExceptions = int32(random.IntN(3)) //nolint:gosec // small
			var want []string
			for week := range 6 {
				if !b.whyNot(provider, day(week)+"T"+clock).GetOffered() {
					want = append(want, day(week))
				}
			}
			before := len(b.listed())
			answer, err := b.staff.BookSeries(b.desk(), request)
			var left []*schedulingv1.SeriesException
			if int32(len(want)) > request.GetMaxExceptions() || len(want) == 6 { //nolint:gosec // small
				left = conflicts(t, err)
				require.Len(t, b.listed(), before)
			} else {
				require.NoError(t, err)
				left = answer.GetSeries().GetExceptions()
				require.Len(t, b.listed(), before+6-len(want))
				lines := answer.GetSeries().GetRules()[0].GetRecurrence()
				require.Len(t, lines, 1+min(len(want), 1))
				for _, date := range want {
					require.Contains(t, lines[1], strings.ReplaceAll(date, "-", "")+"T"+strings.ReplaceAll(clock, ":", "")+"00")
				}
			}
			var got []string
			for _, e := range left {
				got = append(got, e.GetDate())
			}
			require.Equal(t, want, got)
		}
	})
}

// Of many who want overlapping hours for weeks, one gets it whole and the others nothing.
func TestSeriesRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		var group sync.WaitGroup
		won := make([]*schedulingv1.Series, 12)
		for i := range won {
			group.Go(func() {
				r, err := b.staff.BookSeries(b.desk(), wish(provider, []string{"10:00", "10:30"}[i%2], "FREQ=WEEKLY;COUNT=8"))
				if won[i] = r.GetSeries(); err != nil && errs.ReasonOf(err) != "SERIES_NOT_FREE" {
					t.Error(err)
				}
			})
		}
		group.Wait()
		won = slices.DeleteFunc(won, func(s *schedulingv1.Series) bool { return s == nil })
		for _, s := range won {
			require.Len(t, s.GetAppointments(), 8)
		}
		require.NotEmpty(t, won)
		require.LessOrEqual(t, len(won), 1, "the hours overlap")
		require.Len(t, b.listed(), 8)
	})
}

// A single booking somewhere in a series' weeks wins, or the whole series does.
func TestSeriesAgainstBookings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		slot := b.whyNot(provider, "2027-01-05T14:00").GetSlot().GetSlot()
		var group sync.WaitGroup
		var mu sync.Mutex
		series, singles := 0, 0
		for range 6 {
			group.Go(func() {
				_, err := b.staff.BookSeries(b.desk(), wish(provider, "14:00", "FREQ=WEEKLY;COUNT=8"))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					series++
				} else if errs.ReasonOf(err) != "SERIES_NOT_FREE" {
					t.Error(err)
				}
			})
			group.Go(func() {
				_, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
					When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot},
					Inquiry: "inquiries/" + id.New(), AppointmentType: "session", RequestId: uuid.NewString(),
				})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					singles++
				} else if errs.ReasonOf(err) != "SLOT_TAKEN" {
					t.Error(err)
				}
			})
		}
		group.Wait()
		require.Equal(t, 1, series+singles)
		require.Len(t, b.listed(), 8*series+singles)
	})
}
