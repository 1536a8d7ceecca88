package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, query string
		found       bool
	}{
		{"Dr. Maya Stern, LMFT", "stern", true},
		{"Dr. Maya Stern, LMFT", "STERN may", true},
		{"Dr. Maya Stern, LMFT", "tern", false},
		{"Dr. Maya Stern, LMFT", "stern anna", false},
		{"Jos\u00e9 Mu\u00f1oz-L\u00f3pez", "jose lopez", true},
		{"Jose\u0301 Munoz", "jos\u00e9", true},
		{"Jose Munoz", "MUN\u0303OZ", true},
		{"\u0141ukasz \u00d6zdemir", "oz", true},
		{"Anna O\u2019Neil", "neil", true},
		{"\u0410\u043d\u043d\u0430", "\u0410\u041d", true},
		{"", "a", false},
	} {
		require.Equal(t, c.found, named(c.name, nameWords(c.query)), "%q in %q", c.query, c.name)
	}
	require.Empty(t, nameWords(" .,- "))
}
