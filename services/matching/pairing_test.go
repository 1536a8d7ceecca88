package matching_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// fromDecision reserves the n-th candidate's first opening.
func fromDecision(inquiry string, r *matchingv1.RankTherapistsResponse, n int) *matchingv1.ReservePairingRequest {
	c := r.GetCandidates()[n]
	return &matchingv1.ReservePairingRequest{
		Inquiry: inquiry, Therapist: c.GetTherapist(), Slot: c.GetOpenings()[0].GetSlot(),
		From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), Need: couple(),
	}
}

// slot is the first opening of a therapist, whomever a ranking listed.
func (b *bundle) slot(therapist string) string {
	b.t.Helper()
	r, err := schedulingv1.NewBookingServiceClient(b.offline).FindOpenings(b.desk(), &schedulingv1.FindOpeningsRequest{
		Providers: []string{"providers/" + therapist[len("therapists/"):]}, AppointmentType: "first-session",
	})
	require.NoError(b.t, err)
	return r.GetProviders()[0].GetOpenings()[0].GetSlot()
}

func (b *bundle) book(when *schedulingv1.BookAppointmentRequest) *schedulingv1.Appointment {
	b.t.Helper()
	when.AppointmentType, when.RequestId = "first-session", newRequest()
	r, err := b.booking.BookAppointment(b.desk(), when)
	require.NoError(b.t, err)
	return r.GetAppointment()
}

// TestPairFromADecision walks the saga that intake drives: reserve, book, confirm.
func TestPairFromADecision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		// The second of the ranking needs no reason.
		req := fromDecision(inquiry, b.rank(inquiry, couple()), 1)
		before, _ := b.reserved(req.GetTherapist())
		reserved, err := b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		require.Empty(t, reserved.GetHold(), "the slot itself is booked")
		p := reserved.GetPairing()
		require.Equal(t, matchingv1.Pairing_RESERVED, p.GetState())
		require.Equal(t, start().Add(15*time.Minute), p.GetExpireTime().AsTime())

		again, err := b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		require.True(t, proto.Equal(reserved, again))

		a := b.book(&schedulingv1.BookAppointmentRequest{When: &schedulingv1.BookAppointmentRequest_Slot{Slot: req.GetSlot()}, Inquiry: inquiry})
		require.Equal(t, "providers/"+p.GetTherapist()[len("therapists/"):], a.GetProvider())
		for range 2 {
			confirmed, err := b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{Name: p.GetName(), FirstSessionTime: a.GetStartTime()})
			require.NoError(t, err)
			require.Equal(t, matchingv1.Pairing_CONFIRMED, confirmed.GetPairing().GetState())
		}
		active, under := b.reserved(req.GetTherapist())
		require.Equal(t, before+1, active)
		require.Zero(t, under)

		_, err = b.intake.ReservePairing(b.desk(), fromDecision(inquiry, b.rank(inquiry, couple()), 0))
		requireReason(t, "PAIRING_UNDER_WAY", err)
		_, err = b.intake.CancelPairing(b.desk(), &matchingv1.CancelPairingRequest{RequestId: req.GetRequestId(), Inquiry: inquiry})
		require.Equal(t, errs.FailedPrecondition, requireReason(t, "PAIRING_UNDER_WAY", err).Code)
	})
}

func TestAcceptAProposal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		offered, proposal := b.propose(inquiry)
		chosen := offered.GetOptions()[1]
		req := &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: chosen.GetTherapist(), Slot: chosen.GetSlots()[1],
			From: &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}, RequestId: newRequest(), Need: couple(),
		}
		wrong := proto.CloneOf(req)
		wrong.Slot = offered.GetOptions()[0].GetSlots()[0]
		client := b.act(identity.ClientActor(inquiry))
		_, err := b.intake.ReservePairing(client, wrong)
		require.Equal(t, "slot", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)

		reserved, err := b.intake.ReservePairing(client, req)
		require.NoError(t, err)
		require.NotEmpty(t, reserved.GetHold())
		_, under := b.reserved(chosen.GetTherapist())
		require.EqualValues(t, 1, under, "the proposal's place becomes the pairing's")

		a := b.book(&schedulingv1.BookAppointmentRequest{
			When:       &schedulingv1.BookAppointmentRequest_Hold{Hold: reserved.GetHold()},
			SlotOfHold: req.GetSlot(), Inquiry: inquiry,
		})
		_, err = b.intake.ConfirmPairing(client, &matchingv1.ConfirmPairingRequest{Name: reserved.GetPairing().GetName(), FirstSessionTime: a.GetStartTime()})
		require.NoError(t, err)
		_, under = b.reserved(offered.GetOptions()[0].GetTherapist())
		require.Zero(t, under, "the other therapist's place is free")
		closed, err := b.intake.WithdrawProposal(b.desk(), &matchingv1.WithdrawProposalRequest{Name: proposal.GetName()})
		require.NoError(t, err)
		require.Equal(t, matchingv1.Proposal_ACCEPTED, closed.GetProposal().GetState())

		again, err := b.intake.ReservePairing(client, req)
		require.NoError(t, err, "a repeat after the end finds the pairing")
		require.Equal(t, matchingv1.Pairing_CONFIRMED, again.GetPairing().GetState())
	})
}

func TestAClientAcceptsOnlyTheirOwnProposal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		offered, proposal := b.propose(inquiry)
		req := &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: offered.GetOptions()[0].GetTherapist(), Slot: offered.GetOptions()[0].GetSlots()[0],
			From: &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}, RequestId: newRequest(), Need: couple(),
		}
		_, err := b.intake.ReservePairing(b.act(identity.ClientActor(newInquiry())), req)
		requireReason(t, errs.ReasonNotFound, err)
		req.From = &matchingv1.ReservePairingRequest_Decision{Decision: proposal.GetDecision()}
		_, err = b.intake.ReservePairing(b.act(identity.ClientActor(inquiry)), req)
		requireReason(t, errs.ReasonNotFound, err)
		req.Inquiry = newInquiry()
		req.From = &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}
		_, err = b.intake.ReservePairing(b.desk(), req)
		requireReason(t, errs.ReasonNotFound, err)
	})
}

func TestOverride(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.TherapistPreferences = []*typev1.Need_TherapistPreference{
			{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN", Strength: typev1.Need_REQUIRED},
		}
		inquiry := newInquiry()
		r := b.rank(inquiry, need)
		req := func(slug string) *matchingv1.ReservePairingRequest {
			return &matchingv1.ReservePairingRequest{
				Inquiry: inquiry, Therapist: "therapists/" + demo.ID(slug), Slot: b.slot("therapists/" + demo.ID(slug)),
				From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), Need: need,
			}
		}

		licence := req("therapist-banerjee") // not licensed in New York
		licence.OverrideReason = "the client insists"
		_, err := b.intake.ReservePairing(b.desk(), licence)
		refusal := requireReason(t, "THERAPIST_EXCLUDED", err)
		require.Equal(t, map[string]string{
			"therapist": licence.GetTherapist(), "rule": "RULE_LICENSE", "text": "Not licensed in New York, where the client will be.",
		}, refusal.Metadata)

		wish := req("therapist-lindqvist") // fits but for the wish
		_, err = b.intake.ReservePairing(b.desk(), wish)
		requireReason(t, "OVERRIDE_REASON_REQUIRED", err)
		wish.OverrideReason = "   "
		_, err = b.intake.ReservePairing(b.desk(), wish)
		requireReason(t, "OVERRIDE_REASON_REQUIRED", err)
		wish.OverrideReason = " No woman is free this month. "
		reserved, err := b.intake.ReservePairing(b.desk(), wish)
		require.NoError(t, err)
		require.Equal(t, "No woman is free this month.", reserved.GetPairing().GetOverrideReason())

		_, err = b.intake.ReservePairing(b.desk(), func() *matchingv1.ReservePairingRequest {
			stranger := req("therapist-okafor")
			stranger.Therapist = "therapists/" + id.New()
			return stranger
		}())
		require.Equal(t, "therapist", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)

		misplaced := req("therapist-lindqvist")
		misplaced.Slot = r.GetCandidates()[0].GetOpenings()[0].GetSlot()
		_, err = b.intake.ReservePairing(b.desk(), misplaced)
		require.Equal(t, "slot", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
	})
}

// TestOverrideOpenings finds openings with whoever is ruled out by what may be overridden alone, and what is found can be paired.
func TestOverrideOpenings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.TherapistPreferences = []*typev1.Need_TherapistPreference{
			{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN", Strength: typev1.Need_REQUIRED},
		}
		inquiry := newInquiry()
		r := b.rank(inquiry, need)
		find := func(therapist string) (*matchingv1.FindOverrideOpeningsResponse, error) {
			return b.staff.FindOverrideOpenings(b.desk(), &matchingv1.FindOverrideOpeningsRequest{Decision: r.GetDecision(), Therapist: therapist})
		}
		found, err := find("therapists/" + demo.ID("therapist-lindqvist"))
		require.NoError(t, err)
		require.Equal(t, "RULE_PREFERENCE", found.GetReasons()[0].GetCode())
		require.NotEmpty(t, found.GetOpenings())
		require.True(t, slices.IsSortedFunc(found.GetOpenings(), func(a, b *schedulingv1.Slot) int {
			return a.GetStartTime().AsTime().Compare(b.GetStartTime().AsTime())
		}))
		_, err = b.intake.ReservePairing(b.desk(), &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: "therapists/" + demo.ID("therapist-lindqvist"), Slot: found.GetOpenings()[0].GetSlot(), Need: need,
			From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), OverrideReason: "No woman is free this month.",
		})
		require.NoError(t, err)

		overridable := map[string]bool{}
		for _, rule := range r.GetRules() {
			overridable[rule.GetRule()] = rule.GetOverridable()
		}
		for _, e := range r.GetExcluded() {
			_, err := find(e.GetTherapist())
			if slices.ContainsFunc(e.GetReasons(), func(r *matchingv1.Reason) bool { return !overridable[r.GetCode()] }) {
				requireReason(t, "THERAPIST_EXCLUDED", err)
			} else {
				require.NoError(t, err)
			}
		}
		_, err = find(r.GetCandidates()[0].GetTherapist())
		require.Equal(t, "therapist", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field, "who fits needs no override")
		_, err = b.staff.FindOverrideOpenings(b.as(identity.ClinicalLead), &matchingv1.FindOverrideOpeningsRequest{
			Decision: r.GetDecision(), Therapist: "therapists/" + demo.ID("therapist-lindqvist"),
		})
		requireReason(t, errs.ReasonPermissionDenied, err)
	})
}

func TestFullTherapist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		r := b.rank(inquiry, couple())
		ferraro := "therapists/" + demo.ID("therapist-ferraro")
		full := &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: ferraro, Slot: b.slot(ferraro),
			From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), Need: couple(),
		}
		_, err := b.intake.ReservePairing(b.desk(), full)
		require.Equal(t, full.GetTherapist(), requireReason(t, "NO_CAPACITY", err).Metadata["therapist"])
	})
}

// TestTheLastPlace races the whole way from the edge: as many reservations win as there are places.
func TestTheLastPlace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		wanted := "therapists/" + demo.ID("therapist-baum")
		_, err := b.staff.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{
			Therapist: &matchingv1.Therapist{Name: wanted, Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 14}},
		})
		require.NoError(t, err)
		const racers = 12
		var requests [racers]*matchingv1.ReservePairingRequest
		for i := range racers {
			inquiry := newInquiry()
			r := b.rank(inquiry, couple())
			for n, c := range r.GetCandidates() {
				if c.GetTherapist() == wanted {
					requests[i] = fromDecision(inquiry, r, n)
				}
			}
			require.NotNil(t, requests[i])
		}
		var won atomic.Int32
		var failures [racers]error
		var group sync.WaitGroup
		ctx := b.desk()
		for i := range racers {
			group.Go(func() {
				_, err := b.intake.ReservePairing(ctx, requests[i])
				switch {
				case err == nil:
					won.Add(1)
				case errs.ReasonOf(err) != "NO_CAPACITY":
					failures[i] = err
				}
			})
		}
		group.Wait()
		require.NoError(t, errors.Join(failures[:]...))
		require.EqualValues(t, 1, won.Load())
	})
}

func TestCancelAndLapse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		req := fromDecision(inquiry, b.rank(inquiry, couple()), 0)
		cancel := &matchingv1.CancelPairingRequest{RequestId: req.GetRequestId(), Inquiry: inquiry}
		_, err := b.intake.CancelPairing(b.desk(), cancel)
		require.NoError(t, err, "never reserved is fine")

		_, err = b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		for range 2 {
			_, err = b.intake.CancelPairing(b.desk(), cancel)
			require.NoError(t, err)
		}
		_, under := b.reserved(req.GetTherapist())
		require.Zero(t, under)

		req.RequestId = newRequest()
		r, err := b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		b.clock.Advance(15 * time.Minute)
		_, under = b.reserved(req.GetTherapist())
		require.Zero(t, under, "a lapsed reservation takes no place")
		confirmed, err := b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{
			Name: r.GetPairing().GetName(), FirstSessionTime: timestamppb.New(start()),
		})
		require.NoError(t, err, "and is confirmed all the same once the session is booked")
		require.Equal(t, matchingv1.Pairing_CONFIRMED, confirmed.GetPairing().GetState())
	})
}

// TestBadlyOffByNow: a limit of clients who are badly off is kept and counted by the need of now, also for who has an offer from before.
func TestBadlyOffByNow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		mild, other := newInquiry(), newInquiry()
		offered, proposal := b.propose(mild)
		th := offered.GetOptions()[0].GetTherapist()
		b.change(&matchingv1.Therapist{Name: th, Capacity: &matchingv1.Therapist_Capacity{SevereClientsMax: 1}}, "capacity.severe_clients_max")
		severe := couple()
		severe.Severity = typev1.Severity_SEVERE
		accept := &matchingv1.ReservePairingRequest{
			Inquiry: mild, Therapist: th, Slot: offered.GetOptions()[0].GetSlots()[0],
			From: &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}, RequestId: newRequest(), Need: severe,
		}
		r := b.rank(other, severe)
		at := slices.IndexFunc(r.GetCandidates(), func(c *matchingv1.Candidate) bool { return c.GetTherapist() == th })
		taken := fromDecision(other, r, at)
		taken.Need = severe
		_, err := b.intake.ReservePairing(b.desk(), taken)
		require.NoError(t, err)
		_, err = b.intake.ReservePairing(b.desk(), accept)
		require.Equal(t, "RULE_SEVERE_CLIENTS", requireReason(t, "THERAPIST_EXCLUDED", err).Metadata["rule"])
		for _, c := range b.rank(mild, severe).GetCandidates() {
			require.NotEqual(t, th, c.GetTherapist())
		}

		_, err = b.intake.CancelPairing(b.desk(), &matchingv1.CancelPairingRequest{RequestId: taken.GetRequestId(), Inquiry: other})
		require.NoError(t, err)
		accept.RequestId = newRequest()
		_, err = b.intake.ReservePairing(b.desk(), accept)
		require.NoError(t, err)
		found, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: th})
		require.NoError(t, err)
		require.EqualValues(t, 1, found.GetTherapist().GetCapacity().GetSevereClients())
	})
}
