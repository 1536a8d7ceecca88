package storetest

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// testHeard walks an offer past answers that come at each of its steps.
func testHeard(t *testing.T, w *world) {
	th, inquiry := w.therapist(t, "one", 2), id.New()
	w.measure(t, inquiry, 0, false)
	first := w.measure(t, inquiry, time.Hour, true)
	p := w.draft(t, inquiry, th)
	begin := func() error {
		_, err := w.store.BeginProposal(t.Context(), &p, request(p.ID))
		return err
	}
	open := func() error {
		_, err := w.store.OpenProposal(t.Context(), p.ID, "hold", p.ExpireTime)
		return err
	}
	look := func(m outcome.Measure) {
		_, err := w.store.SeeMeasure(t.Context(), m.ID, "staff/lead", w.now, domain.Request{})
		require.NoError(t, err)
	}
	require.ErrorIs(t, begin(), domain.ErrAnswerFlagged)
	_, err := w.reserve(t, w.pairing(t, inquiry, th))
	require.ErrorIs(t, err, domain.ErrAnswerFlagged)
	w.requireCaseload(t, th, 0, 0)
	w.proposal(t, id.New(), th) // of somebody else

	look(first)
	require.NoError(t, begin())
	second := w.measure(t, inquiry, 0, true)
	require.ErrorIs(t, begin(), domain.ErrAnswerFlagged, "begun and not offered yet")
	require.ErrorIs(t, open(), domain.ErrAnswerFlagged)
	kept, err := w.store.Proposal(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalPending, kept.State)
	look(second)
	require.NoError(t, open())

	third := w.measure(t, inquiry, 0, true)
	require.NoError(t, begin(), "what was offered is offered")
	require.NoError(t, open())
	pair := w.pairing(t, inquiry, th)
	pair.Proposal = p.ID
	_, err = w.reserve(t, pair)
	require.ErrorIs(t, err, domain.ErrAnswerFlagged)
	look(third)
	_, err = w.reserve(t, pair)
	require.NoError(t, err)
	fourth := w.measure(t, inquiry, 0, true)
	_, err = w.reserve(t, pair)
	require.NoError(t, err, "a repeat may come after the booking")
	late := pair
	late.CreateTime, late.ExpireTime, late.Judged = pair.ExpireTime, pair.ExpireTime.Add(time.Minute), true
	_, err = w.store.ReservePairing(t.Context(), &late, request(pair.ID))
	require.ErrorIs(t, err, domain.ErrAnswerFlagged, "its place is taken anew")
	look(fourth)
	_, err = w.store.ReservePairing(t.Context(), &late, request(pair.ID))
	require.NoError(t, err)
	w.measure(t, inquiry, 0, true)
	_, err = w.store.ConfirmPairing(t.Context(), pair.ID, w.now, w.now)
	require.NoError(t, err, "what is booked stays")
}

// testHeardRace has an answer come among offers to the same client: none that begins after it is made.
func testHeardRace(t *testing.T, w *world) {
	th, inquiry := w.therapist(t, "wanted", racers), id.New()
	var drafts [racers]domain.Proposal
	for i := range racers {
		drafts[i] = w.draft(t, inquiry, th)
	}
	m := outcome.Measure{
		ID: id.New(), Inquiry: inquiry, Instrument: measure.PHQ9, Band: measure.Minimal, NeedsHuman: true, TakeTime: w.now, CreateTime: w.now,
	}
	var stored atomic.Bool
	var failures [racers]error
	offer := func(i int) error {
		_, err := w.store.BeginProposal(t.Context(), &drafts[i], request(drafts[i].ID))
		if err == nil {
			_, err = w.store.OpenProposal(t.Context(), drafts[i].ID, "hold-"+drafts[i].ID, drafts[i].ExpireTime)
		}
		return err
	}
	race(func(i int) {
		if i == 0 {
			_, failures[i] = w.store.SaveMeasure(t.Context(), &m, "", request(m.ID))
			stored.Store(true)
			return
		}
		late := stored.Load()
		err := offer(i)
		if flagged := errors.Is(err, domain.ErrAnswerFlagged); flagged || late {
			err = nil
			if !flagged {
				err = errors.New("an offer was made after the answer")
			}
		}
		failures[i] = err
	})
	require.NoError(t, errors.Join(failures[:]...))
	require.ErrorIs(t, offer(0), domain.ErrAnswerFlagged)
}
