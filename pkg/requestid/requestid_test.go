package requestid_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/requestid"
)

func TestContext(t *testing.T) {
	t.Parallel()
	require.Empty(t, requestid.From(t.Context()))
	require.Equal(t, "a", requestid.From(requestid.With(t.Context(), "a")))
}

func TestValid(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]bool{
		"a": true, "0f3c-9_A.b": true, strings.Repeat("x", 64): true,
		"": false, strings.Repeat("x", 65): false, "a b": false, "a\nb": false, "jane@example.org": false,
		"+12125550100": false, "é": false, "a/b": false,
	} {
		require.Equal(t, want, requestid.Valid(given), given)
	}
}
