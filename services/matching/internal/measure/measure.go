// Package measure scores the questionnaires a practice may use: which answers are possible, what they sum to, which
// band that is in, and what it says in the units of the outcome domains. It holds no text of any instrument; whoever
// shows a questionnaire brings the licensed wording. Questionnaires are for the course of therapy and for staff, never
// for the unattended public form.
//
// A score ranks nobody. An answer that speaks of death or self-harm asks for a human; its absence clears nobody, since
// most of those who died had answered "not at all" (Louzon et al. 2016).
package measure

import "math"

// Instrument is a questionnaire.
type Instrument string

// The instruments. PHQ and GAD are the public questionnaires of Kroenke, Spitzer, Williams and Löwe.
const (
	PHQ2 Instrument = "PHQ_2"
	PHQ4 Instrument = "PHQ_4"
	PHQ9 Instrument = "PHQ_9"
	GAD2 Instrument = "GAD_2"
	GAD7 Instrument = "GAD_7"
	// Domain is one item of our own on a single outcome domain: how much it troubled the client in the past week, 0 to 10.
	Domain Instrument = "DOMAIN"
)

// Band is a range of severity as the instrument's authors name it.
type Band string

// The bands. Short screens know only whether they are positive.
const (
	Minimal          Band = "MINIMAL"
	Mild             Band = "MILD"
	Moderate         Band = "MODERATE"
	ModeratelySevere Band = "MODERATELY_SEVERE"
	Severe           Band = "SEVERE"
	Negative         Band = "NEGATIVE"
	Positive         Band = "POSITIVE"
)

// Numbers of the outcome domains that instruments other than our own speak of, by definition.
const (
	mood    = 0
	anxiety = 1
)

// domains is, by definition, the number of outcome domains.
const domains = 12

// Part is one score of an instrument in one outcome domain.
type Part struct {
	// Domain is 0 to 11.
	Domain int
	// Total is the sum of the items.
	Total int
	// Severity is the distance from the usual cut in standard deviations, in millionths; more is worse.
	Severity int64
}

// Score is a scored questionnaire.
type Score struct {
	// Total and Band are of the whole instrument.
	Total int
	Band  Band
	Parts []Part
	// NeedsHuman asks for a licensed person to look: an item on death or self-harm was not answered "not at all".
	NeedsHuman bool
}

// Fault is an answer that cannot be.
type Fault struct {
	// Item is its index, or -1 for the questionnaire as a whole.
	Item int
	// Problem says what is wrong, without repeating the value.
	Problem string
}

// Problems of the questionnaire as a whole that are not about its answers.
const (
	NoInstrument = "must be an instrument this version scores"
	NoDomain     = "must name an outcome domain"
)

// Of scores the answers, item by item in the instrument's order. For [Domain], domain says which one is meant; it is
// ignored otherwise. Either the score holds, or there are faults.
func Of(instrument Instrument, domain int, answers []int32) (Score, []Fault) {
	form, ok := forms()[instrument]
	if !ok {
		return Score{}, []Fault{{-1, NoInstrument}}
	}
	var faults []Fault
	if instrument == Domain {
		if domain < 0 || domain >= domains {
			faults = append(faults, Fault{-1, NoDomain})
		}
		form.scales = []scale{{domain: domain, to: 1, cut: domainCut, spread: domainSpread}}
	}
	faults = append(faults, form.check(answers)...)
	if len(faults) > 0 {
		return Score{}, faults
	}
	return form.score(answers), nil
}

func (f *form) score(answers []int32) Score {
	out := Score{Total: sum(answers), Band: f.band(sum(answers))}
	for _, s := range f.scales {
		total := sum(answers[s.from:s.to])
		distance := float64(int64(total)-s.cut) / s.spread
		out.Parts = append(out.Parts, Part{s.domain, total, int64(math.Round(distance * 1_000_000))})
	}
	for _, item := range f.human {
		out.NeedsHuman = out.NeedsHuman || answers[item] > 0
	}
	return out
}

func sum(answers []int32) int {
	total := 0
	for _, a := range answers {
		total += int(a)
	}
	return total
}
