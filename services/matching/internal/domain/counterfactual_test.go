package domain

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCounterfactuals(t *testing.T) {
	t.Parallel()
	fits := fitting("fits")

	t.Run("another way of meeting", func(t *testing.T) {
		t.Parallel()
		phone := fitting("phone")
		phone.Modes = []Mode{Phone}
		in := inputFor(couple(), fits, phone)
		in.Openings["ADD_PHONE"] = openingsFor(Phone, 1, fits, phone)
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, []Counterfactual{{"ADD_PHONE", "Meeting by telephone as well adds one therapist.", 1, []string{RuleMode}, nil}}, out.Counterfactuals)
	})

	t.Run("one wish less, and a little more to pay", func(t *testing.T) {
		t.Parallel()
		man, dear := fitting("man"), fitting("dear")
		man.Identity.Gender = "MAN"
		dear.FeeCents = 20_000
		need := couple()
		need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}
		need.Payment.SelfPayMaxCents = cents(18_000)
		in := inputFor(need, fits, man, dear)
		in.Openings["RELAX_GENDER_0"], in.Openings["FEE_UP_20500"] = openingsFor(Video, 1, fits, man), openingsFor(Video, 1, fits, dear)
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Len(t, out.Ranked, 1)
		require.Equal(t, []Counterfactual{
			{"RELAX_GENDER", "Not insisting on a woman adds one therapist.", 1, []string{RulePreference}, nil},
			{"FEE_UP", "Paying up to $200 a session adds one therapist.", 1, []string{RulePayment}, nil},
		}, out.Counterfactuals)
	})

	t.Run("another time", func(t *testing.T) {
		t.Parallel()
		later := fitting("later")
		need := couple()
		// testNow is a Monday, so the openings are on Tuesday, Wednesday and Thursday at ten.
		need.Times = []TimeWish{{Window{"FRIDAY", "09:00", "18:00"}, Required}}
		in := inputFor(need, fits, later)
		friday := testNow().AddDate(0, 0, 4)
		in.Openings[KeyBase] = map[string][]Opening{fits.ID: {{Slot: "friday", Start: friday, End: friday.Add(time.Hour), Mode: Video}}}
		in.Parts = map[string]map[string]uint64{KeyAnyTime: {fits.ID: 1<<21 - 1, later.ID: 1<<3 | 1<<6}}
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Len(t, out.Ranked, 1)
		require.Equal(t, []Reason{{NoOpening, "Has no opening at the times the client needs."}}, out.Excluded[0].Reasons)
		require.Equal(t, []Counterfactual{
			{"ADD_TUESDAY_MORNING", "A Tuesday morning adds one therapist.", 1, []string{NoOpening}, &Window{"TUESDAY", "08:00", "12:00"}},
			{"ADD_WEDNESDAY_MORNING", "A Wednesday morning adds one therapist.", 1, []string{NoOpening}, &Window{"WEDNESDAY", "08:00", "12:00"}},
		}, out.Counterfactuals)
	})

	t.Run("law is never relaxed", func(t *testing.T) {
		t.Parallel()
		elsewhere := fitting("elsewhere")
		elsewhere.Licenses[0].State = "NJ"
		in := inputFor(couple(), fits, elsewhere)
		out, err := Rank(&in)
		require.NoError(t, err)
		require.Empty(t, out.Counterfactuals)
	})
}

func TestQueries(t *testing.T) {
	t.Parallel()
	phone, full := fitting("phone"), fitting("full")
	phone.Modes = []Mode{Phone}
	full.TargetCaseload = 0
	need := couple()
	need.Times = []TimeWish{
		{Window{"FRIDAY", "09:00", "18:00"}, Required},
		{Window{"MONDAY", "09:00", "18:00"}, Mild},
	}
	fits := fitting("fits")
	in := inputFor(need, fits, phone, full)
	queries, err := Queries(&in)
	require.NoError(t, err)
	both := []string{fits.ID, phone.ID}
	slices.Sort(both)
	only, two := []Window{{"FRIDAY", "09:00", "18:00"}}, RoomWish{Persons: 2}
	require.Equal(t, []OpeningQuery{
		{Key: KeyBase, Therapists: []string{fits.ID}, Modes: need.Modes, Preferred: only, Zone: testZone, OnlyPreferred: true, Room: two},
		{Key: KeyAnyTime, Therapists: []string{fits.ID}, Modes: need.Modes, Preferred: only, Zone: testZone, OnlyPreferred: true, Parts: true, Room: two},
		{Key: "ADD_PHONE", Therapists: both, Modes: []Mode{InPerson, Video, Phone}, Preferred: only, Zone: testZone, OnlyPreferred: true, Room: two},
	}, queries)
}

func TestUnknownZone(t *testing.T) {
	t.Parallel()
	in := inputFor(couple())
	in.Zone = "America/Atlantis"
	_, err := Rank(&in)
	require.ErrorIs(t, err, ErrUnknownZone)
	_, err = Queries(&in)
	require.ErrorIs(t, err, ErrUnknownZone)
}
