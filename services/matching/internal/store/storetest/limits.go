package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// limited adds a therapist with many places who takes so many new clients a week, and so many who are badly off.
func (w *world) limited(t *testing.T, perWeek, severe int32) string {
	t.Helper()
	th := domain.Therapist{
		ID: id.New(), Version: 1, CreateTime: w.now, UpdateTime: w.now,
		Profile: domain.Profile{DisplayName: "limited", TargetCaseload: 50, Accepting: true, NewClientsPerWeek: perWeek, SevereClientsMax: severe},
	}
	require.NoError(t, w.store.SeedTherapist(t.Context(), &th))
	return th.ID
}

// testNewClients: offers in the air count, what lapses does not, and after seven days there is room again.
func testNewClients(t *testing.T, w *world) {
	th := w.limited(t, 2, 0)
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now.Add(time.Hour), w.now)
	require.NoError(t, err)
	w.now = w.now.Add(6 * 24 * time.Hour)
	offer := w.proposal(t, id.New(), th)
	_, err = w.reserve(t, w.pairing(t, id.New(), th))
	require.ErrorIs(t, err, domain.ErrNoCapacity)
	w.requireNew(t, th, 2)

	_, err = w.store.WithdrawProposal(t.Context(), offer.ID, w.now)
	require.NoError(t, err)
	w.requireNew(t, th, 1)
	_, err = w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	w.now = w.now.Add(15 * time.Minute)
	w.requireNew(t, th, 1)

	w.now = w.now.Add(24 * time.Hour)
	w.requireNew(t, th, 0)
	w.requireCaseload(t, th, 1-3, 0)
}

func (w *world) requireNew(t *testing.T, therapist string, want int32) {
	t.Helper()
	th, err := w.store.Therapist(t.Context(), therapist, w.now)
	require.NoError(t, err)
	require.Equal(t, want, th.NewClients)
}

// testSevereClients: those who are badly off have places of their own; the others are not in their way.
func testSevereClients(t *testing.T, w *world) {
	th := w.limited(t, 0, 1)
	badlyOff := func() (domain.Pairing, error) {
		inquiry := id.New()
		d := domain.Decision{
			ID: id.New(), Inquiry: inquiry, Engine: domain.EngineVersion, CreateTime: w.now, Input: domain.Input{Need: domain.Need{Severity: "SEVERE"}},
		}
		require.NoError(t, w.store.SaveDecision(t.Context(), &d))
		p := w.pairing(t, inquiry, th) // stores an older decision of the same instant
		p.Decision = d.ID
		d.ID, d.CreateTime = id.New(), w.now.Add(time.Second)
		require.NoError(t, w.store.SaveDecision(t.Context(), &d))
		return w.reserve(t, p)
	}
	p, err := badlyOff()
	require.NoError(t, err)
	_, err = badlyOff()
	require.ErrorIs(t, err, domain.ErrNoCapacity)
	_, err = w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now.Add(time.Hour), w.now)
	require.NoError(t, err)
	_, err = badlyOff()
	require.ErrorIs(t, err, domain.ErrNoCapacity)
	_, err = w.store.EndPairing(t.Context(), p.ID, w.now)
	require.NoError(t, err)
	_, err = badlyOff()
	require.NoError(t, err)
}

// testWeekRace: of many who want the last new place of a week, one gets it.
func testWeekRace(t *testing.T, w *world) {
	th := w.limited(t, 1, 0)
	const racers = 8
	drafts := make([]domain.Pairing, racers)
	for i := range drafts {
		drafts[i] = w.pairing(t, id.New(), th)
	}
	errs := make([]error, racers)
	var all sync.WaitGroup
	for i := range drafts {
		all.Go(func() { _, errs[i] = w.store.ReservePairing(t.Context(), &drafts[i], request(drafts[i].ID)) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, domain.ErrNoCapacity)
	}
	require.Equal(t, 1, won)
}

// testChoice: once a pairing is agreed the decision says with whom, when it was begun, and why against the ranking.
func testChoice(t *testing.T, w *world) {
	th := w.therapist(t, "one", 2)
	p := w.pairing(t, id.New(), th)
	p.OverrideReason = "the client insists"
	before, err := w.store.Decision(t.Context(), p.Decision)
	require.NoError(t, err)
	require.Empty(t, before.Choice)
	_, err = w.reserve(t, p)
	require.NoError(t, err)
	d, err := w.store.Decision(t.Context(), p.Decision)
	require.NoError(t, err)
	require.Equal(t, before, d, "nobody has agreed yet")
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.NoError(t, err)
	d, err = w.store.Decision(t.Context(), p.Decision)
	require.NoError(t, err)
	require.Equal(t, th, d.Choice)
	require.Equal(t, "the client insists", d.OverrideReason)
	require.Equal(t, w.now, d.ChooseTime)
	before.Choice, before.OverrideReason, before.ChooseTime = d.Choice, d.OverrideReason, d.ChooseTime
	require.Equal(t, before, d, "what it was made from stays")
}
