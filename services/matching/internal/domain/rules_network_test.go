package domain

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// insured pays by the insurer whose network the therapist of these tests is in.
func insured(n *Need) { n.Payment.Insurer = "AETNA" }

func plan(network string) func(*Need) {
	return func(n *Need) { n.Payment = Payment{Insurer: "AETNA", Network: network} }
}

func inNetwork(insurers ...string) func(*Therapist) {
	return func(t *Therapist) { t.Insurers = insurers }
}

func TestAskForTheNetwork(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		network, insurer string
		ask              bool
	}{
		"not known, one network": {"", "AETNA:PPO", true}, "not known, all": {"", "AETNA", false}, "known": {"PPO", "AETNA:PPO", false},
		"of another spelling": {"", "AET_NA:PPO", true}, "all of another spelling": {"", "AET_NA", false},
	} {
		need, therapist := couple(), fitting("one")
		plan(tt.network)(&need)
		inNetwork(tt.insurer)(&therapist)
		got, asked := term(scored(t, need, therapist).Terms, "ASK_NETWORK")
		require.Equal(t, tt.ask, asked, name)
		if asked {
			require.Equal(t, "Ask for the network of the plan: not in every one of Aetna.", got.Text)
		}
	}
}

// However an insurer or a network is spelled in a need and in the profiles, the same therapists are found, one by one and of very many; the
// draw is the same too, and the need is kept as it was told.
func TestAnInsurerOfManySpellings(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		profiles []string
		needs    []Payment
	}{
		"an insurer that is known": {
			[]string{"HEALTHFIRST", "HEALTH_FIRST", "HEALTHFIRST:PPO"},
			[]Payment{{Insurer: "HEALTHFIRST"}, {Insurer: "HEALTH_FIRST"}, {Insurer: "Health First"}},
		},
		"by id and by name":  {[]string{"EMBLEM", "EMBLEMHEALTH", "EMBLEM_HEALTH"}, []Payment{{Insurer: "Emblem"}, {Insurer: "EmblemHealth"}, {Insurer: "emblem health"}}},
		"the practice's own": {[]string{"OWN_FUND", "OWNFUND", "OWN_FUND:GOLD"}, []Payment{{Insurer: "Own Fund"}, {Insurer: "OWNFUND"}, {Insurer: "own-fund."}}},
		"a network": {
			[]string{"OWN_FUND:GOLD_PLAN", "OWNFUND:GOLDPLAN", "OWNFUND"},
			[]Payment{{Insurer: "Own Fund", Network: "Gold plan"}, {Insurer: "OWNFUND", Network: "GOLDPLAN"}, {Insurer: "OWN_FUND", Network: "GOLD_PLAN"}},
		},
	} {
		for _, each := range []int{1, wholeRoster} {
			others := []string{"OWN_FUNDS", "AETNA:GOLD_PLAN", "HEALTHFIRST_ONE"}
			s := network(each * (len(tt.profiles) + len(others)))
			for i := range s.all {
				s.all[i].Insurers = []string{slices.Concat(others, tt.profiles)[i/each]}
			}
			m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone})
			var first []string
			var seed string
			for i, p := range tt.needs {
				need := couple()
				need.Payment = p
				r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
				require.NoError(t, err)
				in, out := &r.Decision.Input, r.Decision.Output
				require.NoError(t, Replay(&r.Decision))
				require.Equal(t, p, in.Need.Payment, "as it was told")
				if each == 1 {
					require.Len(t, out.Ranked, len(tt.profiles), name)
					require.Len(t, out.Excluded, len(others), name)
				} else {
					require.Equal(t, each*len(tt.profiles), in.Pool.Fitting, name)
				}
				var order []string
				for _, r := range out.Ranked {
					order = append(order, r.Therapist)
				}
				if i == 0 {
					first, seed = order, in.Seed
				}
				require.Equal(t, first, order, name)
				require.Equal(t, seed, in.Seed, name)
			}
		}
	}
}
