package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func testReserveOnce(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p := w.pairing(t, id.New(), th)
	p.OverrideReason = "the client insists"
	first, err := w.reserve(t, p)
	require.NoError(t, err)
	require.Equal(t, p, first)

	again := p
	again.ID = id.New()
	second, err := w.store.ReservePairing(t.Context(), &again, request(p.ID))
	require.NoError(t, err)
	require.Equal(t, first, second)
	w.requireCaseload(t, th, 0, 1)

	req := request(p.ID)
	req.Hash = "another"
	_, err = w.store.ReservePairing(t.Context(), &again, req)
	require.ErrorIs(t, err, domain.ErrRequestIDReused)

	full := w.pairing(t, id.New(), th)
	_, err = w.reserve(t, full)
	require.ErrorIs(t, err, domain.ErrNoCapacity)
	refusal, _ := errs.As(err)
	require.Equal(t, "therapists/"+th, refusal.Metadata["therapist"])
}

func testRenew(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p := w.pairing(t, id.New(), th)
	_, err := w.reserve(t, p)
	require.NoError(t, err)

	w.now = p.ExpireTime
	req := request(p.ID)
	late := p
	late.CreateTime, late.ExpireTime = w.now, w.now.Add(15*time.Minute)
	_, err = w.store.ReservePairing(t.Context(), &late, req)
	require.ErrorIs(t, err, domain.ErrLapsed, "nobody has asked the rules again")
	w.requireCaseload(t, th, 0, 0)
	late.Judged = true
	renewed, err := w.store.ReservePairing(t.Context(), &late, req)
	require.NoError(t, err)
	require.Equal(t, p.ID, renewed.ID)
	require.Equal(t, late.ExpireTime, renewed.ExpireTime)
	w.requireCaseload(t, th, 0, 1)

	w.now = late.ExpireTime
	other := w.pairing(t, id.New(), th)
	_, err = w.reserve(t, other)
	require.NoError(t, err)
	late.CreateTime, late.ExpireTime = w.now, w.now.Add(15*time.Minute)
	_, err = w.store.ReservePairing(t.Context(), &late, req)
	require.ErrorIs(t, err, domain.ErrNoCapacity, "the place went to somebody else")
}

func testConfirm(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	first := w.now.Add(72 * time.Hour)
	for range 2 {
		confirmed, err := w.store.ConfirmPairing(t.Context(), p.ID, first, w.now)
		require.NoError(t, err)
		require.Equal(t, domain.PairingConfirmed, confirmed.State)
		require.Equal(t, first, confirmed.FirstSession)
	}
	w.now = w.now.Add(1000 * time.Hour)
	require.NoError(t, w.store.Sweep(t.Context(), w.now, w.now))
	w.requireCaseload(t, th, 1, 0)

	err = w.store.CancelPairing(t.Context(), request(p.ID).ID, p.Inquiry, w.now)
	require.ErrorIs(t, err, domain.ErrPairingAgreed)
	_, err = w.store.ConfirmPairing(t.Context(), id.New(), first, w.now)
	require.ErrorIs(t, err, domain.ErrNotFound)
}

func testConfirmLapsed(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	w.now = p.ExpireTime.Add(time.Minute)
	require.NoError(t, w.store.Sweep(t.Context(), w.now, w.now.Add(-time.Hour)))
	_, err = w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)

	confirmed, err := w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.NoError(t, err, "the first session is booked: there is no way back")
	require.Equal(t, domain.PairingConfirmed, confirmed.State)
	w.requireCaseload(t, th, 1, 1)

	_, err = w.reserve(t, w.pairing(t, id.New(), th))
	require.ErrorIs(t, err, domain.ErrNoCapacity)
}

func testCancel(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	require.NoError(t, w.store.CancelPairing(t.Context(), "never seen", p.Inquiry, w.now))
	require.NoError(t, w.store.CancelPairing(t.Context(), request(p.ID).ID, id.New(), w.now), "another inquiry's is not touched")
	w.requireCaseload(t, th, 0, 1)

	for range 2 {
		require.NoError(t, w.store.CancelPairing(t.Context(), request(p.ID).ID, p.Inquiry, w.now))
	}
	w.requireCaseload(t, th, 0, 0)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = w.reserve(t, w.pairing(t, p.Inquiry, th))
	require.NoError(t, err)
}

func testOnePerInquiry(t *testing.T, w *world) {
	one, two := w.therapist(t, "one", 5), w.therapist(t, "two", 5)
	inquiry := id.New()
	p, err := w.reserve(t, w.pairing(t, inquiry, one))
	require.NoError(t, err)
	_, err = w.reserve(t, w.pairing(t, inquiry, two))
	require.ErrorIs(t, err, domain.ErrPairingUnderWay)
	w.requireCaseload(t, two, 0, 0)

	w.now = p.ExpireTime
	q, err := w.reserve(t, w.pairing(t, inquiry, two))
	require.NoError(t, err, "a lapsed reservation does not stand in the way")
	_, err = w.store.ConfirmPairing(t.Context(), q.ID, w.now, w.now)
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.ErrorIs(t, err, domain.ErrPairingUnderWay)
	w.requireCaseload(t, one, 0, 0)
	w.requireCaseload(t, two, 1, 0)
}

func testAccept(t *testing.T, w *world) {
	one, two := w.therapist(t, "one", 2), w.therapist(t, "two", 2)
	inquiry := id.New()
	accepted, other := w.proposal(t, inquiry, one, two), w.proposal(t, inquiry, two)
	p := w.pairing(t, inquiry, one)
	p.Proposal = accepted.ID
	p, err := w.reserve(t, p)
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.NoError(t, err)

	got, err := w.store.Proposal(t.Context(), accepted.ID)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalAccepted, got.State)
	got, err = w.store.Proposal(t.Context(), other.ID)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalWithdrawn, got.State)
	due, err := w.store.DueReleases(t.Context())
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Equal(t, other.ID, due[0].ID)
	w.requireCaseload(t, one, 1, 0)
	w.requireCaseload(t, two, 0, 0)
}

func testShared(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	inquiry := id.New()
	proposal := w.proposal(t, inquiry, th)
	p := w.pairing(t, inquiry, th)
	p.Proposal = proposal.ID
	p, err := w.reserve(t, p)
	require.NoError(t, err, "the proposal's own place is taken")
	w.requireCaseload(t, th, 0, 1)

	require.NoError(t, w.store.CancelPairing(t.Context(), request(p.ID).ID, inquiry, w.now))
	w.requireCaseload(t, th, 0, 1)
	_, err = w.store.WithdrawProposal(t.Context(), proposal.ID, w.now)
	require.NoError(t, err)
	w.requireCaseload(t, th, 0, 0)
}

func testAgreedAlready(t *testing.T, w *world) {
	th, other := w.therapist(t, "one", 1), w.therapist(t, "two", 1)
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	answer := domain.Answer{Instrument: "PHQ_9", Band: "MODERATE", TakeTime: w.now}
	w.measure(t, p.Inquiry, 0, false)
	record, err := w.store.ClientRecord(t.Context(), p.Inquiry, w.now)
	require.NoError(t, err)
	require.Equal(t, domain.ClientRecord{Places: map[string]domain.Place{th: {}}, Answers: []domain.Answer{answer}}, record)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now.Add(time.Hour), w.now)
	require.NoError(t, err)
	record, err = w.store.ClientRecord(t.Context(), p.Inquiry, w.now)
	require.NoError(t, err)
	require.Equal(t, domain.ClientRecord{Places: map[string]domain.Place{th: {Agreed: true}}, Answers: []domain.Answer{answer}}, record)
	look, err := w.store.Look(t.Context(), domain.RosterMark{}, p.Inquiry, w.now)
	require.NoError(t, err)
	require.Equal(t, record, look.Client)

	again, err := w.reserve(t, w.pairing(t, p.Inquiry, th))
	require.NoError(t, err, "the place of the pairing is enough")
	require.Equal(t, p.ID, again.ID)
	later := w.now.Add(48 * time.Hour)
	again, err = w.store.ConfirmPairing(t.Context(), p.ID, later, w.now)
	require.NoError(t, err)
	require.Equal(t, later, again.FirstSession)
	w.requireCaseload(t, th, 1, 0)
	_, err = w.reserve(t, w.pairing(t, p.Inquiry, other))
	require.ErrorIs(t, err, domain.ErrPairingUnderWay, "with one therapist at a time")
}

func testEnd(t *testing.T, w *world) {
	th, other := w.therapist(t, "one", 1), w.therapist(t, "two", 1)
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.NoError(t, err)
	for range 2 {
		ended, err := w.store.EndPairing(t.Context(), p.ID, w.now)
		require.NoError(t, err)
		require.Equal(t, domain.PairingCancelled, ended.State)
	}
	w.requireCaseload(t, th, 0, 0)
	_, err = w.reserve(t, w.pairing(t, p.Inquiry, other))
	require.NoError(t, err)
	_, err = w.store.EndPairing(t.Context(), id.New(), w.now)
	require.ErrorIs(t, err, domain.ErrNotFound)
}
