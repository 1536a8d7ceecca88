package domain

import "github.com/firstcall-health/firstcall/pkg/errs"

// The refusals of scheduling. Compare with errors.Is.
var (
	ErrSlotTaken          = errs.New(errs.Aborted, "SLOT_TAKEN", "this time is no longer open")
	ErrHoldNotFound       = errs.New(errs.NotFound, "HOLD_NOT_FOUND", "this hold was released, used or has lapsed")
	ErrHoldExtensionsUsed = errs.New(errs.FailedPrecondition, "HOLD_EXTENSIONS_USED",
		"this hold was extended as often as it may be")
	ErrHoldBudgetUsed = errs.New(errs.ResourceExhausted, "HOLD_BUDGET_USED",
		"too many times are being held; please book one of them or wait a few minutes")
	ErrCallOpen = errs.New(errs.AlreadyExists, "CALL_ALREADY_OPEN",
		"there may be a call booked for this contact already; please move it with the link in your message, or call us")
	ErrOverbookRule = errs.New(errs.Aborted, "OVERBOOK_RULE_CHANGED",
		"what is in the way is not the rule that was to be gone over")
	ErrWrongState = errs.New(errs.FailedPrecondition, "WRONG_APPOINTMENT_STATE",
		"the appointment is in a state that does not allow this")
	ErrNotStarted = errs.New(errs.FailedPrecondition, "NOT_STARTED",
		"the appointment has not begun yet")
	ErrSeriesNotFree    = errs.New(errs.Aborted, "SERIES_NOT_FREE", "this hour is not free in every week")
	ErrTooManyCalendars = errs.New(errs.FailedPrecondition, "TOO_MANY_CALENDARS",
		"there are as many calendars of this kind as there may be")
	ErrNotFound        = errs.New(errs.NotFound, errs.ReasonNotFound, "there is no such resource")
	ErrETagMismatch    = errs.New(errs.Aborted, errs.ReasonETagMismatch, "the resource changed since it was read")
	ErrRequestIDReused = errs.New(errs.Aborted, errs.ReasonRequestIDReused,
		"this request id came before with another body")
	// ErrRaced says that somebody else changed what the transaction had read. Store.Write runs it again; it gets out
	// only when that happens many times in a row.
	ErrRaced = errs.New(errs.Unavailable, errs.ReasonUnavailable, "too many others change the same thing; try again")
)

// OpenSlots is the payload of [ErrSlotTaken]: the nearest starts that are open now.
type OpenSlots struct {
	// Slots are in order of their distance from the wished start.
	Slots []Opening
}

// Conflicts is the payload of [ErrSeriesNotFree]: all occurrences that are in the way.
type Conflicts struct{ Occurrences []Occurrence }

func notFree(conflicts []Occurrence) error {
	return ErrSeriesNotFree.WithDetails(Conflicts{Occurrences: conflicts})
}

func wrongState(s State) error { return ErrWrongState.With("state", string(s)) }

func invalid(field, description string) error { return errs.Invalid(errs.Field(field, description)) }
