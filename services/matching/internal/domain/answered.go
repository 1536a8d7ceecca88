package domain

import (
	"fmt"
	"strings"
	"time"
)

// AnsweredWithin is how long a questionnaire says how badly the client is. Policy: the two weeks it asks about, and as long again
// as a client may wait for a first session.
const AnsweredWithin = 8 * 7 * 24 * time.Hour

// Answered is what the client's questionnaires say to a ranking.
type Answered struct {
	// Severity is the worst of what the newest of each says, of several at once the worst, where the need does not say; empty where none does.
	Severity Severity `json:"severity,omitempty"`
	// Human: nobody licensed has looked at an answer on death or self-harm yet.
	Human bool `json:"human,omitempty"`
}

// Answer is one questionnaire.
type Answer struct {
	// Instrument tells questionnaires apart; Band is what it says, of the severities or words of its own.
	Instrument, Band string
	TakeTime         time.Time
	// Human: nobody licensed has looked at an answer on death or self-harm yet.
	Human bool
}

// answered sums up the answers, which come newest first.
func answered(answers []Answer, now time.Time) (out Answered) {
	newest := map[string]time.Time{}
	for _, a := range answers {
		out.Human = out.Human || a.Human
		band := Severity(a.Band)
		at, known := newest[a.Instrument]
		if known && a.TakeTime.Before(at) || severities[band] == 0 || now.Sub(a.TakeTime) > AnsweredWithin {
			continue
		}
		newest[a.Instrument] = a.TakeTime
		if severities[band] > severities[out.Severity] {
			out.Severity = band
		}
	}
	return out
}

// hear takes into the need how badly the client is, where nobody said so.
func (in *Input) hear(a Answered) {
	if in.Need.Severity != "" {
		a.Severity = ""
	}
	in.Answered = a
	if a.Severity != "" {
		in.Need.Severity = a.Severity
	}
}

// notes are worth reading before the ranking.
func (a Answered) notes() (out []Reason) {
	if a.Human {
		out = append(out, Reason{"ANSWER_FLAGGED", "An answer on death or self-harm has not been looked at yet: a licensed person speaks with the client first."})
	}
	if a.Severity != "" {
		out = append(out, Reason{"SEVERITY_MEASURED", fmt.Sprintf("Severity, by the questionnaires: %s.",
			strings.ToLower(strings.ReplaceAll(string(a.Severity), "_", " ")))})
	}
	return out
}
