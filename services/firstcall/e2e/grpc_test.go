package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/journey"
)

// TestJourneyOverGRPC walks the journey through the services' own API, each in its own process, over mutual TLS.
func TestJourneyOverGRPC(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := start(t, engine, fourRoles)
			text, err := os.ReadFile(filepath.Join(p.certs, "identity.pem"))
			require.NoError(t, err)
			key, err := identity.ParsePrivateKey(text)
			require.NoError(t, err)
			journey.Walk(t, journey.Practice{
				Intake: p.connect(t, "gateway", "intake"), Scheduling: p.connect(t, "gateway", "scheduling"),
				Signer: identity.NewSigner(key, clock.System()),
			})
		})
	}
}
