package domain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Planned is one client of a plan with the therapist it gives them.
type Planned struct {
	// Inquiry is the bare id, Therapist the therapists/….
	Inquiry, Therapist string
	// Slot is the opening the plan sets aside.
	Slot string
	// Obstacle is what has changed since, named as in matching's API; "" when nothing has.
	Obstacle string
	// ObstacleText is what the rule says, where one is in the way.
	ObstacleText string
	// Offered says that the plan's offer was made.
	Offered bool
}

// Offer is what became of a planned client.
type Offer struct {
	Inquiry, Therapist string
	Proposal           Proposal
	// Problem is why there is no proposal: an obstacle, or the reason of the refusal.
	Problem string
	// ProblemText is what the rule says, where one is in the way.
	ProblemText string
}

// CommitOrder says which offers of a plan to make.
type CommitOrder struct {
	// Plan is plans/…, Chosen the inquiries/… to make an offer to; none: all.
	Plan   string
	Chosen []string
	// After is the inquiries/… up to which the offers were made by an earlier call of this request; "" for none.
	After     string
	RequestID string
	Body      []byte
}

// Committed is what came of the offers of one call, in the order of the plan, and how many there are still to be made.
type Committed struct {
	Offers    []Offer
	Remaining int
}

// commitTime is for how long a call begins offers: far less than it may take, and what a person at a browser waits for. Policy.
const commitTime = 10 * time.Second

// CommitPlan makes the offers of a plan, or those to the chosen inquiries: for each client a ranking as of now, and a
// proposal of the planned therapist. Each offer is an act of its own, named after the request and the inquiry, so a repeat
// makes what is missing and repeats the rest; what cannot be offered any more is told, not forced. A call makes the offers it has
// time for, and another one goes on after the last of them. Whatever ends a call half-way, no offer is lost or made twice:
// what was begun is finished or undone as any other act is.
func (in *Intake) CommitPlan(ctx context.Context, o CommitOrder) (Committed, error) {
	planned, err := in.Matching.Plan(ctx, o.Plan)
	if err != nil {
		return Committed{}, err
	}
	wanted, err := o.wanted(planned)
	if err != nil {
		return Committed{}, err
	}
	// Before anything is offered: another request of the same id is refused as a whole.
	if err := in.ordered(ctx, &o, planned); err != nil {
		return Committed{}, err
	}
	for i := range wanted {
		if err := in.madeBefore(ctx, &wanted[i]); err != nil {
			return Committed{}, err
		}
	}
	kept := make(map[string]bool, len(planned))
	for _, p := range planned {
		kept[p.Slot] = true
	}
	out := Committed{Remaining: len(wanted)}
	for until := in.now().Add(commitTime); out.Remaining > 0 && (len(out.Offers) == 0 || in.now().Before(until)); {
		batch := wanted[len(out.Offers):][:min(commitBatch, out.Remaining)]
		made, err := in.offerBatch(ctx, o.Plan, batch, kept)
		if err != nil && len(out.Offers) == 0 {
			return Committed{}, err
		}
		if err != nil {
			break // what was made is told; the next call meets the same failure, or makes what is missing
		}
		out.Offers = append(out.Offers, made...)
		out.Remaining -= len(made)
	}
	return out, nil
}

// wanted are the offers to be made, in the order of the plan.
func (o *CommitOrder) wanted(planned []Planned) ([]wantedOffer, error) {
	given, chosen := make(map[string]bool, len(planned)), make(map[string]bool, len(o.Chosen))
	for _, p := range planned {
		given[InquiryName(p.Inquiry)] = true
	}
	for i, name := range o.Chosen {
		if chosen[name] = true; !given[name] {
			return nil, errs.Invalid(errs.Field(fmt.Sprintf("inquiries[%d]", i), "is not a client whom the plan gives a therapist"))
		}
	}
	var wanted []wantedOffer
	after := o.After == ""
	for _, p := range planned {
		name := InquiryName(p.Inquiry)
		switch {
		case len(o.Chosen) > 0 && !chosen[name]:
		case after:
			wanted = append(wanted, wantedOffer{Planned: p, order: Order{Inquiry: name, RequestID: offerID(o.RequestID, p.Inquiry), Body: o.Body}})
		default:
			after = name == o.After
		}
	}
	if !after {
		return nil, errs.Invalid(errs.Field("after", "is not a client to whom an offer was to be made"))
	}
	return wanted, nil
}

// ordered keeps what a request asked for, with the first client of the plan there still is, so that its id is never taken for another.
func (in *Intake) ordered(ctx context.Context, o *CommitOrder, planned []Planned) error {
	hash := in.fingerprint(DoCommitPlan, o.Body)
	_, err := in.once(ctx, o.RequestID, hash, func() (Answer, error) {
		err := error(ErrInquiryNotFound)
		for i := 0; i < len(planned) && errors.Is(err, ErrInquiryNotFound); i++ {
			err = in.Store.Update(ctx, planned[i].Inquiry, in.by(ctx), func(f *File) error {
				act := in.newAct(DoCommitPlan, o.RequestID, hash, f.Inquiry.ID, f.By, ActArgs{})
				act.Step, act.Answer = Done, &Answer{}
				f.Changes.Request = act
				return nil
			})
		}
		return Answer{}, err
	})
	if errors.Is(err, ErrInquiryNotFound) {
		return nil // nobody is left to be offered anything
	}
	return err
}
