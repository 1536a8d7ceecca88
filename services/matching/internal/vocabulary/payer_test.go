package vocabulary

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// An insurer is found however it is spelled, and every one there is by its code and its name.
func TestPayerID(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"AETNA": "AETNA", "Aetna": "AETNA", "Blue Cross": "BLUE_CROSS", "BLUE_CROSS": "BLUE_CROSS", "bluecross": "BLUE_CROSS", "blue-cross & co.": "BLUE_CROSS_CO",
		"Health First": "HEALTHFIRST", "health-first": "HEALTHFIRST", "HEALTH_FIRST": "HEALTHFIRST", " Healthfirst. ": "HEALTHFIRST",
		"UnitedHealthcare": "UNITED_HEALTHCARE", "united": "UNITED", "EmblemHealth": "EMBLEM", "Emblem": "EMBLEM",
		"Own Fund": "OWN_FUND", "own_fund": "OWN_FUND", "Ownfund": "OWNFUND", "": "", "&": "",
	} {
		require.Equal(t, want, PayerID(name), name)
	}
	for code, term := range payersByCode {
		require.Equal(t, code, PayerID(code))
		require.Equal(t, code, PayerID(term.Words))
	}
}
