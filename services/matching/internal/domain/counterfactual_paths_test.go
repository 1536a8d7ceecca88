package domain

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// TestPathsSayTheSame ranks the same roster one therapist at a time and by the index: where everyone has openings, what would bring
// more is the same to the letter, the fee that is enough included.
func TestPathsSayTheSame(t *testing.T) {
	t.Parallel()
	const kinds = 30
	said := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		in.Need.Conflicts, in.Need.Times = nil, nil
		in.Need.Preferences = in.Need.Preferences[:min(len(in.Need.Preferences), 2)] // no more pairs than are tried
		in.Therapists, in.Openings = nil, nil
		together := rapid.IntRange(0, 3).Draw(t, "only together") == 0
		if together {
			in.Need = Need{Preferences: []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}, Payment: Payment{SelfPayMaxCents: cents(10_000)}}
		}
		for i := range wholeRoster + 1 {
			if i < kinds {
				in.Therapists = append(in.Therapists, genTherapist(t, i))
				if made := &in.Therapists[i]; together {
					made.Identity.Gender, made.SlidingFeeCents = "MAN", 0
					made.FeeCents = max(made.FeeCents, 10_100)
				}
				continue
			}
			again := in.Therapists[i%kinds]
			again.ID = id.Derive("again", strconv.Itoa(i))
			in.Therapists = append(in.Therapists, again)
		}
		if !together && rapid.Bool().Draw(t, "insured") {
			in.Need.Payment = Payment{Insurer: "AETNA", OutOfNetworkMaxCents: 7_500 * rapid.Int64Range(0, 2).Draw(t, "outside")}
		}
		m := New(&rosterOf{all: in.Therapists}, &openDays{}, clock.NewFake(in.Now), Rules{Zone: testZone})
		_, one, err := m.view(t.Context(), &in, &given{})
		require.NoError(t, err)

		seen, err := m.roster.look(t.Context(), in.Now)
		require.NoError(t, err)
		_, pool := m.best(seen, in.Inquiry, &in.Need, firstShortlist)
		require.Equal(t, pool.Fitting, len(one.Ranked))
		sortCounterfactuals(pool.Gains, pool.Fitting)
		require.Equal(t, one.Counterfactuals, pool.Gains)
		for _, c := range one.Counterfactuals {
			said[c.Change]++
		}
	})
	for _, change := range []string{"FEE_UP", "OUT_OF_NETWORK", "RELAX_GENDER+FEE_UP"} {
		require.Positive(t, said[change], change)
	}
}
