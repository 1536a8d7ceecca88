package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// days are those of a therapist's openings in a ranking, in New York; none when the therapist is ruled out.
func days(t *testing.T, r *matchingv1.RankTherapistsResponse, therapist string) []string {
	t.Helper()
	loc, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	var out []string
	for _, c := range r.GetCandidates() {
		for _, o := range c.GetOpenings() {
			if c.GetTherapist() == therapist {
				out = append(out, o.GetStartTime().AsTime().In(loc).Format(time.DateOnly))
			}
		}
	}
	return out
}

// change sets fields of a therapist.
func (b *bundle) change(t *matchingv1.Therapist, paths ...string) {
	b.t.Helper()
	_, err := b.staff.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{Therapist: t, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
	require.NoError(b.t, err)
}

// everyone ranks with room for every candidate.
func (b *bundle) everyone(need *typev1.Need) *matchingv1.RankTherapistsResponse {
	b.t.Helper()
	r, err := b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: need, MaxCandidates: 20})
	require.NoError(b.t, err)
	return r
}

// TestLeaveIsSkipped: a leave takes the openings inside of it, not the therapist.
func TestLeaveIsSkipped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		therapist := b.everyone(need).GetCandidates()[0].GetTherapist()
		leave := []*matchingv1.Therapist_Leave{{StartDate: "2026-11-24", EndDate: "2026-12-04"}}
		b.change(&matchingv1.Therapist{Name: therapist, Leave: leave}, "leave")
		got := days(t, b.everyone(need), therapist)
		require.Len(t, got, 3)
		for _, day := range got {
			require.Greater(t, day, "2026-12-04")
		}

		// Nor is the same hour free in the weeks of a leave.
		b.change(&matchingv1.Therapist{Name: therapist, Leave: []*matchingv1.Therapist_Leave{{StartDate: "2026-12-14", EndDate: "2026-12-20"}}}, "leave")
		var weekly string
		for _, c := range b.everyone(need).GetCandidates() {
			for _, reason := range c.GetConcerns() {
				if c.GetTherapist() == therapist && reason.GetCode() == "WEEKLY_HOUR" {
					weekly = reason.GetText()
				}
			}
		}
		require.Regexp(t, `^The same hour, [A-Z][a-z]+days at [0-9:]+ [ap]m, is free in 7 of the next 8 weeks\. Away from December 14, 2026 to December 20, 2026\.$`, weekly)
		b.change(&matchingv1.Therapist{Name: therapist, Leave: leave}, "leave")

		// At a time nobody works the leave is not the reason.
		need.Times = required(typev1.WeeklyWindow_SUNDAY, "05:00", "06:00")
		var said string
		for _, e := range b.everyone(need).GetExcluded() {
			if e.GetTherapist() == therapist {
				said = e.GetReasons()[0].GetText()
			}
		}
		require.Equal(t, "Has no opening at the times the client needs.", said)
		need.Times = nil

		// What another way of meeting would bring is asked outside of the leave as well.
		need.Modes = []typev1.Need_Mode{typev1.Need_PHONE}
		var brought bool
		for _, c := range b.everyone(need).GetCounterfactuals() {
			brought = brought || c.GetChange() == "ADD_VIDEO"
		}
		require.True(t, brought)

		// Away for as long as anybody looks ahead.
		leave[0].EndDate = "2027-06-30"
		b.change(&matchingv1.Therapist{Name: therapist, Leave: leave}, "leave")
		need = couple()
		for _, e := range b.everyone(need).GetExcluded() {
			if e.GetTherapist() == therapist {
				require.Equal(t, "NO_OPENING", e.GetReasons()[0].GetCode())
				require.Equal(t, "Has no opening outside of planned leave.", e.GetReasons()[0].GetText())
				return
			}
		}
		require.Fail(t, "nobody is offered while away")
	})
}

// TestOpeningsBeforeALicenceEnds: wished times after the end of a licence, or later than the client must be seen, are in
// the way of no earlier opening.
func TestOpeningsBeforeALicenceEnds(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		ranked := b.everyone(need)
		therapist := ranked.GetCandidates()[0].GetTherapist()
		known := days(t, ranked, therapist)
		second, err := time.Parse(time.DateOnly, known[1])
		require.NoError(t, err)
		day := typev1.WeeklyWindow_Day((int32(second.Weekday())+6)%7 + 1)
		need.Times = []*typev1.Need_TimeWish{{Window: &typev1.WeeklyWindow{Day: day, StartTime: "00:00", EndTime: "24:00"}, Strength: typev1.Need_STRONG}}

		profile, err := b.staff.GetTherapist(b.admin(), &matchingv1.GetTherapistRequest{Name: therapist})
		require.NoError(t, err)
		licenses := profile.GetTherapist().GetLicenses()
		for _, l := range licenses {
			l.ExpireDate = known[0]
		}
		b.change(&matchingv1.Therapist{Name: therapist, Licenses: licenses}, "licenses")
		got := days(t, b.everyone(need), therapist)
		require.NotEmpty(t, got)
		for _, day := range got {
			require.Equal(t, known[0], day)
		}

		for _, l := range licenses {
			l.ExpireDate = "2026-11-24"
		}
		b.change(&matchingv1.Therapist{Name: therapist, Licenses: licenses}, "licenses")
		for _, e := range b.everyone(need).GetExcluded() {
			if e.GetTherapist() == therapist {
				require.Equal(t, "RULE_LICENSE", e.GetReasons()[0].GetCode(), "which nobody can override")
				return
			}
		}
		require.Fail(t, "nobody sees clients without a licence")
	})
}

// TestWhoMustBeSeenSoonIsAskedForSoon: wished times that are too late for the tier are in the way of no earlier opening.
func TestWhoMustBeSeenSoonIsAskedForSoon(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.Tier = typev1.Urgency_URGENT
		plain := b.everyone(need)
		require.NotEmpty(t, plain.GetCandidates())
		for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_SUNDAY; day++ {
			need.Times = []*typev1.Need_TimeWish{{Window: &typev1.WeeklyWindow{Day: day, StartTime: "00:00", EndTime: "24:00"}, Strength: typev1.Need_STRONG}}
			require.Len(t, b.everyone(need).GetCandidates(), len(plain.GetCandidates()), day)
		}
	})
}
