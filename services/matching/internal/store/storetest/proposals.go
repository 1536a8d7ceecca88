package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func testProposal(t *testing.T, w *world) {
	roomy, tight := w.therapist(t, "roomy", 5), w.therapist(t, "tight", 1)
	p := w.draft(t, id.New(), tight, roomy)
	pending, err := w.store.BeginProposal(t.Context(), &p, request(p.ID))
	require.NoError(t, err)
	require.Equal(t, p, pending)
	w.requireCaseload(t, tight, 0, 1)

	again := p
	again.ID = id.New()
	repeated, err := w.store.BeginProposal(t.Context(), &again, request(p.ID))
	require.NoError(t, err)
	require.Equal(t, p, repeated, "the first answer")

	expire := p.ExpireTime.Add(-time.Minute)
	opened, err := w.store.OpenProposal(t.Context(), p.ID, "capability", expire)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalOpen, opened.State)
	require.Equal(t, "capability", opened.Hold)
	require.Equal(t, expire, opened.ExpireTime, "scheduling says when")

	second := w.draft(t, id.New(), roomy, tight)
	_, err = w.store.BeginProposal(t.Context(), &second, request(second.ID))
	require.ErrorIs(t, err, domain.ErrNoCapacity)
	w.requireCaseload(t, roomy, 0, 1)

	_, err = w.store.Proposal(t.Context(), second.ID)
	require.ErrorIs(t, err, domain.ErrNotFound, "all or nothing")
}

func testAbandon(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p := w.draft(t, id.New(), th)
	_, err := w.store.BeginProposal(t.Context(), &p, request(p.ID))
	require.NoError(t, err)
	stale, err := w.store.PendingProposals(t.Context(), w.now)
	require.NoError(t, err)
	require.Empty(t, stale)
	stale, err = w.store.PendingProposals(t.Context(), w.now.Add(time.Second))
	require.NoError(t, err)
	require.Len(t, stale, 1)

	require.NoError(t, w.store.AbandonProposal(t.Context(), p.ID, w.now))
	require.NoError(t, w.store.AbandonProposal(t.Context(), p.ID, w.now))
	w.requireCaseload(t, th, 0, 0)

	next := w.draft(t, id.New(), th)
	begun, err := w.store.BeginProposal(t.Context(), &next, request(p.ID))
	require.NoError(t, err)
	require.Equal(t, next.ID, begun.ID, "the request may be tried again")

	_, err = w.store.OpenProposal(t.Context(), next.ID, "hold", next.ExpireTime)
	require.NoError(t, err)
	require.NoError(t, w.store.AbandonProposal(t.Context(), next.ID, w.now))
	w.requireCaseload(t, th, 0, 1)
}

func testWithdraw(t *testing.T, w *world) {
	one, two := w.therapist(t, "one", 1), w.therapist(t, "two", 1)
	p := w.proposal(t, id.New(), one, two)
	got, err := w.store.WithdrawProposal(t.Context(), p.ID, w.now)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalWithdrawn, got.State)
	w.requireCaseload(t, one, 0, 0)
	w.requireCaseload(t, two, 0, 0)

	due, err := w.store.DueReleases(t.Context())
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Equal(t, p.Hold, due[0].Hold)
	require.NoError(t, w.store.MarkReleased(t.Context(), p.ID))

	got, err = w.store.WithdrawProposal(t.Context(), p.ID, w.now)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalWithdrawn, got.State)
	due, err = w.store.DueReleases(t.Context())
	require.NoError(t, err)
	require.Empty(t, due, "a repeat asks for nothing")

	_, err = w.store.WithdrawProposal(t.Context(), id.New(), w.now)
	require.ErrorIs(t, err, domain.ErrNotFound)
}

func testExpiry(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	p := w.proposal(t, id.New(), th)
	other := w.pairing(t, id.New(), th)
	_, err := w.reserve(t, other)
	require.ErrorIs(t, err, domain.ErrNoCapacity)

	w.now = p.ExpireTime
	w.requireCaseload(t, th, 0, 0)
	other.CreateTime, other.ExpireTime = w.now, w.now.Add(time.Minute)
	_, err = w.reserve(t, other)
	require.NoError(t, err, "the place is free before any sweep")

	own := w.pairing(t, p.Inquiry, th)
	own.Proposal = p.ID
	_, err = w.reserve(t, own)
	require.ErrorIs(t, err, domain.ErrProposalClosed)

	w.now = w.now.Add(time.Hour)
	require.NoError(t, w.store.Sweep(t.Context(), w.now, w.now))
	swept, err := w.store.Proposal(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalExpired, swept.State)
	w.requireCaseload(t, th, 0, 0)
}
