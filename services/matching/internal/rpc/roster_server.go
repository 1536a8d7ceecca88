package rpc

import (
	"context"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// DeleteTherapist takes a therapist out of what is to come.
func (s *MatchingServer) DeleteTherapist(
	ctx context.Context, r *matchingv1.DeleteTherapistRequest,
) (*matchingv1.DeleteTherapistResponse, error) {
	bare, err := parse("name", therapists, r.GetName())
	if err != nil {
		return nil, err
	}
	t, err := s.matching.DeleteTherapist(ctx, bare, r.GetEtag())
	if err != nil {
		return nil, err
	}
	return &matchingv1.DeleteTherapistResponse{Therapist: therapistProto(&t)}, nil
}

// UndeleteTherapist brings a deleted therapist back.
func (s *MatchingServer) UndeleteTherapist(
	ctx context.Context, r *matchingv1.UndeleteTherapistRequest,
) (*matchingv1.UndeleteTherapistResponse, error) {
	bare, err := parse("name", therapists, r.GetName())
	if err != nil {
		return nil, err
	}
	t, err := s.matching.UndeleteTherapist(ctx, bare, r.GetEtag())
	if err != nil {
		return nil, err
	}
	return &matchingv1.UndeleteTherapistResponse{Therapist: therapistProto(&t)}, nil
}

// ListLicenseWarnings lists the licences that have ended or soon will.
func (s *MatchingServer) ListLicenseWarnings(
	ctx context.Context, r *matchingv1.ListLicenseWarningsRequest,
) (*matchingv1.ListLicenseWarningsResponse, error) {
	found, err := s.matching.LicenseWarnings(ctx, int(r.GetWithinDays()))
	if err != nil {
		return nil, err
	}
	out := &matchingv1.ListLicenseWarningsResponse{}
	for _, w := range found {
		out.Warnings = append(out.Warnings, &matchingv1.LicenseWarning{
			Therapist: therapists + w.Therapist, DisplayName: w.DisplayName,
			State: w.License.State, Title: w.License.Title, ExpireDate: w.License.ExpireDate,
			DaysLeft: int32(w.DaysLeft), Expired: w.DaysLeft < 0, //nolint:gosec // days between two dates of four-digit years
		})
	}
	return out, nil
}
