package rpc

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// MatchingServer answers the staff.
type MatchingServer struct {
	matchingv1.UnimplementedMatchingServiceServer

	matching  *domain.Matching
	sheet     *Sheet
	validator *rpcserver.Validator
}

// NewMatchingServer returns the server over the use cases.
func NewMatchingServer(m *domain.Matching) (*MatchingServer, error) {
	files, err := NewSheet(m)
	if err != nil {
		return nil, err
	}
	return &MatchingServer{matching: m, sheet: files, validator: files.validator}, nil
}

// ListTherapists pages through the profiles by display name.
func (s *MatchingServer) ListTherapists(
	ctx context.Context, r *matchingv1.ListTherapistsRequest,
) (*matchingv1.ListTherapistsResponse, error) {
	found, next, err := s.pageOf(ctx, r.GetPageSize(), domain.PageSize, domain.MaxPageSize, r.GetPageToken(), r.GetQuery(), r.GetShowDeleted())
	if err != nil {
		return nil, err
	}
	out := &matchingv1.ListTherapistsResponse{NextPageToken: next}
	for i := range found {
		out.Therapists = append(out.Therapists, therapistProto(&found[i]))
	}
	return out, nil
}

func errPageToken() error {
	return errs.New(errs.InvalidArgument, errs.ReasonInvalidPageToken, "the page token belongs to other arguments or is damaged")
}

// GetTherapist reads one profile.
func (s *MatchingServer) GetTherapist(
	ctx context.Context, r *matchingv1.GetTherapistRequest,
) (*matchingv1.GetTherapistResponse, error) {
	bare, err := parse("name", therapists, r.GetName())
	if err != nil {
		return nil, err
	}
	t, err := s.matching.Therapist(ctx, bare)
	if err != nil {
		return nil, err
	}
	return &matchingv1.GetTherapistResponse{Therapist: therapistProto(&t)}, nil
}

// CreateTherapist adds a profile.
func (s *MatchingServer) CreateTherapist(
	ctx context.Context, r *matchingv1.CreateTherapistRequest,
) (*matchingv1.CreateTherapistResponse, error) {
	if err := check(s.validator, r.GetTherapist()); err != nil {
		return nil, err
	}
	capacity := r.GetTherapist().GetCapacity()
	brought := cmp.Or(capacity.GetBroughtClients(), capacity.GetActiveClients())
	if active := capacity.GetActiveClients(); active != 0 && active != brought {
		return nil, errs.Invalid(errs.Field("therapist.capacity.activeClients", "must be broughtClients: a new therapist has no others"))
	}
	t, err := s.matching.CreateTherapist(ctx, profileOf(r.GetTherapist()), brought, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	return &matchingv1.CreateTherapistResponse{Therapist: therapistProto(&t)}, nil
}

// UpdateTherapist changes the fields the mask names.
func (s *MatchingServer) UpdateTherapist(
	ctx context.Context, r *matchingv1.UpdateTherapistRequest,
) (*matchingv1.UpdateTherapistResponse, error) {
	change := r.GetTherapist()
	bare, err := parse("therapist.name", therapists, change.GetName())
	if err != nil {
		return nil, err
	}
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(&matchingv1.UpdateTherapistRequest{Therapist: change, UpdateMask: r.GetUpdateMask()})
	if err != nil {
		return nil, errs.Internal(err)
	}
	hash := sha256.Sum256(body)
	t, err := s.matching.UpdateTherapist(ctx, bare, change.GetEtag(), r.GetRequestId(), hex.EncodeToString(hash[:]),
		func(current *domain.Therapist) error {
			merged, err := merge(therapistProto(current), change, r.GetUpdateMask().GetPaths())
			if err != nil {
				return err
			}
			if err := check(s.validator, merged); err != nil {
				return err
			}
			current.Profile, current.BroughtClients = profileOf(merged), merged.GetCapacity().GetBroughtClients()
			return nil
		})
	if err != nil {
		return nil, err
	}
	return &matchingv1.UpdateTherapistResponse{Therapist: therapistProto(&t)}, nil
}

// GetDecision reads the record of a ranking.
func (s *MatchingServer) GetDecision(ctx context.Context, r *matchingv1.GetDecisionRequest) (*matchingv1.GetDecisionResponse, error) {
	bare, err := parse("name", decisions, r.GetName())
	if err != nil {
		return nil, err
	}
	d, err := s.matching.Decision(ctx, bare)
	if err != nil {
		return nil, err
	}
	return &matchingv1.GetDecisionResponse{Decision: decisionProto(&d)}, nil
}

// CompareCandidates says why one therapist of a decision ranks before another.
func (s *MatchingServer) CompareCandidates(
	ctx context.Context, r *matchingv1.CompareCandidatesRequest,
) (*matchingv1.CompareCandidatesResponse, error) {
	decision, err := parse("decision", decisions, r.GetDecision())
	if err != nil {
		return nil, err
	}
	therapist, err := parse("therapist", therapists, r.GetTherapist())
	if err != nil {
		return nil, err
	}
	var other string
	if r.GetOther() != "" {
		if other, err = parse("other", therapists, r.GetOther()); err != nil {
			return nil, err
		}
	}
	c, err := s.matching.Compare(ctx, decision, therapist, other)
	if err != nil {
		return nil, err
	}
	return comparisonProto(&c), nil
}
