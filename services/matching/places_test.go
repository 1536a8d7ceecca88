package matching_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

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
