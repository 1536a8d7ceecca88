// Package rpc is the gRPC face of scheduling: it converts and delegates.
package rpc

import (
	"google.golang.org/grpc"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Register adds the three services to a server.
func Register(reg grpc.ServiceRegistrar, s *domain.Scheduler, c *domain.Calendars) {
	schedulingv1.RegisterPublicSchedulingServiceServer(reg, public{scheduler: s})
	schedulingv1.RegisterSchedulingServiceServer(reg, staff{scheduler: s, calendars: c})
	schedulingv1.RegisterBookingServiceServer(reg, booking{scheduler: s, calendars: c})
}

type public struct {
	schedulingv1.UnimplementedPublicSchedulingServiceServer
	scheduler *domain.Scheduler
}

type staff struct {
	schedulingv1.UnimplementedSchedulingServiceServer
	scheduler *domain.Scheduler
	calendars *domain.Calendars
}

type booking struct {
	schedulingv1.UnimplementedBookingServiceServer
	scheduler *domain.Scheduler
	calendars *domain.Calendars
}
