package rpc

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// stamp is a time on the wire; the zero time is not set.
func stamp(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func measureProto(m *outcome.Measure) *matchingv1.Measure {
	out := &matchingv1.Measure{
		Name: measures + m.ID, Inquiry: inquiries + m.Inquiry,
		Instrument: matchingv1.Measure_Instrument(matchingv1.Measure_Instrument_value[string(m.Instrument)]),
		Total:      int32(m.Total), //nolint:gosec // at most 27
		Band:       matchingv1.Measure_Band(matchingv1.Measure_Band_value[string(m.Band)]),
		NeedsHuman: m.NeedsHuman, TakeTime: stamp(m.TakeTime), AcknowledgeTime: stamp(m.SeenTime), AcknowledgedBy: m.SeenBy,
	}
	if m.Therapist != "" {
		out.Therapist = therapists + m.Therapist
	}
	for _, p := range m.Parts {
		out.Domains = append(out.Domains, typev1.OutcomeDomain_Id(p.Domain+1)) //nolint:gosec // twelve
	}
	return out
}

func checkInProto(c *outcome.CheckIn) *matchingv1.CheckIn {
	return &matchingv1.CheckIn{
		Name: checkIns + c.ID, Inquiry: inquiries + c.Inquiry, Therapist: therapists + c.Therapist,
		Session: c.Session, Fit: c.Fit, Low: c.Low(), TakeTime: stamp(c.TakeTime),
	}
}

func cellProto(c *outcome.Cell) *matchingv1.FairnessCell {
	out := &matchingv1.FairnessCell{
		Dimension: matchingv1.FairnessCell_Dimension(matchingv1.FairnessCell_Dimension_value[string(c.Dimension)]),
		Group:     c.Group, Suppressed: c.Suppressed, Clients: int32(c.Clients), //nolint:gosec // clients of a practice
		WaitDays: c.WaitDays, MedianWaitDays: c.MedianWaitDays,
		CheckIns: int32(c.CheckIns), LowFit: c.LowFit, LowFitSuppressed: c.LowFitHidden, Ranked: int32(c.Ranked), //nolint:gosec // two a client
	}
	if c.Scored {
		out.Benefit, out.Regret = proto.Float64(points(c.Benefit)), proto.Float64(points(c.Regret))
	}
	if c.LikelyWaitDays >= 0 {
		out.LikelyWaitDays = &c.LikelyWaitDays
	}
	return out
}

func explorationProto(e *outcome.Exploration) *matchingv1.Exploration {
	return &matchingv1.Exploration{
		Clients: int32(e.Clients), LittleKnown: e.LittleKnown, LittleKnownLeast: e.Least, Drawn: e.Drawn, Cost: points(e.Cost), //nolint:gosec // clients of a practice
		LittleKnownSuppressed: e.LittleKnownHidden, DrawnSuppressed: e.DrawnHidden,
	}
}

func calibrationProto(c *outcome.Calibration) *matchingv1.CalibrationReport {
	out := &matchingv1.CalibrationReport{
		Courses: int32(c.Courses), Slope: c.Slope, SlopeLow: c.Low, SlopeHigh: c.High, //nolint:gosec // courses of a practice
		EvidenceVersion: c.Evidence.Version, EvidenceCourses: int32(c.Evidence.Courses), //nolint:gosec // as above
		Tau2: points(c.Evidence.Tau2), Rho: points(c.Evidence.Rho), EvidenceTime: stamp(c.Evidence.CreateTime),
	}
	for _, d := range c.Deciles {
		out.Deciles = append(out.Deciles, &matchingv1.CalibrationReport_Decile{
			Courses: int32(d.Courses), Predicted: points(d.Predicted), Observed: points(d.Observed), //nolint:gosec // a tenth of them
		})
	}
	return out
}
