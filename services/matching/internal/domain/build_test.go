package domain

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
)

const testZone = "America/New_York"

// testNow is a Monday, 10:00 in New York.
func testNow() time.Time { return time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC) }

// couple is the need the product promises to answer in its demonstration.
func couple() Need {
	return Need{
		Concerns: []Concern{"BETRAYAL_TRUST", "COUPLE_CONFLICT"}, Format: "COUPLE", AgeGroup: "ADULT",
		Modes: []Mode{InPerson, Video}, LocationState: "NY", Languages: []string{"en"},
	}
}

// fitting is a therapist who fits couple.
func fitting(slug string) Therapist {
	return Therapist{ID: id.Derive("test", slug), Version: 1, Profile: Profile{
		DisplayName:    "Dr. " + slug,
		Licenses:       []License{{State: "NY", Title: "LMFT", ExpireDate: "2030-01-31"}},
		Formats:        []Format{"COUPLE"},
		Modes:          []Mode{InPerson, Video},
		Languages:      []string{"en-US"},
		AgeGroups:      []AgeGroup{"ADULT"},
		Expertise:      []Expertise{{Concern: "BETRAYAL_TRUST", Level: Certified}},
		FeeCents:       18_000,
		Insurers:       []string{"AETNA"},
		Identity:       Identity{Gender: "WOMAN"},
		TargetCaseload: 10,
		Accepting:      true,
	}}
}

// openingsFor gives every therapist n openings, a day apart from the next day on, 10:00 in New York.
func openingsFor(mode Mode, n int, ts ...Therapist) map[string][]Opening {
	out := map[string][]Opening{}
	for _, t := range ts {
		for i := range n {
			start := testNow().AddDate(0, 0, i+1)
			out[t.ID] = append(out[t.ID], Opening{
				Slot: t.ID + "-" + strconv.Itoa(i), Start: start, End: start.Add(50 * time.Minute), Mode: mode,
			})
		}
	}
	return out
}

func inputFor(need Need, ts ...Therapist) Input {
	return Input{
		Inquiry: id.Derive("inquiry"), Need: need, Zone: testZone, Now: testNow(), Therapists: ts,
		Openings: map[string]map[string][]Opening{KeyBase: openingsFor(InPerson, 3, ts...)}, Weights: DefaultWeights(),
	}
}

// excluded returns the rules that keep the therapist from seeing the client, but for openings.
func excluded(t *testing.T, need *Need, therapist *Therapist) []Reason {
	t.Helper()
	in := inputFor(*need, *therapist)
	v, err := newView(&in)
	require.NoError(t, err)
	return v.exclude(v.ask(&in.Need), 0)
}
