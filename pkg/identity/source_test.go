package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	"github.com/firstcall-health/firstcall/pkg/identity"
)

func TestSource(t *testing.T) {
	t.Parallel()
	require.Empty(t, identity.Source(t.Context()))
	sent, _ := metadata.FromOutgoingContext(identity.SendSource(t.Context(), "abc"))
	arrived := metadata.NewIncomingContext(t.Context(), sent)
	require.Equal(t, "abc", identity.Source(arrived))
	for name, given := range map[string][]string{"two": {"a", "b"}, "long": {strings.Repeat("a", 65)}} {
		require.Empty(t, identity.Source(metadata.NewIncomingContext(t.Context(), metadata.MD{"firstcall-source": given})), name)
	}
}
