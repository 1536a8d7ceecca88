package fhir

import (
	"context"
	"fmt"
	"strings"
	"time"

	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/policy"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

// Service answers the routes. Every call is made as the person in the context.
type Service struct {
	routes       []*Route
	clock        clock.Clock
	access       intakev1.AccessServiceClient
	inquiries    intakev1.IntakeServiceClient
	slots        schedulingv1.PublicSchedulingServiceClient
	appointments schedulingv1.SchedulingServiceClient
	therapists   matchingv1.MatchingServiceClient
}

// New returns the service over connections that were made as the caller "gateway". It fails when a route stands for an
// RPC that does not exist.
func New(intakeConn, schedulingConn, matchingConn grpc.ClientConnInterface, c clock.Clock) (*Service, error) {
	s := &Service{
		routes: routes(), clock: c,
		access:       intakev1.NewAccessServiceClient(intakeConn),
		inquiries:    intakev1.NewIntakeServiceClient(intakeConn),
		slots:        schedulingv1.NewPublicSchedulingServiceClient(schedulingConn),
		appointments: schedulingv1.NewSchedulingServiceClient(schedulingConn),
		therapists:   matchingv1.NewMatchingServiceClient(matchingConn),
	}
	for _, r := range s.routes {
		if r.Open {
			continue
		}
		var err error
		if r.Policy, err = policyOf(r.rpc); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func policyOf(rpc string) (policy.Method, error) {
	service, _, _ := strings.Cut(rpc, "/")
	methods, err := policy.Of(service)
	if err != nil {
		return policy.Method{}, fmt.Errorf("fhir: %w", err)
	}
	for _, m := range methods {
		if m.FullName == "/"+rpc {
			return m, nil
		}
	}
	return policy.Method{}, fmt.Errorf("fhir: there is no %s", rpc)
}

// zone returns a function that reads the practice's time zone, once.
func (s *Service) zone(ctx context.Context) func() (*time.Location, error) {
	var known *time.Location
	return func() (*time.Location, error) {
		if known != nil {
			return known, nil
		}
		reply, err := s.access.GetPractice(access.AsGateway(ctx), &intakev1.GetPracticeRequest{})
		if err != nil {
			return nil, err
		}
		loc, err := time.LoadLocation(reply.GetPractice().GetTimeZone())
		if err != nil {
			return nil, errs.Internal(err)
		}
		known = loc
		return known, nil
	}
}

func notFound() error { return problem.NotFound() }
