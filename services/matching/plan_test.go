package matching_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// waits tells of a client who waits, in a revision.
func (b *bundle) waits(inquiry string, state matchingv1.WaitlistEntry_State, revision int64, need *typev1.Need) {
	b.t.Helper()
	_, err := b.intake.TrackWaiting(b.desk(), &matchingv1.TrackWaitingRequest{
		Revision: revision,
		Entry: &matchingv1.WaitlistEntry{
			Inquiry: inquiry, State: state, Need: need, SinceTime: timestamppb.New(b.clock.Now()),
		},
	})
	require.NoError(b.t, err)
}

func (b *bundle) plan() *matchingv1.Plan {
	b.t.Helper()
	r, err := b.staff.CreatePlan(b.desk(), &matchingv1.CreatePlanRequest{RequestId: newRequest()})
	require.NoError(b.t, err)
	return r.GetPlan()
}

func (b *bundle) readPlan(name string) *matchingv1.Plan {
	b.t.Helper()
	r, err := b.staff.GetPlan(b.admin(), &matchingv1.GetPlanRequest{Name: name})
	require.NoError(b.t, err)
	return r.GetPlan()
}

func TestPlan(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		require.Empty(t, b.plan().GetAssignments(), "nobody waits")
		first, second, offered, hopeless := newInquiry(), newInquiry(), newInquiry(), newInquiry()
		b.waits(first, matchingv1.WaitlistEntry_WAITING, 1, couple())
		b.clock.Advance(time.Hour)
		b.waits(second, matchingv1.WaitlistEntry_WAITING, 1, couple())
		b.waits(offered, matchingv1.WaitlistEntry_OFFERED, 1, couple())
		nobody := couple()
		nobody.Languages = []string{"cy"}
		b.waits(hopeless, matchingv1.WaitlistEntry_WAITING, 1, nobody)

		request := &matchingv1.CreatePlanRequest{RequestId: newRequest()}
		made, err := b.staff.CreatePlan(b.desk(), request)
		require.NoError(t, err)
		again, err := b.staff.CreatePlan(b.desk(), request)
		require.NoError(t, err)
		require.True(t, proto.Equal(made, again))

		p := made.GetPlan()
		require.Equal(t, []string{hopeless}, p.GetWaiting())
		require.Len(t, p.GetAssignments(), 2)
		require.Equal(t, []string{first, second}, []string{p.GetAssignments()[0].GetInquiry(), p.GetAssignments()[1].GetInquiry()})
		require.Zero(t, p.GetGap())
		ranked := b.rank(first, couple())
		for _, a := range p.GetAssignments() {
			require.Empty(t, a.GetObstacle())
			var score float64
			for _, c := range ranked.GetCandidates() {
				if c.GetTherapist() == a.GetTherapist() {
					score = c.GetScore()
				}
			}
			if a.GetInquiry() == first {
				require.Equal(t, score, a.GetScore(), "as the ranking has it")
			}
			require.LessOrEqual(t, a.GetScore(), score, "for the same opening, or a later one")
		}

		_, reserved := b.reserved(p.GetAssignments()[0].GetTherapist())
		require.Zero(t, reserved, "nothing is held")
		b.waits(first, matchingv1.WaitlistEntry_LEFT, 2, nil)
		changed := couple()
		changed.Concerns = []typev1.Need_Concern{typev1.Need_GRIEF}
		b.waits(second, matchingv1.WaitlistEntry_WAITING, 2, changed)
		now := b.readPlan(p.GetName())
		require.Equal(t, matchingv1.Plan_LEFT, now.GetAssignments()[0].GetObstacle())
		require.Equal(t, matchingv1.Plan_NEED_CHANGED, now.GetAssignments()[1].GetObstacle())

		_, err = b.staff.GetPlan(b.desk(), &matchingv1.GetPlanRequest{Name: "plans/" + first[len("inquiries/"):]})
		requireReason(t, errs.ReasonNotFound, err)
	})
}

// TestPlanSaysWhatHasChanged: an opening that somebody else has taken, and a licence that is no more, are said when the plan is read.
func TestPlanSaysWhatHasChanged(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		client := newInquiry()
		b.waits(client, matchingv1.WaitlistEntry_WAITING, 1, couple())
		p := b.plan()
		planned := p.GetAssignments()[0]
		require.Zero(t, planned.GetObstacle())
		booked := b.book(&schedulingv1.BookAppointmentRequest{
			When: &schedulingv1.BookAppointmentRequest_Slot{Slot: planned.GetOpening().GetSlot()}, Inquiry: newInquiry(),
		})
		require.Equal(t, planned.GetOpening().GetStartTime().AsTime(), booked.GetStartTime().AsTime())
		require.Equal(t, matchingv1.Plan_SLOT_TAKEN, b.readPlan(p.GetName()).GetAssignments()[0].GetObstacle())

		r, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: planned.GetTherapist()})
		require.NoError(t, err)
		for _, l := range r.GetTherapist().GetLicenses() {
			l.Status = matchingv1.Therapist_License_SUSPENDED
		}
		b.change(&matchingv1.Therapist{Name: planned.GetTherapist(), Licenses: r.GetTherapist().GetLicenses()}, "licenses")
		now := b.readPlan(p.GetName()).GetAssignments()[0]
		require.Equal(t, matchingv1.Plan_THERAPIST_EXCLUDED, now.GetObstacle())
		require.Equal(t, "The license for New York is suspended or revoked.", now.GetObstacleText())
	})
}

// TestPlanGivesAwayEveryPlace: one therapist fits, with as many places as clients wait and hours enough; each gets an opening,
// and who must be seen sooner, then who has waited longest, gets the earlier one.
func TestPlanGivesAwayEveryPlace(t *testing.T) {
	t.Parallel()
	const places = 6
	each(t, func(t *testing.T, b *bundle) {
		profile := newcomer()
		profile.Languages, profile.Capacity = []string{"cy"}, &matchingv1.Therapist_Capacity{TargetCaseload: places, Accepting: true}
		_, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: profile, RequestId: newRequest()})
		require.NoError(t, err)
		var want []string
		for i := range places + 1 {
			need := couple()
			need.Languages = []string{"cy"}
			inquiry := newInquiry()
			if want = append(want, inquiry); i == places-1 {
				need.Tier = typev1.Urgency_PRIORITY
				want = slices.Insert(want[:i], 0, inquiry)
			}
			b.waits(inquiry, matchingv1.WaitlistEntry_WAITING, 1, need)
			b.clock.Advance(time.Hour)
		}
		p := b.plan()
		require.Equal(t, want[places:], p.GetWaiting(), "who came last")
		require.Len(t, p.GetAssignments(), places)
		require.Positive(t, p.GetPrimal())
		require.Equal(t, p.GetPrimal(), p.GetDual())
		require.Zero(t, p.GetGap())
		require.False(t, p.GetCandidatesOnly())
		for i, a := range p.GetAssignments() {
			require.Equal(t, want[i], a.GetInquiry())
			if i > 0 {
				require.Less(t, p.GetAssignments()[i-1].GetOpening().GetStartTime().AsTime(), a.GetOpening().GetStartTime().AsTime())
			}
		}
	})
}

// TestPlanHearsTheQuestionnaires: a therapist who takes one client who is badly off is given one, though only answers say who is.
func TestPlanHearsTheQuestionnaires(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		profile := newcomer()
		profile.Languages, profile.Capacity = []string{"cy"}, &matchingv1.Therapist_Capacity{TargetCaseload: 6, Accepting: true, SevereClientsMax: 1}
		_, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: profile, RequestId: newRequest()})
		require.NoError(t, err)
		need := couple()
		need.Languages = []string{"cy"}
		for i := range 4 {
			inquiry := newInquiry()
			b.waits(inquiry, matchingv1.WaitlistEntry_WAITING, 1, need)
			if i > 0 {
				_, err := b.intake.RecordMeasure(b.as(identity.ClinicalLead), &matchingv1.RecordMeasureRequest{
					Inquiry: inquiry, Instrument: matchingv1.Measure_PHQ_9, Answers: []int32{3, 3, 3, 3, 3, 3, 3, 3, 0}, RequestId: newRequest(),
				})
				require.NoError(t, err)
			}
		}
		p := b.plan()
		require.Len(t, p.GetAssignments(), 2, "one who is badly off, and one who is not known to be")
		require.Zero(t, p.GetGap())
	})
}

// TestPlanKeepsToTheRooms: couples for whom there is one therapist each, and of whom scheduling is asked one by one, get hours that can all be
// booked in the one room that has seats for them.
func TestPlanKeepsToTheRooms(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		rooms, err := b.calendar.ListRooms(b.admin(), &schedulingv1.ListRoomsRequest{})
		require.NoError(t, err)
		for i, room := range rooms.GetRooms() {
			room.Capacity = int32(i + 1) //nolint:gosec // two
			_, err := b.calendar.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: room, RequestId: newRequest()})
			require.NoError(t, err)
		}
		for i, language := range []string{"cy", "ga", "gd"} {
			profile := newcomer()
			profile.Languages, profile.Modes = []string{language}, []typev1.Need_Mode{typev1.Need_IN_PERSON}
			_, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: profile, RequestId: newRequest()})
			require.NoError(t, err)
			need := couple()
			need.Languages, need.Modes = profile.GetLanguages(), []typev1.Need_Mode{typev1.Need_IN_PERSON}
			until := []string{"18:00", "19:00", "20:00"}[i]
			need.Times = []*typev1.Need_TimeWish{{Window: &typev1.WeeklyWindow{Day: typev1.WeeklyWindow_MONDAY, StartTime: "08:00", EndTime: until}, Strength: typev1.Need_MILD}}
			b.waits(newInquiry(), matchingv1.WaitlistEntry_WAITING, 1, need)
		}
		p := b.plan()
		require.Len(t, p.GetAssignments(), 3)
		require.Zero(t, p.GetGap())
		for _, a := range p.GetAssignments() {
			_, err := b.booking.BookAppointment(b.desk(), &schedulingv1.BookAppointmentRequest{
				When: &schedulingv1.BookAppointmentRequest_Slot{Slot: a.GetOpening().GetSlot()}, Inquiry: a.GetInquiry(),
				AppointmentType: "first-session", RequestId: newRequest(),
			})
			require.NoError(t, err, a.GetOpening().GetStartTime().AsTime())
		}
	})
}

func TestPlanKnowsItsOffers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		b.waits(inquiry, matchingv1.WaitlistEntry_WAITING, 1, couple())
		p := b.plan()
		a := p.GetAssignments()[0]
		ranked := b.rank(inquiry, couple())
		r, err := b.intake.CreateProposal(b.admin(), &matchingv1.CreateProposalRequest{
			Decision: ranked.GetDecision(), Inquiry: inquiry, RequestId: newRequest(), Plan: p.GetName(), Need: couple(),
			Options: []*matchingv1.CreateProposalRequest_ProposedTherapist{
				{Therapist: a.GetTherapist(), Slots: []string{a.GetOpening().GetSlot()}},
			},
		})
		require.NoError(t, err)
		now := b.readPlan(p.GetName()).GetAssignments()[0]
		require.Equal(t, r.GetProposal().GetName(), now.GetProposal())
		require.Equal(t, matchingv1.Proposal_OPEN, now.GetProposalState())
		b.clock.Advance(48 * time.Hour)
		require.Equal(t, matchingv1.Proposal_EXPIRED, b.readPlan(p.GetName()).GetAssignments()[0].GetProposalState())
	})
}

// TestPricesOfPlans: whom more wait for than there are places is kept open in the rankings after it, for a week.
func TestPricesOfPlans(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for range 60 {
			b.waits(newInquiry(), matchingv1.WaitlistEntry_WAITING, 1, couple())
		}
		p := b.plan()
		require.NotEmpty(t, p.GetWaiting(), "more than there is room for")
		require.NotEmpty(t, p.GetPrices())
		kept := func() bool {
			for _, c := range b.rank(newInquiry(), couple()).GetCandidates() {
				for _, reason := range c.GetConcerns() {
					if reason.GetCode() == "KEPT_OPEN" {
						return true
					}
				}
			}
			return false
		}
		require.True(t, kept())
		b.clock.Advance(8 * 24 * time.Hour)
		require.False(t, kept(), "the news is old")
	})
}

func TestEstimateWait(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.TherapistPreferences = []*typev1.Need_TherapistPreference{
			{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN", Strength: typev1.Need_REQUIRED},
		}
		woman := b.rank(newInquiry(), need).GetCandidates()[0].GetTherapist()
		var last string
		for range 80 {
			last = newInquiry()
			b.waits(last, matchingv1.WaitlistEntry_WAITING, 1, need)
			b.clock.Advance(time.Second)
		}
		r, err := b.staff.EstimateWait(b.desk(), &matchingv1.EstimateWaitRequest{Inquiry: last})
		require.NoError(t, err)
		require.Equal(t, "As it is: nobody can say yet when a place becomes free.", r.GetEstimates()[0].GetText(), "all clients were brought along")
		require.Nil(t, r.GetEstimates()[0].MedianWeeks)
		b.agreed(woman, 0)
		r, err = b.staff.EstimateWait(b.desk(), &matchingv1.EstimateWaitRequest{Inquiry: last})
		require.NoError(t, err)
		own := r.GetEstimates()[0]
		require.Empty(t, own.GetChange())
		require.Equal(t, "As it is: longer than a year at the present pace.", own.GetText())
		require.Less(t, own.GetLowWeeks(), own.GetMedianWeeks())
		require.Less(t, own.GetMedianWeeks(), own.GetHighWeeks())
		require.NotEmpty(t, r.GetEstimates()[1:], "something would open more")
		for _, other := range r.GetEstimates()[1:] {
			require.Greater(t, other.GetTherapists(), own.GetTherapists(), other.GetText())
		}
		_, err = b.staff.EstimateWait(b.desk(), &matchingv1.EstimateWaitRequest{Inquiry: newInquiry()})
		requireReason(t, errs.ReasonNotFound, err)
	})
}
