package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
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
