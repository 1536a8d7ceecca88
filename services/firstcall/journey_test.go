package firstcall

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/journey"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestJourneyOverGRPC walks the journey through the services' own API, everything in this process.
func TestJourneyOverGRPC(t *testing.T) {
	t.Parallel()
	for engine, settings := range map[string]func(t *testing.T) []string{
		"sqlite":   func(*testing.T) []string { return nil },
		"postgres": func(t *testing.T) []string { return []string{"database_url", dbtest.Database(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := running(t, settings(t)...)
			intake, err := p.dial(RoleGateway, RoleIntake)
			require.NoError(t, err)
			scheduling, err := p.dial(RoleGateway, RoleScheduling)
			require.NoError(t, err)
			journey.Walk(t, journey.Practice{Intake: intake, Scheduling: scheduling, Signer: identity.NewSigner(p.keys.private, p.clock)})
		})
	}
}
