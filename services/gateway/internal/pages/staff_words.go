package pages

import (
	"fmt"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// words makes an enum's name readable: FIRST_SESSION_BOOKED is "First session booked".
func words(name string) string {
	if name == "" || strings.HasSuffix(name, "_UNSPECIFIED") {
		return ""
	}
	text := strings.ToLower(strings.ReplaceAll(name, "_", " "))
	return strings.ToUpper(text[:1]) + text[1:]
}

// stateWords says what a state means to the front desk.
func stateWords(state intakev1.Inquiry_State) string {
	switch state {
	case intakev1.Inquiry_NEW:
		return "Call back"
	case intakev1.Inquiry_CONSULTATION_BOOKED:
		return "Call booked"
	case intakev1.Inquiry_CONSULTED:
		return "Ready to match"
	case intakev1.Inquiry_UNREACHED:
		return "Not reached yet"
	case intakev1.Inquiry_PROPOSED:
		return "Client is choosing"
	default:
		return words(state.String())
	}
}

func modeWords(mode typev1.Need_Mode) string {
	switch mode {
	case typev1.Need_IN_PERSON:
		return "in person"
	case typev1.Need_VIDEO:
		return "by video"
	case typev1.Need_PHONE:
		return "by phone"
	default:
		return ""
	}
}

// ago says how long since: "just now", "12 min ago", "3 h ago", "2 days ago".
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	default:
		return fmt.Sprintf("%d days ago", int(d.Hours()/24))
	}
}

// until says how long to go: "now", "in 12 minutes", "in 3 h 20 min".
func until(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return "in " + plural(int(d.Minutes()), "minute", "minutes")
	default:
		return fmt.Sprintf("in %d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
}

// refusals say in the console's words why a step did not happen.
func refusals() map[errs.Reason]string {
	return map[errs.Reason]string{
		"WRONG_INQUIRY_STATE":       "The inquiry has moved on, and this step no longer fits. Look at what is new below",
		"WRONG_APPOINTMENT_STATE":   "The appointment has changed already",
		"NOT_STARTED":               "The session has not begun yet",
		errs.ReasonETagMismatch:     "Someone changed this inquiry after you opened it. Look at what is new, then send again",
		errs.ReasonRequestIDReused:  "This form was sent before with other answers; the first ones count",
		reasonCallOpen:              "A call for this telephone number is open already. Move that one, or say why there may be another",
		reasonSlotTaken:             "That opening has just been taken. Choose another one",
		reasonHoldNotFound:          "That time is no longer held. Choose another one",
		"NO_CAPACITY":               "That therapist has just become full. Match again to see who is open",
		"THERAPIST_EXCLUDED":        "A rule that cannot be set aside excludes that therapist",
		"LOCATION_UNKNOWN":          "The license depends on where the client is during sessions, and that is not recorded. Ask, record the state with the call, and match again",
		"OVERRIDE_REASON_REQUIRED":  "Say why you choose against the ranking",
		"THERAPIST_DELETED":         "That therapist has left the practice. Match again",
		"PROPOSAL_CLOSED":           "That proposal is over. Match again",
		"PAIRING_UNDER_WAY":         "A pairing for this inquiry is under way. Wait a moment and reload",
		"DECISION_NOT_FOUND":        "That ranking is not of this inquiry. Match again",
		"RISK_HOLD":                 "A licensed person speaks with this client first: nobody is offered and nothing is booked until then. Talk to the clinical lead",
		errs.ReasonRateLimited:      "That was a lot at once. Wait a moment and send again",
		errs.ReasonPermissionDenied: "Your role may not do this",
	}
}

// refusal puts a service's error into a problem of the page; false when it needs a page of its own.
func refusal(err error) (problem, bool) {
	e, ok := errs.As(err)
	if text, known := refusals()[errs.ReasonOf(err)]; known {
		return problem{Text: text + ruleWords(e)}, true
	}
	if !ok || e.Code != errs.InvalidArgument {
		return problem{}, false
	}
	var parts []string
	for _, v := range e.Violations {
		parts = append(parts, v.Field+": "+v.Description)
	}
	return problem{Text: "Check what you entered. " + strings.Join(parts, "; ")}, true
}

// ruleWords are those of the rule that refused, as a ranking gives them, and what to do where the ranking is of a need or a
// profile that has changed.
func ruleWords(e *errs.Error) string {
	if e == nil || e.Metadata["text"] == "" {
		return ""
	}
	words := ": " + e.Metadata["text"]
	if e.Metadata["advice"] == "RANK_AGAIN" {
		words += " That is new since the ranking. Match again"
	}
	return words
}
