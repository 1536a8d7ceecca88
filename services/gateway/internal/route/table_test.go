package route_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

func table(t *testing.T) *route.Table {
	t.Helper()
	all, err := route.New(
		intakev1.IntakeService_ServiceDesc.ServiceName,
		schedulingv1.SchedulingService_ServiceDesc.ServiceName, matchingv1.MatchingService_ServiceDesc.ServiceName,
		matchingv1.OutcomeService_ServiceDesc.ServiceName,
		schedulingv1.PublicSchedulingService_ServiceDesc.ServiceName)
	require.NoError(t, err)
	return all
}

func TestFind(t *testing.T) {
	t.Parallel()
	all := table(t)
	r := all.Find("POST", "/v1/{name=inquiries/*}:match")
	require.Equal(t, "/firstcall.intake.v1.IntakeService/MatchInquiry", r.Policy.FullName)
	require.Equal(t, "MatchInquiryRequest", string(r.Body.Name()))
	require.Empty(t, r.BodyField)
	require.Empty(t, r.Query)

	r = all.Find("PATCH", "/v1/{therapist.name=therapists/*}")
	require.Equal(t, "Therapist", string(r.Body.Name()))
	require.Equal(t, "therapist", r.BodyField)
	require.Contains(t, r.Query, "updateMask")
	require.Contains(t, r.Query, "request_id")
	require.NotContains(t, r.Query, "therapist")

	r = all.Find("GET", "/v1/appointmentTypes/{appointment_type=*}/slots")
	require.Nil(t, r.Body)
	require.Contains(t, r.Query, "startDate")
	require.NotContains(t, r.Query, "appointmentType")

	require.Nil(t, all.Find("GET", "/v1/nothing"))
}

func TestMethods(t *testing.T) {
	t.Parallel()
	all := table(t)
	for path, want := range map[string][]string{
		"/v1/inquiries":                               {"GET", "POST"},
		"/v1/inquiries/x":                             {"GET"},
		"/v1/inquiries/x:match":                       {"POST"},
		"/v1/inquiries/x:matches":                     nil,
		"/v1/inquiries/":                              nil,
		"/v1/inquiries/x/y":                           nil,
		"/v1/therapists/x":                            {"DELETE", "GET", "PATCH"},
		"/v1/providers/x/schedule":                    {"GET", "PUT"},
		"/v1/providers/x/timeOff":                     {"POST"},
		"/v1/appointmentTypes/consultation/slots":     {"GET"},
		"/v1/appointmentTypes/consultation/slots:now": nil,
		"": nil,
	} {
		require.Equal(t, want, all.Methods(path), path)
	}
}

func TestUnknownService(t *testing.T) {
	t.Parallel()
	_, err := route.New("firstcall.nothing.v1.Service")
	require.Error(t, err)
	_, err = route.New(intakev1.AccessService_ServiceDesc.ServiceName)
	require.ErrorContains(t, err, "no HTTP annotation")
}
