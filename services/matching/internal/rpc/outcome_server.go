package rpc

import (
	"context"
	"strconv"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/page"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// OutcomeServer reports on what came of pairings.
type OutcomeServer struct {
	matchingv1.UnimplementedOutcomeServiceServer

	outcomes *outcome.Outcomes
}

// NewOutcomeServer returns the server over the use cases.
func NewOutcomeServer(o *outcome.Outcomes) *OutcomeServer { return &OutcomeServer{outcomes: o} }

// ownClients is the therapist whose clients alone exist for the person acting; empty when all do.
func ownClients(ctx context.Context) string {
	actor := identity.From(ctx).Actor
	if actor.Has(identity.FrontDesk) || actor.Has(identity.ClinicalLead) || !actor.Has(identity.Clinician) {
		return ""
	}
	if own := strings.TrimPrefix(actor.Provider, providers); own != "" {
		return own
	}
	return "nobody"
}

// ListMeasures pages through measures, newest first.
func (s *OutcomeServer) ListMeasures(
	ctx context.Context, r *matchingv1.ListMeasuresRequest,
) (*matchingv1.ListMeasuresResponse, error) {
	size, err := page.Size(r.GetPageSize(), domain.PageSize, domain.MaxPageSize)
	if err != nil {
		return nil, err
	}
	f := outcome.Filter{Inquiry: strings.TrimPrefix(r.GetInquiry(), inquiries), Therapist: ownClients(ctx), Unseen: r.GetUnacknowledged()}
	order := "measures by time " + f.Inquiry + " " + f.Therapist + " " + strconv.FormatBool(f.Unseen)
	before, id, err := timePosition(r.GetPageToken(), order)
	if err != nil {
		return nil, err
	}
	found, err := s.outcomes.ListMeasures(ctx, f, before, id, size+1)
	if err != nil {
		return nil, err
	}
	out := &matchingv1.ListMeasuresResponse{}
	if len(found) > size {
		found = found[:size]
		last := &found[size-1]
		out.NextPageToken = page.Encode([]string{strconv.FormatInt(last.TakeTime.UnixMicro(), 10), last.ID}, order)
	}
	for i := range found {
		out.Measures = append(out.Measures, measureProto(&found[i]))
	}
	return out, nil
}

// ListFlaggedInquiries says with whom a licensed person speaks first.
func (s *OutcomeServer) ListFlaggedInquiries(
	ctx context.Context, r *matchingv1.ListFlaggedInquiriesRequest,
) (*matchingv1.ListFlaggedInquiriesResponse, error) {
	bare := make([]string, len(r.GetInquiries()))
	for i, name := range r.GetInquiries() {
		bare[i] = strings.TrimPrefix(name, inquiries)
	}
	own := ownClients(ctx)
	if identity.From(ctx).Actor.Has(identity.Admin) {
		own = "" // whoever makes the offers of a plan is told of everybody in it
	}
	flagged, err := s.outcomes.Flagged(ctx, bare, own)
	if err != nil {
		return nil, err
	}
	out := &matchingv1.ListFlaggedInquiriesResponse{}
	for _, inquiry := range flagged {
		out.Inquiries = append(out.Inquiries, inquiries+inquiry)
	}
	return out, nil
}

// AcknowledgeMeasure records that a licensed person looked.
func (s *OutcomeServer) AcknowledgeMeasure(
	ctx context.Context, r *matchingv1.AcknowledgeMeasureRequest,
) (*matchingv1.AcknowledgeMeasureResponse, error) {
	bare, err := parse("name", measures, r.GetName())
	if err != nil {
		return nil, err
	}
	m, err := s.outcomes.SeeMeasure(ctx, bare, identity.From(ctx).Actor.ID, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	return &matchingv1.AcknowledgeMeasureResponse{Measure: measureProto(&m)}, nil
}

// GetFairnessReport reports wait, benefit and regret by group, and what drawing who comes first did.
func (s *OutcomeServer) GetFairnessReport(
	ctx context.Context, r *matchingv1.GetFairnessReportRequest,
) (*matchingv1.GetFairnessReportResponse, error) {
	cells, explored, err := s.outcomes.Fairness(ctx, timeOf(r.GetStartTime()), timeOf(r.GetEndTime()))
	if err != nil {
		return nil, err
	}
	out := &matchingv1.GetFairnessReportResponse{Exploration: explorationProto(&explored)}
	for i := range cells {
		out.Cells = append(out.Cells, cellProto(&cells[i]))
	}
	return out, nil
}

// GetCalibrationReport reports whether predictions came true.
func (s *OutcomeServer) GetCalibrationReport(
	ctx context.Context, _ *matchingv1.GetCalibrationReportRequest,
) (*matchingv1.GetCalibrationReportResponse, error) {
	c, err := s.outcomes.Calibration(ctx)
	if err != nil {
		return nil, err
	}
	return &matchingv1.GetCalibrationReportResponse{Report: calibrationProto(&c)}, nil
}
