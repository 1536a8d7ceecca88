package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnswered(t *testing.T) {
	t.Parallel()
	ago := func(days int) time.Time { return testNow().AddDate(0, 0, -days) }
	for name, c := range map[string]struct {
		answers []Answer
		want    Answered
	}{
		"none":                          {},
		"one":                           {[]Answer{{"PHQ_9", "MILD", ago(1), false}}, Answered{Severity: "MILD"}},
		"the worst of two":              {[]Answer{{"GAD_7", "MILD", ago(1), false}, {"PHQ_9", "SEVERE", ago(2), false}}, Answered{Severity: "SEVERE"}},
		"the newest of one":             {[]Answer{{"PHQ_9", "MILD", ago(1), false}, {"PHQ_9", "SEVERE", ago(30), false}}, Answered{Severity: "MILD"}},
		"two of one at once":            {[]Answer{{"PHQ_9", "MILD", ago(1), false}, {"PHQ_9", "SEVERE", ago(1), false}}, Answered{Severity: "SEVERE"}},
		"too old":                       {[]Answer{{"PHQ_9", "SEVERE", ago(57), false}}, Answered{}},
		"only whether it is too much":   {[]Answer{{"PHQ_2", "POSITIVE", ago(1), false}, {"DOMAIN", "", ago(1), false}}, Answered{}},
		"asks for a human, however old": {[]Answer{{"PHQ_9", "MINIMAL", ago(1), false}, {"PHQ_9", "MINIMAL", ago(90), true}}, Answered{Severity: "MINIMAL", Human: true}},
	} {
		require.Equal(t, c.want, answered(c.answers, testNow()), name)
	}
}

// TestQuestionnairesAreHeard: they say how badly the client is where nobody did, and that a human comes first.
func TestQuestionnairesAreHeard(t *testing.T) {
	t.Parallel()
	best, close, _ := tied()
	in := inputFor(couple(), best, close)
	in.hear(Answered{Severity: "SEVERE", Human: true})
	require.True(t, in.Need.Severe())
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Equal(t, []string{"ANSWER_FLAGGED", "SEVERITY_MEASURED"}, []string{out.Notes[0].Code, out.Notes[1].Code})
	require.Contains(t, out.Notes[1].Text, "questionnaires: severe.")
	mild := inputFor(couple(), best, close)
	mild.Need.Severity = "MILD"
	mild.hear(Answered{Severity: "SEVERE", Human: true})
	require.Equal(t, Severity("MILD"), mild.Need.Severity, "what staff say stands")
	require.Equal(t, Answered{Human: true}, mild.Answered)
	seeds(t, 100, mild, func(out *Output) {
		require.Equal(t, best.ID, out.Ranked[0].Therapist, "nobody is drawn for who may be at risk")
	})
}
