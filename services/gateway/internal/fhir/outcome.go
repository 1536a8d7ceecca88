package fhir

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

const outcomeType = "OperationOutcome"

// OperationOutcome is the body of every refusal.
type OperationOutcome struct {
	ResourceType string  `json:"resourceType"`
	Issue        []Issue `json:"issue"`
}

// Issue is one thing to say: details hold our reason as a code, diagnostics the request's id.
type Issue struct {
	Extension   []Extension      `json:"extension,omitempty"`
	Severity    string           `json:"severity"`
	Code        string           `json:"code"`
	Details     *CodeableConcept `json:"details,omitempty"`
	Diagnostics string           `json:"diagnostics,omitempty"`
	Expression  []string         `json:"expression,omitempty"`
}

// WriteOutcome answers r with err, and nothing of its cause.
func WriteOutcome(w http.ResponseWriter, r *http.Request, err error) {
	if f, ok := w.(problem.Failer); ok {
		f.Fail(err)
	}
	e := errs.From(err)
	status := problem.Status(e)
	h := w.Header()
	h.Del("ETag")
	if e.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
	}
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="firstcall"`)
	}
	Write(w, status, outcome(e, requestid.From(r.Context())))
}

// Write answers with a resource. It never fails: a resource is made of text, numbers and lists.
func Write(w http.ResponseWriter, status int, resource any) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(resource)
	w.Header().Set("Content-Type", "application/fhir+json")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a client that went away is no fault
}

// outcome is the error as a resource: one issue for each wrong field, or one for all.
func outcome(e *errs.Error, requestID string) *OperationOutcome {
	details := concept(systemReason, string(errs.ReasonOf(e)), "")
	details.Text = e.Message
	issue := Issue{Severity: "error", Code: issueCode(e), Details: &details}
	if requestID != "" {
		issue.Diagnostics = "request " + requestID
	}
	out := &OperationOutcome{ResourceType: outcomeType}
	for _, v := range e.Violations {
		field := issue
		text := details
		text.Text = v.Description
		field.Details, field.Expression = &text, []string{v.Field}
		out.Issue = append(out.Issue, field)
	}
	if len(out.Issue) == 0 {
		issue.Extension = open(e)
		out.Issue = []Issue{issue}
	}
	return out
}

// open names the times that are open instead of one that is taken, as appointments to be held or booked.
func open(e *errs.Error) []Extension {
	var out []Extension
	for _, d := range e.Details {
		offered, ok := d.(*schedulingv1.OpenSlots)
		if !ok {
			continue
		}
		for _, s := range offered.GetSlots() {
			period := Period{Start: instant(s.GetStartTime().AsTime()), End: instant(s.GetEndTime().AsTime())}
			out = append(out, Extension{URL: openAppointment, Extension: []Extension{
				{URL: "appointment", ValueReference: &Reference{Reference: appointmentType + "/" + proposedID(s.GetSlot())}},
				{URL: "period", ValuePeriod: &period},
			}})
		}
	}
	return out
}

// issueCode is R4's word for what went wrong (http://hl7.org/fhir/issue-type).
func issueCode(e *errs.Error) string {
	switch e.Reason {
	case problem.ReasonBodyTooLarge:
		return "too-long"
	case problem.ReasonUnsupportedMediaType, problem.ReasonMethodNotAllowed:
		return "not-supported"
	}
	switch e.Code {
	case errs.InvalidArgument:
		return "invalid"
	case errs.NotFound:
		return "not-found"
	case errs.AlreadyExists, errs.Aborted:
		return "conflict"
	case errs.FailedPrecondition:
		return "business-rule"
	case errs.PermissionDenied:
		return "forbidden"
	case errs.Unauthenticated:
		return "login"
	case errs.ResourceExhausted:
		return "throttled"
	case errs.Unavailable:
		return "transient"
	case errs.DeadlineExceeded:
		return "timeout"
	case errs.Unimplemented:
		return "not-supported"
	default:
		return "exception"
	}
}
