package domain

import (
	"context"
	"errors"
	"time"
)

// errAsWished ends a change that would change nothing.
var errAsWished = errors.New("the therapist is as wished already")

// DeleteTherapist takes the therapist out of every ranking and list to come. Appointments, pairings and decisions stay,
// and so do the places that clients have. Deleted already is fine.
func (m *Matching) DeleteTherapist(ctx context.Context, therapist, etag string) (Therapist, error) {
	return m.setDeleted(ctx, therapist, etag, true)
}

// UndeleteTherapist brings a deleted therapist back; one that is not deleted is fine.
func (m *Matching) UndeleteTherapist(ctx context.Context, therapist, etag string) (Therapist, error) {
	return m.setDeleted(ctx, therapist, etag, false)
}

func (m *Matching) setDeleted(ctx context.Context, therapist, etag string, deleted bool) (Therapist, error) {
	now := m.now()
	err := m.store.UpdateTherapist(ctx, therapist, Request{}, now, func(t *Therapist) error {
		switch {
		case t.Deleted() == deleted:
			return errAsWished
		case !t.isVersion(etag):
			return ErrETagMismatch.With("resource", "therapists/"+t.ID)
		case deleted:
			t.DeleteTime = now
		default:
			t.DeleteTime = time.Time{}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errAsWished) {
		return Therapist{}, err
	}
	return m.store.Therapist(ctx, therapist, now)
}
