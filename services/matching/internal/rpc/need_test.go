package rpc

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestInsurerID: an insurer is found however the front desk spells it.
func TestInsurerID(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"AETNA": "AETNA", "Aetna": "AETNA", "Blue Cross": "BLUE_CROSS", "BLUE_CROSS": "BLUE_CROSS",
		"blue-cross & co.": "BLUE_CROSS_CO", "": "",
	} {
		require.Equal(t, want, insurerID(name), name)
	}
}
