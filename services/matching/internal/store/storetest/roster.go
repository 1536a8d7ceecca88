package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func (w *world) setDeleted(t *testing.T, therapist string, at time.Time) {
	t.Helper()
	require.NoError(t, w.store.UpdateTherapist(t.Context(), therapist, domain.Request{}, w.now, func(th *domain.Therapist) error {
		th.DeleteTime = at
		return nil
	}))
}

func testDeleted(t *testing.T, w *world) {
	th := w.therapist(t, "one", 2)
	kept := newID("kept")
	p := w.pairing(t, kept, th)
	reserved, err := w.reserve(t, p)
	require.NoError(t, err)
	w.setDeleted(t, th, w.now)

	got, err := w.store.Therapist(t.Context(), th, w.now)
	require.NoError(t, err)
	require.Equal(t, w.now, got.DeleteTime)
	for deleted, want := range map[bool]int{false: 0, true: 1} {
		listed, err := w.store.ListTherapists(t.Context(), w.now, "", "", 0, deleted)
		require.NoError(t, err)
		require.Len(t, listed, want)
	}
	_, err = w.reserve(t, w.pairing(t, newID("new"), th))
	require.ErrorIs(t, err, domain.ErrNoCapacity, "nobody new")
	agreed, err := w.store.ConfirmPairing(t.Context(), reserved.ID, w.now.Add(time.Hour), w.now)
	require.NoError(t, err)
	require.Equal(t, domain.PairingConfirmed, agreed.State, "what was under way goes on")
	w.requireCaseload(t, th, 1, 0)

	w.setDeleted(t, th, time.Time{})
	_, err = w.reserve(t, w.pairing(t, newID("new"), th))
	require.NoError(t, err)
}

func testImport(t *testing.T, w *world) {
	known := w.therapist(t, "known", 1)
	req := domain.Request{Method: "ImportTherapists", ID: "file", Hash: "one"}
	added := domain.Therapist{
		ID: id.New(), Profile: domain.Profile{DisplayName: "added"}, ActiveClients: 4, BroughtClients: 4, Version: 1, CreateTime: w.now, UpdateTime: w.now,
	}
	plan := func(all []domain.Therapist) ([]domain.Therapist, string, error) {
		require.Len(t, all, 1)
		changed := all[0]
		changed.DisplayName, changed.TargetCaseload, changed.BroughtClients = "changed", 9, 1
		return []domain.Therapist{added, changed}, "answer", nil
	}
	later := w.now.Add(time.Hour)
	for range 2 { // the repeat does not ask for a plan
		answer, err := w.store.ImportTherapists(t.Context(), req, later, plan)
		require.NoError(t, err)
		require.Equal(t, "answer", answer)
	}
	got, err := w.store.Therapist(t.Context(), known, later)
	require.NoError(t, err)
	require.Equal(t, "changed", got.DisplayName)
	require.EqualValues(t, 1, got.BroughtClients)
	require.EqualValues(t, 2, got.Version)
	require.Equal(t, later, got.UpdateTime)
	got, err = w.store.Therapist(t.Context(), added.ID, later)
	require.NoError(t, err)
	require.Equal(t, added, got)

	req.Hash = "two"
	_, err = w.store.ImportTherapists(t.Context(), req, later, plan)
	require.ErrorIs(t, err, domain.ErrRequestIDReused)

	refusal := errors.New("refused")
	_, err = w.store.ImportTherapists(t.Context(), domain.Request{}, later, func(all []domain.Therapist) ([]domain.Therapist, string, error) {
		return all, "", refusal
	})
	require.ErrorIs(t, err, refusal)
	// One fault, and nothing of the file is written.
	_, err = w.store.ImportTherapists(t.Context(), domain.Request{}, later, func(all []domain.Therapist) ([]domain.Therapist, string, error) {
		all[0].DisplayName = "never"
		twice := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "twice"}, Version: 1}
		return []domain.Therapist{all[0], twice, twice}, "", nil
	})
	require.Error(t, err)
	listed, err := w.store.ListTherapists(t.Context(), later, "", "", 0, true)
	require.NoError(t, err)
	require.Len(t, listed, 2)
	require.Equal(t, "added", listed[0].DisplayName)
	require.Equal(t, "changed", listed[1].DisplayName)
}

func newID(of string) string { return id.Derive("roster", of) }
