package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func TestFindWeeklyOpenings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 11)
		b.clock.Advance(time.Minute)
		search := &schedulingv1.FindWeeklyOpeningsRequest{Providers: []string{provider}, AppointmentType: "session", Weeks: 26}
		find := func() map[string]*schedulingv1.WeeklyOpening {
			r, err := b.staff.FindWeeklyOpenings(b.desk(), search)
			require.NoError(t, err)
			same, err := b.match.FindWeeklyOpenings(t.Context(), &schedulingv1.BookingServiceFindWeeklyOpeningsRequest{Search: search})
			require.NoError(t, err)
			require.Len(t, same.GetOpenings(), len(r.GetOpenings()))
			out := make(map[string]*schedulingv1.WeeklyOpening)
			for i, o := range r.GetOpenings() {
				require.Equal(t, o.String(), same.GetOpenings()[i].String())
				out[o.GetDay().String()+" "+o.GetLocalTime()] = o
			}
			return out
		}
		// Three starts on five days, through the change of 14 March 2027; the practice has rooms.
		all := find()
		require.Len(t, all, 15)
		require.Equal(t, typev1.Need_IN_PERSON, all["TUESDAY 10:00"].GetMode())
		require.Equal(t, "2026-12-01", all["TUESDAY 09:00"].GetStartDate(), "today's is past")
		require.Equal(t, "FREQ=WEEKLY;COUNT=26;BYDAY=MO", all["MONDAY 09:00"].GetRecurrence())

		// Leave on one Tuesday, and somebody's hour on Wednesdays.
		_, err := b.staff.CreateTimeOff(b.admin(), &schedulingv1.CreateTimeOffRequest{
			Provider: provider, StartTime: at("2026-12-22T05:00:00Z"), EndTime: at("2026-12-23T05:00:00Z"), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		taken := wish(provider, "09:00", "FREQ=WEEKLY;COUNT=8")
		taken.StartDate = "2026-12-02"
		b.series(taken)
		search.Weeks = 0
		all = find()
		require.Len(t, all, 10, "no Tuesday, and on Wednesday only what is left")
		require.Contains(t, all, "WEDNESDAY 10:00")
		search.MaxExceptions = 1
		all = find()
		require.Len(t, all["TUESDAY 10:00"].GetExceptions(), 1)
		away := all["TUESDAY 10:00"].GetExceptions()[0]
		require.Equal(t, schedulingv1.SlotStatus_TIME_OFF, away.GetReason())
		require.Equal(t, b.whyNot(provider, "2026-12-22T10:00").GetText(), away.GetText())

		search.Preferred = []*typev1.WeeklyWindow{{Day: typev1.WeeklyWindow_FRIDAY, StartTime: "09:00", EndTime: "10:30"}}
		r, err := b.staff.FindWeeklyOpenings(b.desk(), search)
		require.NoError(t, err)
		require.Equal(t, []bool{true, true, false}, []bool{
			r.GetOpenings()[0].GetPreferred(), r.GetOpenings()[1].GetPreferred(), r.GetOpenings()[2].GetPreferred(),
		})
		search.OnlyPreferred, search.PerProvider = true, 1
		require.Len(t, find(), 1)

		search.Weeks = 27
		_, err = b.staff.FindWeeklyOpenings(b.desk(), search)
		field(t, err, "weeks")
		search.Weeks, search.TimeZone = 4, "America/Atlantis"
		_, err = b.staff.FindWeeklyOpenings(b.desk(), search)
		field(t, err, "timeZone")
		search.TimeZone, search.StartDate = "", "soon"
		_, err = b.staff.FindWeeklyOpenings(b.desk(), search)
		field(t, err, "startDate")
		search.StartDate, search.Providers = "", []string{"providers/" + id.New(), "nonsense"}
		require.Empty(t, find())
		search.AppointmentType = "massage"
		_, err = b.staff.FindWeeklyOpenings(b.desk(), search)
		reason(t, err, errs.ReasonNotFound)
	})
}
