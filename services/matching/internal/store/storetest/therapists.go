package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func testPages(t *testing.T, w *world) {
	for _, name := range []string{"b", "a", "B", "c", "a"} {
		w.therapist(t, name, 1)
	}
	all, err := w.store.ListTherapists(t.Context(), w.now, "", "", 0, false)
	require.NoError(t, err)
	require.Len(t, all, 5)

	var paged []domain.Therapist
	var name, after string
	for {
		page, err := w.store.ListTherapists(t.Context(), w.now, name, after, 2, false)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		name, after = page[len(page)-1].DisplayName, page[len(page)-1].ID
	}
	require.Equal(t, all, paged)
	var names []string
	for _, th := range paged {
		names = append(names, th.DisplayName)
	}
	require.Equal(t, []string{"B", "a", "a", "b", "c"}, names, "in the order of bytes, alike on every engine")
}

// testNamed pages through those of a name, who are found among others and between deleted ones.
func testNamed(t *testing.T, w *world) {
	var want []string
	for i := range 9 {
		stern := w.therapist(t, fmt.Sprintf("%d Stern", i%5), 1)
		w.therapist(t, fmt.Sprintf("%d Other", i%5), 1)
		if i%3 == 1 {
			require.NoError(t, w.store.UpdateTherapist(t.Context(), stern, domain.Request{Method: "DeleteTherapist", ID: stern, Hash: "delete"}, w.now,
				func(t *domain.Therapist) error { t.DeleteTime = w.now; return nil }))
		}
	}
	is := func(name string) bool { return strings.HasSuffix(name, "Stern") }
	for _, deleted := range []bool{false, true} {
		all, err := w.store.ListTherapists(t.Context(), w.now, "", "", 0, deleted)
		require.NoError(t, err)
		want = want[:0]
		for i := range all {
			if is(all[i].DisplayName) {
				want = append(want, all[i].ID)
			}
		}
		var got []string
		for after := (domain.Therapist{}); ; {
			page, err := w.store.NamedTherapists(t.Context(), w.now, is, after.DisplayName, after.ID, 2, deleted)
			require.NoError(t, err)
			if len(page) == 0 {
				break
			}
			require.LessOrEqual(t, len(page), 2)
			for i := range page {
				got = append(got, page[i].ID)
			}
			after = page[len(page)-1]
		}
		require.Equal(t, want, got)
		require.Len(t, got, map[bool]int{false: 6, true: 9}[deleted])
	}
}

func testCreateOnce(t *testing.T, w *world) {
	th := domain.Therapist{
		ID: id.New(), Profile: domain.Profile{DisplayName: "Dr.", Languages: []string{"en"}, Style: &domain.Style{Warmth: 2}},
		Version: 1, CreateTime: w.now, UpdateTime: w.now,
	}
	req := domain.Request{Method: "CreateTherapist", ID: "once", Hash: "one"}
	first, err := w.store.CreateTherapist(t.Context(), &th, req)
	require.NoError(t, err)
	require.Equal(t, th.ID, first)

	got, err := w.store.Therapist(t.Context(), first, w.now)
	require.NoError(t, err)
	require.Equal(t, th, got)

	again := th
	again.ID = id.New()
	second, err := w.store.CreateTherapist(t.Context(), &again, req)
	require.NoError(t, err)
	require.Equal(t, first, second)

	req.Hash = "two"
	_, err = w.store.CreateTherapist(t.Context(), &again, req)
	require.ErrorIs(t, err, domain.ErrRequestIDReused)

	req.Hash = "one"
	require.NoError(t, w.store.DiscardTherapist(t.Context(), first, req))
	_, err = w.store.Therapist(t.Context(), first, w.now)
	require.ErrorIs(t, err, domain.ErrNotFound)
	third, err := w.store.CreateTherapist(t.Context(), &again, req)
	require.NoError(t, err)
	require.Equal(t, again.ID, third, "the request is forgotten with what it made")
}

func testUpdate(t *testing.T, w *world) {
	th := w.therapist(t, "before", 1)
	later := w.now.Add(time.Hour)
	req := domain.Request{Method: "UpdateTherapist", ID: "u", Hash: "h"}
	rename := func(current *domain.Therapist) error {
		require.Equal(t, "before", current.DisplayName)
		current.DisplayName, current.TargetCaseload = "after", 9
		return nil
	}
	require.NoError(t, w.store.UpdateTherapist(t.Context(), th, req, later, rename))
	require.NoError(t, w.store.UpdateTherapist(t.Context(), th, req, later, rename), "a repeat changes nothing")

	got, err := w.store.Therapist(t.Context(), th, later)
	require.NoError(t, err)
	require.Equal(t, "after", got.DisplayName)
	require.EqualValues(t, 9, got.TargetCaseload)
	require.EqualValues(t, 2, got.Version)
	require.Equal(t, later, got.UpdateTime)
	require.Equal(t, w.now, got.CreateTime)

	refusal := errors.New("refused")
	err = w.store.UpdateTherapist(t.Context(), th, domain.Request{}, later, func(c *domain.Therapist) error {
		c.DisplayName = "never"
		return refusal
	})
	require.ErrorIs(t, err, refusal)
	err = w.store.UpdateTherapist(t.Context(), id.New(), domain.Request{}, later, rename)
	require.ErrorIs(t, err, domain.ErrNotFound)
}

func testSeed(t *testing.T, w *world) {
	th := w.therapist(t, "first", 1)
	again := domain.Therapist{ID: th, Profile: domain.Profile{DisplayName: "second"}, Version: 1}
	require.NoError(t, w.store.SeedTherapist(t.Context(), &again))
	got, err := w.store.Therapist(t.Context(), th, w.now)
	require.NoError(t, err)
	require.Equal(t, "first", got.DisplayName)
	for n, ids := range [][]string{{}, {th}, {th, w.therapist(t, "second", 1), id.New()}} {
		count, err := w.store.CountTherapists(t.Context(), ids)
		require.NoError(t, err)
		require.Equal(t, n, count)
	}
}

func testSynced(t *testing.T, w *world) {
	th := w.therapist(t, "one", 1)
	unsynced := func() int {
		found, err := w.store.UnsyncedTherapists(t.Context(), w.now)
		require.NoError(t, err)
		return len(found)
	}
	require.Equal(t, 1, unsynced())
	require.NoError(t, w.store.MarkSynced(t.Context(), th, 1))
	require.Zero(t, unsynced())

	change := func(*domain.Therapist) error { return nil }
	require.NoError(t, w.store.UpdateTherapist(t.Context(), th, domain.Request{}, w.now, change))
	require.NoError(t, w.store.MarkSynced(t.Context(), th, 1))
	require.Equal(t, 1, unsynced(), "the sync of an older version does not count")
}

func testDecision(t *testing.T, w *world) {
	limit := int64(15_000)
	d := domain.Decision{
		ID: id.New(), Inquiry: id.New(), Engine: domain.EngineVersion, CreateTime: w.now, Risk: true,
		Input: domain.Input{
			Need: domain.Need{Concerns: []domain.Concern{"GRIEF"}, Payment: domain.Payment{SelfPayMaxCents: &limit}, RiskFlag: true},
			Zone: "America/New_York", Now: w.now, Weights: domain.DefaultWeights(),
			Therapists: []domain.Therapist{{ID: "t", Profile: domain.Profile{DisplayName: "Dr."}, Reserved: 2}},
			Openings:   map[string]map[string][]domain.Opening{domain.KeyBase: {"t": {{Slot: "s", Start: w.now, End: w.now, Mode: domain.Video}}}},
		},
		Output: domain.Output{Excluded: []domain.Excluded{{Therapist: "t", DisplayName: "Dr.", Reasons: []domain.Reason{{Code: "C", Text: "T"}}}}},
	}
	require.NoError(t, w.store.SaveDecision(t.Context(), &d))
	got, err := w.store.Decision(t.Context(), d.ID)
	require.NoError(t, err)
	require.Equal(t, d, got)

	_, err = w.store.Decision(t.Context(), id.New())
	require.ErrorIs(t, err, domain.ErrDecisionNotFound)

	w.decision(t, id.New())
	listed, err := w.store.ListDecisions(t.Context(), "", 1)
	require.NoError(t, err)
	require.Len(t, listed, 1)
	rest, err := w.store.ListDecisions(t.Context(), listed[0].ID, 10)
	require.NoError(t, err)
	require.Len(t, rest, 1)
	require.Greater(t, rest[0].ID, listed[0].ID)
}

func testLicensesEnding(t *testing.T, w *world) {
	ending := func(until string) (names []string) {
		found, err := w.store.LicensesEnding(t.Context(), until, w.now)
		require.NoError(t, err)
		for _, th := range found {
			names = append(names, th.DisplayName)
		}
		slices.Sort(names)
		return names
	}
	change := func(therapist string, change func(*domain.Therapist)) {
		require.NoError(t, w.store.UpdateTherapist(t.Context(), therapist, domain.Request{}, w.now, func(th *domain.Therapist) error {
			change(th)
			return nil
		}))
	}
	a, b := w.therapist(t, "a", 1), w.therapist(t, "b", 1)
	w.therapist(t, "unlicensed", 1)
	change(a, func(th *domain.Therapist) {
		th.Licenses = []domain.License{{State: "NY", ExpireDate: "2028-01-01"}, {State: "NJ", ExpireDate: "2027-01-01"}}
	})
	change(b, func(th *domain.Therapist) { th.Licenses = []domain.License{{State: "NY", ExpireDate: "2027-01-02"}} })
	require.Empty(t, ending("2026-12-31"))
	require.Equal(t, []string{"a"}, ending("2027-01-01"))
	require.Equal(t, []string{"a", "b"}, ending("2030-01-01"))
	change(b, func(th *domain.Therapist) { th.DeleteTime = w.now })
	change(a, func(th *domain.Therapist) { th.Licenses = th.Licenses[:1] })
	require.Empty(t, ending("2027-12-31"))
	require.Equal(t, []string{"a"}, ending("2028-01-01"))
}
