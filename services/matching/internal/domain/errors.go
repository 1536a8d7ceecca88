package domain

import "github.com/firstcall-health/firstcall/pkg/errs"

// The refusals of matching. Metadata is added where it is raised.
var (
	ErrNotWaiting       = errs.New(errs.NotFound, errs.ReasonNotFound, "this client does not wait: there is no entry on the waitlist, or an offer is open")
	ErrNotFound         = errs.New(errs.NotFound, errs.ReasonNotFound, "there is no such resource")
	ErrRequestIDReused  = errs.New(errs.Aborted, errs.ReasonRequestIDReused, "the request id came before with another body")
	ErrETagMismatch     = errs.New(errs.Aborted, errs.ReasonETagMismatch, "the therapist changed since it was read")
	ErrTherapistDeleted = errs.New(errs.FailedPrecondition, "THERAPIST_DELETED", "the therapist was deleted and has to be undeleted first")
	ErrUnknownZone      = errs.Invalid(errs.Field("timeZone", "must be an IANA time zone"))
	ErrDecisionNotFound = errs.New(errs.NotFound, "DECISION_NOT_FOUND", "there is no such decision, or it is of another inquiry")
	ErrRiskHold         = errs.New(errs.FailedPrecondition, "RISK_HOLD", "an acute risk stands: a clinician speaks with the client first")
	ErrAnswerFlagged    = errs.New(errs.FailedPrecondition, "RISK_HOLD", "an answer on death or self-harm has not been looked at: a licensed person speaks with the client first")
	ErrLocationUnknown  = errs.New(errs.FailedPrecondition, "LOCATION_UNKNOWN", "where the client is during sessions is not recorded, and the license depends on it: ask, and record the state with the call; in person it is that of the site")
	ErrExcluded         = errs.New(errs.FailedPrecondition, "THERAPIST_EXCLUDED", "a rule that cannot be overridden excludes the therapist")
	ErrOverrideReason   = errs.New(errs.FailedPrecondition, "OVERRIDE_REASON_REQUIRED", "pairing against an exclusion needs a reason")
	ErrNoCapacity       = errs.New(errs.Aborted, "NO_CAPACITY", "the therapist has no free place")
	ErrProposalClosed   = errs.New(errs.FailedPrecondition, "PROPOSAL_CLOSED", "the proposal is no longer open")
	ErrPairingUnderWay  = errs.New(errs.Aborted, "PAIRING_UNDER_WAY", "another pairing for the inquiry is under way or agreed")
	ErrPairingAgreed    = errs.New(errs.FailedPrecondition, "PAIRING_UNDER_WAY", "the pairing is agreed and cannot be given back")
)
