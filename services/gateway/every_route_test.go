package gateway_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// Every route of the protos answers on its own listener and on no other, and every staff route asks for a token first.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	p := start(t)
	public, err := route.New(intakev1.PublicIntakeService_ServiceDesc.ServiceName,
		schedulingv1.PublicSchedulingService_ServiceDesc.ServiceName)
	require.NoError(t, err)
	staff, err := route.New(intakev1.IntakeService_ServiceDesc.ServiceName,
		schedulingv1.SchedulingService_ServiceDesc.ServiceName, matchingv1.MatchingService_ServiceDesc.ServiceName,
		matchingv1.OutcomeService_ServiceDesc.ServiceName)
	require.NoError(t, err)
	require.Greater(t, len(staff.All()), 30)

	for _, r := range staff.All() {
		path := example(r)
		send(t, r.Method, p.staff+path, "{malformed").failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
		if public.Find(r.Method, r.Template) == nil {
			send(t, r.Method, p.public+path, "").failure(t, http.StatusNotFound, "NOT_FOUND")
		}
		methods := len(staff.Methods(path))
		a := send(t, http.MethodTrace, p.staff+path, "", "Authorization", "Bearer desk-token")
		a.failure(t, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED")
		require.Len(t, regexp.MustCompile(`\w+`).FindAllString(a.Header.Get("Allow"), -1), methods)
	}
	for _, r := range public.All() {
		a := send(t, r.Method, p.public+example(r), "")
		if r.Policy.NotBuilt {
			a.failure(t, http.StatusNotImplemented, "NOT_BUILT")
			continue
		}
		require.Contains(t, []int{http.StatusOK, http.StatusBadRequest, http.StatusNotFound}, a.StatusCode, r.Label())
		require.NotContains(t, string(a.text), "nothing at this address", r.Label())
		if staff.Find(r.Method, r.Template) == nil {
			a := send(t, r.Method, p.staff+example(r), "", "Authorization", "Bearer desk-token")
			a.failure(t, http.StatusNotFound, "NOT_FOUND")
		}
	}
}

// example is a path of the route.
func example(r *route.Route) string {
	path := regexp.MustCompile(`\{[a-z_.]+=([^}]+)\}`).ReplaceAllString(r.Template, "$1")
	return regexp.MustCompile(`\*`).ReplaceAllString(path, "x")
}

// Reading changes nothing, so that a link that something follows before its reader does is safe: what is asked for with GET
// only reads, on both listeners.
func TestReadsOnlyRead(t *testing.T) {
	t.Parallel()
	table, err := route.New(intakev1.PublicIntakeService_ServiceDesc.ServiceName,
		schedulingv1.PublicSchedulingService_ServiceDesc.ServiceName, intakev1.IntakeService_ServiceDesc.ServiceName,
		schedulingv1.SchedulingService_ServiceDesc.ServiceName, matchingv1.MatchingService_ServiceDesc.ServiceName,
		matchingv1.OutcomeService_ServiceDesc.ServiceName)
	require.NoError(t, err)
	reads := 0
	for _, r := range table.All() {
		if r.Method == http.MethodGet {
			reads++
			require.True(t, r.Policy.ReadOnly(), r.Label())
		}
	}
	require.Greater(t, reads, 20)
}
