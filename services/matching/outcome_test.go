package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/matching"
)

// agreed pairs a new couple with the therapist, the first session being so many days ago.
func (b *bundle) agreed(therapist string, ago int) string {
	b.t.Helper()
	inquiry := newInquiry()
	r := b.rank(inquiry, couple())
	for n, c := range r.GetCandidates() {
		if c.GetTherapist() != therapist {
			continue
		}
		reserved, err := b.intake.ReservePairing(b.desk(), fromDecision(inquiry, r, n))
		require.NoError(b.t, err)
		_, err = b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{
			Name: reserved.GetPairing().GetName(), FirstSessionTime: timestamppb.New(b.clock.Now().AddDate(0, 0, -ago)),
		})
		require.NoError(b.t, err)
		return inquiry
	}
	require.Fail(b.t, "the therapist is no candidate")
	return ""
}

// troubled records how much the couple's relationship troubles them, so many days ago.
func (b *bundle) troubled(inquiry string, ago int, answer int32) *matchingv1.Measure {
	b.t.Helper()
	r, err := b.intake.RecordMeasure(b.as(identity.ClinicalLead), &matchingv1.RecordMeasureRequest{
		Inquiry: inquiry, Instrument: matchingv1.Measure_DOMAIN, Domain: typev1.OutcomeDomain_RELATIONSHIP, Answers: []int32{answer},
		TakeTime: timestamppb.New(b.clock.Now().AddDate(0, 0, -ago)), RequestId: newRequest(),
	})
	require.NoError(b.t, err)
	return r.GetMeasure()
}

// fairness reports on the quarter that begins with the month.
func (b *bundle) fairness(year int, month time.Month) *matchingv1.GetFairnessReportResponse {
	b.t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(b.t, err)
	r, err := b.outcomes.GetFairnessReport(b.admin(), &matchingv1.GetFairnessReportRequest{
		StartTime: timestamppb.New(time.Date(year, month, 1, 0, 0, 0, 0, zone)), EndTime: timestamppb.New(time.Date(year, month+3, 1, 0, 0, 0, 0, zone)),
	})
	require.NoError(b.t, err)
	return r
}

// records are the terms of the candidates' track records, by therapist.
func records(r *matchingv1.RankTherapistsResponse) map[string]float64 {
	out := map[string]float64{}
	for _, c := range r.GetCandidates() {
		for _, reason := range append(c.GetReasons(), c.GetConcerns()...) {
			if reason.GetCode() == "TRACK_RECORD" {
				out[c.GetTherapist()] += reason.GetPoints()
			}
		}
	}
	return out
}

// TestLearning pairs couples with two therapists; those of the one improve, those of the other do not. Later rankings
// know, earlier decisions are reproduced, and the reports tell.
func TestLearning(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		good, poor := "therapists/"+demo.ID("therapist-okafor"), "therapists/"+demo.ID("therapist-lindqvist")
		require.Empty(t, records(b.rank(newInquiry(), couple())))
		for range 6 {
			for therapist, after := range map[string]int32{good: 1, poor: 8} {
				inquiry := b.agreed(therapist, 60)
				require.Empty(t, b.troubled(newInquiry(), 62, 8).GetTherapist())
				b.troubled(inquiry, 59, 8)
				require.Equal(t, therapist, b.troubled(inquiry, 0, after).GetTherapist())
			}
		}
		b.clock.Advance(time.Hour)
		var learned map[string]float64
		another := newInquiry()
		b.sweepUntil(func() bool {
			learned = records(b.rank(another, couple()))
			return learned[good] != 0 && learned[poor] != 0
		})
		require.Positive(t, learned[good])
		require.Negative(t, learned[poor])

		replayed, err := matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Empty(t, replayed.Left)
		require.Greater(t, replayed.Same, 12)

		report, err := b.outcomes.GetCalibrationReport(b.admin(), &matchingv1.GetCalibrationReportRequest{})
		require.NoError(t, err)
		c := report.GetReport()
		require.EqualValues(t, 12, c.GetEvidenceCourses())
		require.NotEmpty(t, c.GetEvidenceVersion())
		require.Zero(t, c.GetCourses(), "the decisions of these pairings predicted nothing yet")
		require.InDelta(t, 0.05, c.GetTau2(), 0.03)

		fairness := b.fairness(2026, time.July)
		var couples *matchingv1.FairnessCell
		for _, cell := range fairness.GetCells() {
			require.False(t, cell.GetSuppressed(), "all couples are alike")
			if cell.GetDimension() == matchingv1.FairnessCell_FORMAT {
				couples = cell
			}
		}
		require.Equal(t, "COUPLE", couples.GetGroup())
		require.EqualValues(t, 12, couples.GetClients())
		require.Positive(t, couples.GetBenefit())
		require.Positive(t, couples.GetRegret(), "half went to the second of the ranking")
		require.Zero(t, couples.GetRanked(), "they were ranked in the quarter after")
		explored := fairness.GetExploration()
		require.EqualValues(t, 12, explored.GetClients())
		require.InDelta(t, 1, explored.GetLittleKnown(), 0, "nothing was measured when they were ranked")
		require.InDelta(t, 0.1, explored.GetLittleKnownLeast(), 0)
		require.Zero(t, explored.GetDrawn(), "so there was nothing to draw by")
		require.Zero(t, explored.GetCost())
		_, err = b.outcomes.GetFairnessReport(b.admin(), &matchingv1.GetFairnessReportRequest{
			StartTime: timestamppb.New(start()), EndTime: timestamppb.New(start()),
		})
		violations := requireReason(t, errs.ReasonInvalidFields, err).Violations
		require.Equal(t, []string{"startTime", "endTime"}, []string{violations[0].Field, violations[1].Field})
		b.clock.Set(time.Date(2027, 1, 4, 12, 0, 0, 0, time.UTC))
		for _, cell := range b.fairness(2026, time.October).GetCells() {
			require.True(t, cell.GetSuppressed(), "no first session")
			require.Greater(t, cell.GetRanked(), int32(12), "those who were ranked only, too")
			require.NotNil(t, cell.LikelyWaitDays)
		}
	})
}
