package domain

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/identity"
)

// CheckMeasured refuses an inquiry that there is not, or not for the clinician who acts: what a questionnaire says of nobody
// would reach nobody.
func (in *Intake) CheckMeasured(ctx context.Context, inquiry string) error {
	_, err := in.treated(ctx, inquiry)
	return err
}

// CheckCheckedIn refuses a word on the fit that was given before the first session, where that still lies ahead of it.
func (in *Intake) CheckCheckedIn(ctx context.Context, inquiry string, taken time.Time) error {
	i, err := in.treated(ctx, inquiry)
	if err != nil {
		return err
	}
	if i.FirstSession.State == VisitBooked && i.FirstSession.Start.After(taken) {
		return ErrNotStarted.With("startTime", i.FirstSession.Start.UTC().Format(time.RFC3339))
	}
	return nil
}

// treated reads an inquiry as [Intake.GetInquiry] does; for the clinical lead there are all.
func (in *Intake) treated(ctx context.Context, inquiry string) (Inquiry, error) {
	if !identity.From(ctx).Actor.Has(identity.ClinicalLead) {
		return in.GetInquiry(ctx, inquiry)
	}
	bare, err := InquiryID(inquiry)
	if err != nil {
		return Inquiry{}, err
	}
	return in.Store.Inquiry(ctx, bare)
}
