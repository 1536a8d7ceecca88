package domain

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/identity"
)

// CheckMeasured refuses an inquiry that there is not, or not for the clinician who acts: what a questionnaire says of nobody
// would reach nobody.
func (in *Intake) CheckMeasured(ctx context.Context, inquiry string) error {
	_, err := in.treated(ctx, inquiry)
	return err
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
