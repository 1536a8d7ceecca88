package vocabulary

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// An insurer is found however it is spelled, and every one there is by its code and its name.
func TestPayerKey(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"AETNA": "AETNA", "Aetna": "AETNA", "Blue Cross": "BLUE_CROSS", "BLUE_CROSS": "BLUE_CROSS", "bluecross": "BLUE_CROSS", "blue-cross & co.": "BLUECROSSCO",
		"Health First": "HEALTHFIRST", "health-first": "HEALTHFIRST", "HEALTH_FIRST": "HEALTHFIRST", " Healthfirst. ": "HEALTHFIRST",
		"UnitedHealthcare": "UNITED_HEALTHCARE", "united": "UNITED", "EmblemHealth": "EMBLEM", "Emblem": "EMBLEM",
		"Own Fund": "OWNFUND", "own_fund": "OWNFUND", "Ownfund": "OWNFUND", "": "", "&": "",
		"HEALTH_FIRST:PPO": "HEALTHFIRST:PPO", "EmblemHealth:P.P.O.": "EMBLEM:PPO", "OWN_FUND:GOLD_PLAN": "OWNFUND:GOLDPLAN", "OWN_FUND:EMBLEM_HEALTH": "OWNFUND:EMBLEMHEALTH",
	} {
		require.Equal(t, want, PayerKey(name), name)
	}
	for code, term := range payersByCode {
		require.Equal(t, code, PayerKey(code))
		require.Equal(t, code, PayerKey(term.Words))
	}
}
