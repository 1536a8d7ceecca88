package domain

import (
	"context"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// gainsOnBothPaths are what would bring more therapists, found one therapist at a time and by the index. Everyone has openings.
func gainsOnBothPaths(ctx context.Context, t require.TestingT, in *Input) (one, indexed []Counterfactual) {
	days := &openDays{modes: map[string][]Mode{}}
	for i := range in.Therapists {
		days.modes[in.Therapists[i].ID] = in.Therapists[i].Modes
	}
	m := New(&rosterOf{all: in.Therapists}, days, clock.NewFake(in.Now), Rules{Zone: testZone})
	_, judged, err := m.view(ctx, in, &given{})
	require.NoError(t, err)
	seen, err := m.roster.look(ctx, in.Now)
	require.NoError(t, err)
	_, pool := m.best(seen, in.Inquiry, &in.Need, firstShortlist)
	require.Equal(t, pool.Fitting, len(judged.Ranked))
	sortCounterfactuals(pool.Gains, pool.Fitting)
	return judged.Counterfactuals, pool.Gains
}

// rosterOver repeats the therapists until there are too many to judge each.
func rosterOver(some ...Therapist) []Therapist {
	for i := len(some); i <= wholeRoster; i++ {
		again := some[i%len(some)]
		again.ID = id.Derive("again", strconv.Itoa(i))
		some = append(some, again)
	}
	return some
}

// TestPathsSayTheSame ranks the same roster one therapist at a time and by the index: what would bring more is the same to the
// letter, the fee that is enough included.
func TestPathsSayTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		in.Need.Conflicts, in.Need.Times = nil, nil
		in.Need.Preferences = in.Need.Preferences[:min(len(in.Need.Preferences), 2)] // no more pairs than are tried
		in.Therapists, in.Openings = nil, nil
		together := rapid.IntRange(0, 3).Draw(t, "only together") == 0
		if together {
			in.Need = Need{Preferences: []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}, Payment: Payment{SelfPayMaxCents: cents(10_000)}}
		}
		for i := range 30 {
			made := genTherapist(t, i)
			if together {
				made.Identity.Gender, made.SlidingFeeCents = "MAN", 0
				made.FeeCents = max(made.FeeCents, 10_100)
			}
			in.Therapists = append(in.Therapists, made)
		}
		in.Therapists = rosterOver(in.Therapists...)
		if !together && rapid.Bool().Draw(t, "insured") {
			in.Need.Payment = Payment{Insurer: "AETNA", OutOfNetworkMaxCents: 7_500 * rapid.Int64Range(0, 2).Draw(t, "outside")}
		}
		one, indexed := gainsOnBothPaths(t.Context(), t, &in)
		require.Equal(t, one, indexed)
	})
}

// TestPathsSayEachFee: both ways of ranking say each change that is about a fee, alone and with another.
func TestPathsSayEachFee(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		change, text string
		rules        []string
		need         func(*Need)
	}{
		{
			"FEE_UP", "Paying up to $200 a session adds 201 therapists.", []string{RulePayment},
			func(n *Need) { n.Payment.SelfPayMaxCents = cents(18_000) },
		},
		{
			"OUT_OF_NETWORK", "Paying up to $200 a session outside the network adds 201 therapists.", []string{RulePayment},
			func(n *Need) { n.Payment = Payment{Insurer: "AETNA", OutOfNetworkMaxCents: 18_000} },
		},
		{
			"RELAX_GENDER+FEE_UP", "Not insisting on a woman, together with paying up to $200 a session, adds 201 therapists.", []string{RulePreference, RulePayment},
			func(n *Need) {
				n.Payment.SelfPayMaxCents = cents(18_000)
				n.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}
			},
		},
	} {
		t.Run(tt.change, func(t *testing.T) {
			t.Parallel()
			fits, dear := fitting("fits"), fitting("dear")
			dear.FeeCents, dear.Insurers, dear.Identity.Gender = 20_000, nil, "MAN"
			in := inputFor(couple())
			in.Therapists = append(rosterOver(dear), fits)
			tt.need(&in.Need)
			one, indexed := gainsOnBothPaths(t.Context(), t, &in)
			require.Equal(t, []Counterfactual{{tt.change, tt.text, wholeRoster + 1, tt.rules, nil}}, one)
			require.Equal(t, one, indexed)
		})
	}
}
