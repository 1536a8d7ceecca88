// Package journey walks one couple from the open times to the first session over gRPC, as the gateway would, for the
// tests of every layout.
package journey

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// Practice is a running product, seen from the gateway.
type Practice struct {
	// Intake and Scheduling are connections made as the caller "gateway".
	Intake, Scheduling grpc.ClientConnInterface
	// Signer is the gateway's.
	Signer *identity.Signer
}

// as is a context in which the person acts.
func (p Practice) as(t testing.TB, actor identity.Actor) context.Context {
	t.Helper()
	token, err := p.Signer.Mint(actor, "intake", "scheduling", "matching")
	require.NoError(t, err)
	return identity.With(t.Context(), identity.Identity{Actor: actor, Token: token})
}

// Walk goes the whole way and checks every step.
func Walk(t testing.TB, p Practice) {
	t.Helper()
	visitor := p.as(t, identity.VisitorActor())
	desk := p.as(t, identity.Actor{ID: "staff/walker", Roles: []identity.Role{identity.FrontDesk}})
	public, staff := intakev1.NewPublicIntakeServiceClient(p.Intake), intakev1.NewIntakeServiceClient(p.Intake)
	slots := schedulingv1.NewPublicSchedulingServiceClient(p.Scheduling)

	listed, err := slots.ListSlots(visitor, &schedulingv1.ListSlotsRequest{AppointmentType: "consultation"})
	require.NoError(t, err)
	require.Greater(t, len(listed.GetSlots()), 10)
	// The first start may come too close meanwhile.
	hold, err := slots.CreateHold(visitor, &schedulingv1.CreateHoldRequest{Slot: listed.GetSlots()[1].GetSlot(), RequestId: uuid.NewString()})
	require.NoError(t, err)

	booked, err := public.SubmitInquiry(visitor, form(hold.GetHold()))
	require.NoError(t, err)
	require.Equal(t, hold.GetStartTime().AsTime(), booked.GetConsultation().GetStartTime().AsTime())
	token := manageToken(t, booked.GetManageUrl())
	looked, err := public.LookupConsultation(visitor, &intakev1.LookupConsultationRequest{Token: token})
	require.NoError(t, err)
	require.Equal(t, schedulingv1.Appointment_BOOKED, looked.GetState())
	moved, err := public.RescheduleConsultation(visitor, &intakev1.RescheduleConsultationRequest{
		Token: token, When: &intakev1.RescheduleConsultationRequest_Slot{Slot: listed.GetSlots()[4].GetSlot()}, RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	require.Equal(t, listed.GetSlots()[4].GetStartTime().AsTime(), moved.GetConsultation().GetStartTime().AsTime())
	_, err = public.LookupConsultation(visitor, &intakev1.LookupConsultationRequest{Token: token})
	require.Equal(t, errs.Reason("LINK_NOT_FOUND"), errs.ReasonOf(err), "the old link is dead")

	inbox, err := staff.ListInquiries(desk, &intakev1.ListInquiriesRequest{})
	require.NoError(t, err)
	require.Len(t, inbox.GetInquiries(), 1)
	name := inbox.GetInquiries()[0].GetName()
	consulted, err := staff.RecordCall(desk, &intakev1.RecordCallRequest{
		Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need(), RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	require.Equal(t, intakev1.Inquiry_CONSULTED, consulted.GetInquiry().GetState())

	ranked, err := staff.MatchInquiry(desk, &intakev1.MatchInquiryRequest{Name: name, MaxCandidates: 5})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(ranked.GetCandidates()), 2)
	require.NotEmpty(t, ranked.GetExcluded())
	proposed, err := staff.ProposeTherapists(desk, &intakev1.ProposeTherapistsRequest{
		Name: name, Decision: ranked.GetDecision(), Options: options(ranked.GetCandidates()[:2]), RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	first := ranked.GetCandidates()[0]
	openings := first.GetOpenings()
	paired, err := staff.PairInquiry(desk, &intakev1.PairInquiryRequest{
		Name: name, From: &intakev1.PairInquiryRequest_Proposal{Proposal: proposed.GetProposal()},
		Therapist: first.GetTherapist(), Slot: openings[len(openings)-1].GetSlot(), RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, paired.GetInquiry().GetState())
	require.NotEmpty(t, paired.GetFirstSession().GetRoom())

	appointments, err := schedulingv1.NewSchedulingServiceClient(p.Scheduling).ListAppointments(desk,
		&schedulingv1.ListAppointmentsRequest{Type: "first-session"})
	require.NoError(t, err)
	require.Len(t, appointments.GetAppointments(), 1)
	require.Equal(t, paired.GetFirstSession().GetAppointment(), appointments.GetAppointments()[0].GetName())
	checkHistory(t, staff, desk, name)
}

func checkHistory(t testing.TB, staff intakev1.IntakeServiceClient, desk context.Context, name string) {
	t.Helper()
	history, err := staff.ListHistory(desk, &intakev1.ListHistoryRequest{Name: name})
	require.NoError(t, err)
	var kinds []string
	for _, event := range history.GetEvents() {
		// Mail is sent, and the calendar's feed read, when it suits them.
		if event.GetKind() != intakev1.HistoryEvent_MESSAGE_SENT && event.GetKind() != intakev1.HistoryEvent_APPOINTMENT_COMPLETED {
			kinds = append(kinds, event.GetKind().String())
		}
	}
	require.Equal(t, []string{
		"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED", "CALL_RECORDED", "MATCHED", "PROPOSED", "PAIRED", "FIRST_SESSION_BOOKED",
	}, kinds)
	require.True(t, slices.IsSortedFunc(history.GetEvents(), func(a, b *intakev1.HistoryEvent) int {
		return a.GetTime().AsTime().Compare(b.GetTime().AsTime())
	}))
}

func form(hold string) *intakev1.SubmitInquiryRequest {
	return &intakev1.SubmitInquiryRequest{
		RequestId: uuid.NewString(), When: &intakev1.SubmitInquiryRequest_Hold{Hold: hold},
		Contact: &intakev1.Contact{GivenName: "Ana", FamilyName: "Ruiz", Phone: "(212) 555-0142", Email: "ana@example.com"},
		Need: &intakev1.PublicNeed{
			Concerns: []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST}, Format: typev1.Need_COUPLE,
		},
		Consents: []*intakev1.Consent{{Document: "privacy-notice", Version: "2026-11"}},
		TimeZone: "America/New_York",
	}
}

func need() *typev1.Need {
	return &typev1.Need{
		Concerns: []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST}, Format: typev1.Need_COUPLE, AgeGroup: typev1.Need_ADULT,
		Modes: []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO}, LocationState: "NY", Languages: []string{"en"},
	}
}

func options(candidates []*matchingv1.Candidate) []*intakev1.ProposeTherapistsRequest_ProposedOption {
	var list []*intakev1.ProposeTherapistsRequest_ProposedOption
	for _, c := range candidates {
		openings := c.GetOpenings()
		list = append(list, &intakev1.ProposeTherapistsRequest_ProposedOption{
			Therapist: c.GetTherapist(), Slots: []string{openings[len(openings)-1].GetSlot()},
		})
	}
	return list
}

func manageToken(t testing.TB, link string) string {
	t.Helper()
	parsed, err := url.Parse(link)
	require.NoError(t, err)
	token, found := strings.CutPrefix(parsed.Fragment, "t=")
	require.True(t, found)
	return token
}
