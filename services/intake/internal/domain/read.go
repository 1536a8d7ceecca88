package domain

import (
	"context"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/identity"
)

// Query asks for a page of inquiries.
type Query struct {
	Filter Filter
	// IDs limits the list to these; none: all.
	IDs []string
	// Oldest first instead of newest first.
	Ascending bool
	// AfterTime and AfterID are the last inquiry of the page before; zero for the first page.
	AfterTime time.Time
	AfterID   string
	Limit     int
	// Therapist, when not nil, limits the list to inquiries paired with that one.
	Therapist *string
}

// GetInquiry reads one inquiry. For a clinician there are only those paired with them.
func (in *Intake) GetInquiry(ctx context.Context, name string) (Inquiry, error) {
	bare, err := InquiryID(name)
	if err != nil {
		return Inquiry{}, err
	}
	i, err := in.Store.Inquiry(ctx, bare)
	if err != nil {
		return Inquiry{}, err
	}
	if own := ownOnly(ctx); own != nil && (*own == "" || i.Therapist != *own) {
		return Inquiry{}, ErrInquiryNotFound
	}
	return i, nil
}

// ListInquiries reads a page, of everything or of a clinician's own.
func (in *Intake) ListInquiries(ctx context.Context, q Query) ([]Inquiry, error) {
	q.Therapist = ownOnly(ctx)
	if q.Therapist != nil && *q.Therapist == "" {
		return nil, nil
	}
	return in.Store.Inquiries(ctx, q)
}

// ListHistory reads every event of an inquiry, oldest first.
func (in *Intake) ListHistory(ctx context.Context, name string) ([]Event, error) {
	bare, err := InquiryID(name)
	if err != nil {
		return nil, err
	}
	if _, err := in.Store.Inquiry(ctx, bare); err != nil {
		return nil, err
	}
	return in.Store.History(ctx, bare)
}

// ownOnly returns the therapist whose inquiries alone the acting person may see; nil for the front desk, who see all. A
// therapist and the provider with the same id are one person.
func ownOnly(ctx context.Context) *string {
	actor := identity.From(ctx).Actor
	if actor.Has(identity.FrontDesk) {
		return nil
	}
	own := ""
	if bare, ok := strings.CutPrefix(actor.Provider, "providers/"); ok && bare != "" {
		own = "therapists/" + bare
	}
	return &own
}
