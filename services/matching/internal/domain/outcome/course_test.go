package outcome

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// takenAt is a measure of one part, so many days after the first session.
func takenAt(day int, therapist string, instrument measure.Instrument, part int, severity int64) Measure {
	return Measure{
		Inquiry: "i", Therapist: therapist, Instrument: instrument, TakeTime: start().AddDate(0, 0, day),
		Parts: []measure.Part{{Domain: part, Severity: severity}},
	}
}

func TestCourses(t *testing.T) {
	t.Parallel()
	one := Case{Inquiry: "i", Therapist: "t", FirstSession: start(), Facts: Facts{
		AgeGroup: "TEEN", Payment: paysInsurer, Elevated: 2, Substance: true, Risk: true,
	}}
	course := func(domain int, before, after float64) evidence.Course {
		return evidence.Course{
			Therapist: "t", Inquiry: "i", Domain: domain, Before: before, After: after,
			Mix: evidence.CaseMix{Teen: true, Insured: true, Elevated: 2, Substance: true, Risk: true},
		}
	}
	for name, tt := range map[string]struct {
		measures []Measure
		want     []evidence.Course
	}{
		"nothing measured": {},
		"only before":      {[]Measure{takenAt(-3, "", measure.PHQ9, 0, 1_000_000)}, nil},
		"only later":       {[]Measure{takenAt(60, "t", measure.PHQ9, 0, 1_000_000)}, nil},
		"before and after": {
			[]Measure{takenAt(-3, "", measure.PHQ9, 0, 1_500_000), takenAt(112, "t", measure.PHQ9, 0, -500_000)},
			[]evidence.Course{course(0, 1.5, -0.5)},
		},
		"the last before and the last after": {
			[]Measure{
				takenAt(-30, "", measure.PHQ9, 0, 2_000_000), takenAt(14, "t", measure.PHQ9, 0, 1_000_000), takenAt(20, "t", measure.PHQ9, 0, 900_000),
				takenAt(28, "t", measure.PHQ9, 0, 700_000), takenAt(182, "t", measure.PHQ9, 0, 200_000), takenAt(183, "t", measure.PHQ9, 0, 100_000),
			},
			[]evidence.Course{course(0, 1, 0.2)},
		},
		"only with itself": {
			[]Measure{takenAt(0, "t", measure.PHQ2, 0, 1_000_000), takenAt(60, "t", measure.PHQ9, 0, 0)}, nil,
		},
		"the more reliable": {
			[]Measure{
				takenAt(0, "t", measure.PHQ2, 0, 1_000_000), takenAt(60, "t", measure.PHQ2, 0, 0),
				takenAt(0, "t", measure.PHQ9, 0, 800_000), takenAt(60, "t", measure.PHQ9, 0, 300_000),
			},
			[]evidence.Course{course(0, 0.8, 0.3)},
		},
		"with somebody else then": {
			[]Measure{takenAt(0, "t", measure.GAD7, 1, 1_000_000), takenAt(60, "u", measure.GAD7, 1, 0)}, nil,
		},
		"in another therapy before": {
			[]Measure{takenAt(0, "u", measure.GAD7, 1, 1_000_000), takenAt(60, "t", measure.GAD7, 1, 0)}, nil,
		},
		"several domains": {
			[]Measure{
				takenAt(0, "t", measure.Domain, 7, 1_000_000), takenAt(60, "t", measure.Domain, 7, 500_000),
				takenAt(0, "t", measure.Domain, 4, 1_000_000), takenAt(60, "t", measure.Domain, 4, 1_200_000),
			},
			[]evidence.Course{course(4, 1, 1.2), course(7, 1, 0.5)},
		},
	} {
		got, of := Courses([]Case{{Inquiry: "other", Therapist: "t"}, one}, tt.measures)
		require.Equal(t, tt.want, got, name)
		require.Len(t, of, len(got), name)
		for _, n := range of {
			require.Equal(t, 1, n, name)
		}
	}
}

func TestFactsOf(t *testing.T) {
	t.Parallel()
	cents := int64(15_000)
	d := domain.Decision{
		Input: domain.Input{
			Need: domain.Need{
				Concerns: []domain.Concern{"ADDICTION", "DEPRESSION", "GRIEF", "LIFE_TRANSITION"}, Format: "INDIVIDUAL", AgeGroup: "ADULT",
				LocationState: "NY", Languages: []string{"es", "en"}, Payment: domain.Payment{SelfPayMaxCents: &cents}, RiskFlag: true, Severity: "SEVERE",
				Preferences: []domain.Preference{{Kind: "GENDER"}, {Kind: "APPROACH"}, {Kind: "GENDER"}},
			},
			Therapists: []domain.Therapist{{ID: "a"}, {ID: "b", Track: domain.Track{Theta: [12]int32{0: 5, 5: 9}}}},
		},
		Output: domain.Output{Ranked: []domain.Ranked{{Therapist: "a", Score: 700}, {Therapist: "b", Score: 600}}},
	}
	require.Equal(t, Facts{
		AgeGroup: "ADULT", Format: "INDIVIDUAL", Language: "es", Payment: paysSelf, State: "NY", Severity: "SEVERE", Risk: true,
		Wishes: []domain.PreferenceKind{"GENDER", "APPROACH"}, Elevated: 3, Substance: true, Ranked: true, Score: 600, Best: 700,
		Predicted: [12]int32{0: 5, 5: 9},
	}, FactsOf(&d, "b"))
	d.Input.Weights = domain.DefaultWeights()
	d.Output.Ranked[1].Terms = []domain.Term{{Points: 7}, {Reason: domain.Reason{Code: "EXPLORED"}, Points: 101}}
	drawn := FactsOf(&d, "b")
	require.True(t, drawn.Learning)
	require.EqualValues(t, 100, drawn.Explored)
	require.EqualValues(t, 499, drawn.Score, "what the draw added is no benefit")
	require.EqualValues(t, 700, drawn.Best)
	require.Zero(t, FactsOf(&d, "a").Explored)
	d.Input.Therapists[1].Track.N[0] = 30
	require.False(t, FactsOf(&d, "b").Learning)
	stranger := FactsOf(&d, "c")
	require.False(t, stranger.Ranked)
	d.Input.Need.Payment = domain.Payment{Insurer: "AETNA"}
	require.Equal(t, paysInsurer, FactsOf(&d, "b").Payment)
	d.Input.Need.Payment = domain.Payment{}
	require.Equal(t, paysUnknown, FactsOf(&d, "b").Payment)
}

func TestLowFit(t *testing.T) {
	t.Parallel()
	for fit := range int32(11) {
		c := CheckIn{Fit: fit}
		require.Equal(t, fit <= 4, c.Low())
	}
}

func TestTaken(t *testing.T) {
	t.Parallel()
	now := start()
	for _, tt := range []struct {
		at    time.Time
		wrong bool
	}{
		{time.Time{}, false}, {now, false}, {now.Add(skew), false}, {now.Add(skew + 1), true}, {now.Add(-oldest), false}, {now.Add(-oldest - 1), true},
	} {
		at, wrong := taken(tt.at, now)
		require.Equal(t, tt.wrong, len(wrong) == 1, tt.at)
		if tt.at.IsZero() {
			require.Equal(t, now, at)
		}
	}
}
