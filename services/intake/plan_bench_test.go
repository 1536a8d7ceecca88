package intake

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// placesEach is how many places each therapist of a crowd has.
const placesEach = 5

// welsh is a therapist who speaks Welsh and has so many places, on weekdays from nine to five.
func (b *bundle) welsh(places int32) {
	b.t.Helper()
	therapist := &matchingv1.Therapist{
		DisplayName: "Dr. Welsh", Languages: []string{"cy"},
		Licenses: []*matchingv1.Therapist_License{{State: "NY", Title: "LMFT", ExpireDate: "2032-12-31"}},
		Formats:  []typev1.Need_Format{typev1.Need_COUPLE}, Modes: []typev1.Need_Mode{typev1.Need_VIDEO},
		AgeGroups: []typev1.Need_AgeGroup{typev1.Need_ADULT},
		Capacity:  &matchingv1.Therapist_Capacity{TargetCaseload: places, Accepting: true},
	}
	for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_FRIDAY; day++ {
		therapist.InitialHours = append(therapist.InitialHours, &typev1.WeeklyWindow{Day: day, StartTime: "09:00", EndTime: "17:00"})
	}
	_, err := b.matches.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: therapist, RequestId: newRequest()})
	require.NoError(b.t, err)
}

// crowd puts n clients on the waitlist, and makes as many places for them as there are clients: with therapists who speak Welsh.
func (b *bundle) crowd(n int) []string {
	b.t.Helper()
	for range (n + placesEach - 1) / placesEach {
		b.welsh(placesEach)
	}
	need := couple()
	need.Languages = []string{"cy"}
	var names []string
	for i := range n {
		made, err := b.staff.CreateInquiry(b.desk(), &intakev1.CreateInquiryRequest{
			When:    &intakev1.CreateInquiryRequest_Callback{Callback: &intakev1.Callback{Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKDAY_MORNING}}},
			Contact: &intakev1.Contact{GivenName: "Ana", FamilyName: fmt.Sprint("Canary", i), Phone: fmt.Sprintf("(212) 555-%04d", i)},
			Need:    &intakev1.PublicNeed{}, Consents: []*intakev1.Consent{{Document: "privacy-notice", Version: "2026-11"}},
			Locale: "en-US", Origin: "phone", RequestId: newRequest(),
		})
		require.NoError(b.t, err)
		name := made.GetInquiry().GetName()
		_, err = b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
			Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: newRequest(),
		})
		require.NoError(b.t, err)
		b.waits(name)
		names = append(names, name)
	}
	return names
}

// commitAll makes all offers of a plan, in as many calls as it takes.
func (b *bundle) commitAll(plan string) (offers []*intakev1.CommitPlanResponse_Offer, calls int) {
	b.t.Helper()
	request := &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()}
	for calls == 0 || request.GetAfter() != "" {
		made, err := b.staff.CommitPlan(b.admin(), request)
		require.NoError(b.t, err)
		offers, calls = append(offers, made.GetOffers()...), calls+1
		request.After = ""
		if made.GetRemaining() > 0 {
			request.After = offers[len(offers)-1].GetInquiry()
		}
	}
	return offers, calls
}

// BenchmarkCommitPlan makes the offers of a plan with all services: a ranking and a hold of openings for each client.
func BenchmarkCommitPlan(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, n := range []int{50, 200, 1000} {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					s := setup(b, engine)
					s.crowd(n)
					plan := s.plan()
					require.Len(b, plan.GetAssignments(), n)
					b.StartTimer()
					offers, _ := s.commitAll(plan.GetName())
					require.Len(b, offers, n)
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N*n), "ms/offer")
			})
		}
	}
}
