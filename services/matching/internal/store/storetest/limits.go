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
		p := w.pairing(t, id.New(), th)
		p.Severe = true
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

// testBecomesSevere: who has a place already and is badly off by now takes one of those, or is refused; who is better gives it back.
func testBecomesSevere(t *testing.T, w *world) {
	th := w.limited(t, 0, 1)
	severe := func() int32 {
		found, err := w.store.Therapist(t.Context(), th, w.now)
		require.NoError(t, err)
		return found.SevereClients
	}
	offered := func(inquiry string) domain.Pairing {
		offer, p := w.proposal(t, inquiry, th), w.pairing(t, inquiry, th)
		p.Proposal, p.Severe = offer.ID, true
		return p
	}
	one, two := id.New(), id.New()
	first, second := offered(one), offered(two)
	require.Zero(t, severe())
	first, err := w.reserve(t, first)
	require.NoError(t, err)
	require.EqualValues(t, 1, severe())
	_, err = w.reserve(t, second)
	require.ErrorIs(t, err, domain.ErrNoCapacity, "there was one place for clients who are badly off")
	again := w.draft(t, two, th)
	again.Severe = true
	_, err = w.store.BeginProposal(t.Context(), &again, request(again.ID))
	require.ErrorIs(t, err, domain.ErrNoCapacity)
	w.requireCaseload(t, th, -3, 2)
	record, err := w.store.ClientRecord(t.Context(), one, w.now)
	require.NoError(t, err)
	require.Equal(t, map[string]domain.Place{th: {Severe: true}}, record.Places)

	w.now = first.ExpireTime
	first.CreateTime, first.ExpireTime, first.Severe, first.Judged = w.now, w.now.Add(time.Hour), false, true
	_, err = w.reserve(t, first)
	require.NoError(t, err, "renewed, and better")
	require.Zero(t, severe())
	second.CreateTime, second.ExpireTime = w.now, w.now.Add(time.Hour)
	second, err = w.reserve(t, second)
	require.NoError(t, err)
	w.now = second.ExpireTime
	second, err = w.store.ConfirmPairing(t.Context(), second.ID, w.now, w.now)
	require.NoError(t, err)
	require.EqualValues(t, 1, severe(), "made final as it was taken")
	first.CreateTime, first.ExpireTime, first.Severe = w.now, w.now.Add(time.Hour), true
	_, err = w.reserve(t, first)
	require.ErrorIs(t, err, domain.ErrNoCapacity, "renewed, and worse")
	_, err = w.store.EndPairing(t.Context(), second.ID, w.now)
	require.NoError(t, err)
	_, err = w.reserve(t, first)
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), first.ID, w.now, w.now)
	require.NoError(t, err)
	require.EqualValues(t, 1, severe())
}

// testLapsedSevere: a first session that is booked takes a place whatever has lapsed, as the newest need says.
func testLapsedSevere(t *testing.T, w *world) {
	th, inquiry := w.limited(t, 0, 1), id.New()
	p, err := w.reserve(t, w.pairing(t, inquiry, th))
	require.NoError(t, err)
	d := domain.Decision{
		ID: id.New(), Inquiry: inquiry, Engine: domain.EngineVersion, CreateTime: w.now.Add(time.Second), Input: domain.Input{Need: domain.Need{Severity: "SEVERE"}},
	}
	require.NoError(t, w.store.SaveDecision(t.Context(), &d))
	w.now = p.ExpireTime
	require.NoError(t, w.store.Sweep(t.Context(), w.now, w.now.Add(-time.Hour)))
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.NoError(t, err)
	other := w.pairing(t, id.New(), th)
	other.Severe = true
	_, err = w.reserve(t, other)
	require.ErrorIs(t, err, domain.ErrNoCapacity)
}

// testSevereRace: of many with an offer who are badly off by now, one gets the only place for those.
func testSevereRace(t *testing.T, w *world) {
	th := w.limited(t, 0, 1)
	var drafts [racers]domain.Pairing
	for i := range racers {
		inquiry := id.New()
		offer := w.proposal(t, inquiry, th)
		drafts[i] = w.pairing(t, inquiry, th)
		drafts[i].Proposal, drafts[i].Severe = offer.ID, true
	}
	var failures [racers]error
	race(func(i int) { _, failures[i] = w.store.ReservePairing(t.Context(), &drafts[i], request(drafts[i].ID)) })
	won := 0
	for _, err := range failures {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, domain.ErrNoCapacity)
	}
	require.Equal(t, 1, won)
	found, err := w.store.Therapist(t.Context(), th, w.now)
	require.NoError(t, err)
	require.EqualValues(t, 1, found.SevereClients)
	w.requireCaseload(t, th, -3, racers)
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
