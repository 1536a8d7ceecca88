package e2e

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// coordinators are the names of the demo's intake coordinators.
func coordinators(t testing.TB) []string {
	t.Helper()
	data, err := demo.Load()
	require.NoError(t, err)
	var names []string
	for _, c := range data.Coordinators {
		names = append(names, "providers/"+c.ID)
	}
	return names
}

// connect calls a service of a product in four processes as one of its roles.
func (p *product) connect(t testing.TB, caller, service string) *grpc.ClientConn {
	t.Helper()
	source, err := tlsconf.Load(tlsconf.Files{
		CA: filepath.Join(p.certs, "ca.crt"), Cert: filepath.Join(p.certs, caller+".crt"), Key: filepath.Join(p.certs, caller+".key"),
	})
	require.NoError(t, err)
	target := map[string]string{"scheduling": "SCHEDULING_TARGET", "matching": "MATCHING_TARGET", "intake": "INTAKE_TARGET"}[service]
	conn, err := rpcclient.Dial(rpcclient.Config{Caller: caller, Target: p.envOf(target), TLS: source, Peer: service})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// addCoordinators makes providers who take the free call every day between two hours, as matching makes providers.
func (p *product) addCoordinators(t testing.TB, n int, from, to string) {
	t.Helper()
	booking := schedulingv1.NewBookingServiceClient(p.connect(t, "matching", "scheduling"))
	var week []*schedulingv1.WeeklyHours
	for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_SUNDAY; day++ {
		week = append(week, &schedulingv1.WeeklyHours{Window: &typev1.WeeklyWindow{Day: day, StartTime: from, EndTime: to}})
	}
	for range n {
		_, err := booking.EnsureProvider(t.Context(), &schedulingv1.EnsureProviderRequest{Provider: &schedulingv1.Provider{
			Name: "providers/" + id.New(), DisplayName: "Coordinator", AppointmentTypes: []string{"consultation"},
			Modes:    []typev1.Need_Mode{typev1.Need_PHONE},
			Schedule: &schedulingv1.Schedule{TimeZone: benchZone, WeeklyHours: week},
		}})
		require.NoError(t, err)
	}
}
