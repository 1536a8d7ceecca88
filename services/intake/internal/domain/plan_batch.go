package domain

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"
)

// commitBatch is how many offers are made before it is looked at again whether there is time, offersAtOnce how many of them at once:
// more would keep rankings of others waiting. Both are policy.
const (
	commitBatch  = 16
	offersAtOnce = 4
)

// madeBefore looks for what an earlier call made of the offer. What that left half-way is taken up; refused now, it is offered afresh,
// and when nobody knows, or somebody is at it, the offer fails in its turn.
func (in *Intake) madeBefore(ctx context.Context, o *wantedOffer) error {
	answer, known, err := in.replay(ctx, o.order.RequestID, in.fingerprint(ActPropose, o.order.Body))
	if errors.Is(err, ErrRequestIDReused) {
		return err
	}
	switch {
	case err == nil && known:
		o.made = answer.Proposal
	case err != nil && !refused(err):
		o.failed = err
	}
	return nil
}

// offerBatch makes some offers, those of different therapists at once: openings of one therapist are chosen after each other. Rooms are
// everybody's, so one may still be gone that a ranking has just seen; then the client is ranked once more, alone.
func (in *Intake) offerBatch(ctx context.Context, plan string, batch []wantedOffer, kept map[string]bool) ([]Offer, error) {
	made, of := make([]Offer, len(batch)), map[string][]int{}
	for i := range batch {
		of[batch[i].Therapist] = append(of[batch[i].Therapist], i)
	}
	group := errgroup.Group{}
	group.SetLimit(offersAtOnce)
	for _, theirs := range of {
		group.Go(func() (err error) {
			for _, i := range theirs {
				if made[i], err = in.offer(ctx, plan, batch[i], kept); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := group.Wait()
	for i := 0; i < len(batch) && err == nil; i++ {
		if made[i].Problem == problemTaken {
			made[i], err = in.offer(ctx, plan, batch[i], kept)
		}
	}
	return made, err
}
