package fhir

import (
	"context"
	"net/url"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// perCall is how many rows a call to a service asks for when all are wanted.
const perCall = 200

// pooled is the schedule of the free call, which every coordinator shares.
func pooled() *Schedule {
	return &Schedule{
		ResourceType: scheduleType, ID: consultation, Active: true, ServiceType: serviceType(consultation),
		Actor: []Reference{*pool()},
	}
}

func toSchedule(t *matchingv1.Therapist, kind string) *Schedule {
	provider := bare(t.GetName())
	return &Schedule{
		ResourceType: scheduleType, ID: scheduleID(kind, provider), Active: true,
		ServiceType: serviceType(kind),
		Actor:       []Reference{*byName("Practitioner", systemProvider, provider, t.GetDisplayName())},
	}
}

// readSchedule reads the schedule of the free call, or one of a therapist's.
func (s *Service) readSchedule(ctx context.Context, r *Request) (*Answer, error) {
	kind, provider, ok := parseSchedule(r.id)
	switch {
	case !ok:
		return nil, notFound()
	case kind == consultation:
		return &Answer{Resource: pooled()}, nil
	}
	reply, err := s.therapists.GetTherapist(ctx, &matchingv1.GetTherapistRequest{Name: "therapists/" + provider})
	if err != nil {
		return nil, err
	}
	return &Answer{Resource: toSchedule(reply.GetTherapist(), kind)}, nil
}

// searchSchedules lists the schedule of the free call and then the therapists', by name: of first sessions, and of those after.
func (s *Service) searchSchedules(ctx context.Context, r *Request) (*Answer, error) {
	actor, err := r.params.actor(r.base)
	if err != nil {
		return nil, err
	}
	all := paged{kind: scheduleType, asked: url.Values{}}
	if actor == "" {
		all.found = append(all.found, keyed{consultation, pooled()})
	} else {
		all.asked.Set("actor", "Practitioner/"+actor)
	}
	for token, more := "", true; more; more = token != "" {
		reply, err := s.therapists.ListTherapists(ctx,
			&matchingv1.ListTherapistsRequest{PageSize: perCall, PageToken: token})
		if err != nil {
			return nil, err
		}
		for _, t := range reply.GetTherapists() {
			if actor == "" || actor == bare(t.GetName()) {
				for _, kind := range sessions() {
					schedule := toSchedule(t, kind)
					all.found = append(all.found, keyed{schedule.ID, schedule})
				}
			}
		}
		token = reply.GetNextPageToken()
	}
	bundle, err := all.bundle(r)
	return &Answer{Resource: bundle}, err
}
