package domain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// ProposeRequest names the openings of a decision to be held.
type ProposeRequest struct {
	Decision string
	Inquiry  string
	Options  []ProposedTherapist
	Duration time.Duration
	// Plan is the plan the proposal is made of; "" for none.
	Plan string
	// Need is the client's as it is now, Zone that of its times, empty for the practice's.
	Need      Need
	Zone      string
	RequestID string
}

// ProposedTherapist is one therapist with slots of the decision.
type ProposedTherapist struct {
	Therapist string
	Slots     []string
}

// Propose holds the openings together and stores the proposal. A proposal is first stored as pending, with a place of
// each therapist; only then are the openings held. Whatever dies in between is finished by a repeat or cleaned up by
// [Matching.Sweep].
func (m *Matching) Propose(ctx context.Context, r ProposeRequest) (Proposal, error) {
	now := m.now()
	d, err := m.decision(ctx, r.Decision, r.Inquiry)
	if err != nil {
		return Proposal{}, err
	}
	options, err := choose(&d, r.Options)
	if err != nil {
		return Proposal{}, err
	}
	ttl := r.Duration
	switch {
	case ttl == 0:
		ttl = m.rules.ProposalTTL
	case ttl < 0 || ttl > maxProposal:
		return Proposal{}, errs.Invalid(errs.Field("duration", "must be more than nothing and at most 14 days"))
	}
	p := Proposal{
		ID: id.New(), Decision: d.ID, Inquiry: r.Inquiry, State: ProposalPending, Options: options, Plan: r.Plan,
		CreateTime: now, ExpireTime: now.Add(ttl),
	}
	req := Request{Method: "CreateProposal", ID: r.RequestID, Hash: fingerprint(r)}
	made, err := m.store.Made(ctx, req)
	if err != nil {
		return Proposal{}, err
	}
	if made == "" {
		if err := m.proposable(ctx, &r, &d, options); err != nil {
			return Proposal{}, err
		}
	}
	if p.Severe, err = m.badlyOff(ctx, r.Inquiry, &r.Need, now); err != nil {
		return Proposal{}, err
	}
	p, err = m.store.BeginProposal(ctx, &p, req)
	if err != nil || p.State != ProposalPending {
		return p.At(now), err
	}
	if made != "" { // it has lain since, and nobody was told of it; what is refused now, the sweep undoes
		if err := m.proposable(ctx, &r, &d, options); err != nil {
			return Proposal{}, err
		}
	}
	return m.hold(ctx, p, now)
}

// proposable refuses whom the rules do not allow now, for the need as it is now. Nobody is proposed against a rule.
func (m *Matching) proposable(ctx context.Context, r *ProposeRequest, d *Decision, options []Option) error {
	now, err := m.asked(ctx, r.Inquiry, &r.Need, r.Zone)
	if err != nil {
		return err
	}
	for _, o := range options {
		reasons, err := m.anew(ctx, now, o.Therapist, o.Openings...)
		if err != nil {
			return err
		}
		if len(reasons) > 0 {
			return d.excluded(o.Therapist, reasons[0])
		}
	}
	return nil
}

// hold turns a pending proposal into an open one.
func (m *Matching) hold(ctx context.Context, p Proposal, now time.Time) (Proposal, error) {
	hold, expire, err := m.calendar.HoldSlots(ctx, p.Slots(), p.Inquiry, p.ExpireTime.Sub(p.CreateTime), p.ID)
	if err != nil {
		if !errs.CodeOf(err).Ours() && errs.CodeOf(err) != errs.Canceled {
			// Refused: nothing is held. Otherwise nobody knows, and the proposal stays pending.
			if abandoned := m.store.AbandonProposal(ctx, p.ID, now); abandoned != nil {
				return Proposal{}, abandoned
			}
		}
		return Proposal{}, err
	}
	open, err := m.store.OpenProposal(ctx, p.ID, hold, expire)
	if errors.Is(err, ErrAnswerFlagged) && m.calendar.ReleaseSlots(ctx, hold) == nil {
		// The answer came while the openings were being held. What cannot be let go now, the sweep lets go.
		if abandoned := m.store.AbandonProposal(ctx, p.ID, now); abandoned != nil {
			return Proposal{}, abandoned
		}
	}
	return open, err
}

// Withdraw takes a proposal back and lets its openings go; closed already is fine.
func (m *Matching) Withdraw(ctx context.Context, proposal string) (Proposal, error) {
	now := m.now()
	p, err := m.store.WithdrawProposal(ctx, proposal, now)
	if err != nil {
		return Proposal{}, err
	}
	// The record says that the hold is to go; when scheduling does not answer now, the sweep sees to it.
	if p.State == ProposalWithdrawn && p.Hold != "" {
		_ = m.release(ctx, p)
	}
	return p.At(now), nil
}

func (m *Matching) release(ctx context.Context, p Proposal) error {
	if err := m.calendar.ReleaseSlots(ctx, p.Hold); err != nil {
		return err
	}
	return m.store.MarkReleased(ctx, p.ID)
}

// decision reads a decision of the inquiry; one of another inquiry does not exist.
func (m *Matching) decision(ctx context.Context, decision, inquiry string) (Decision, error) {
	d, err := m.store.Decision(ctx, decision)
	if err != nil {
		return Decision{}, err
	}
	if d.Inquiry != inquiry {
		return Decision{}, ErrDecisionNotFound
	}
	return d, nil
}

// choose checks that every proposed therapist fits and every slot is one of their openings.
func choose(d *Decision, chosen []ProposedTherapist) ([]Option, error) {
	var out []Option
	for i, c := range chosen {
		field := fmt.Sprintf("options[%d]", i)
		if slices.ContainsFunc(out, func(o Option) bool { return o.Therapist == c.Therapist }) {
			return nil, errs.Invalid(errs.Field(field+".therapist", "is proposed twice"))
		}
		r, ok := d.ranked(c.Therapist)
		if !ok {
			if e, excluded := d.exclusion(c.Therapist); excluded {
				return nil, d.excluded(c.Therapist, e.Reasons[0])
			}
			return nil, errs.Invalid(errs.Field(field+".therapist", "is not part of the decision"))
		}
		o := Option{Therapist: r.Therapist, DisplayName: r.DisplayName}
		for j, slot := range c.Slots {
			at := slices.IndexFunc(r.Openings, func(s Opening) bool { return s.Slot == slot })
			if at < 0 || slices.Index(c.Slots, slot) != j {
				return nil, errs.Invalid(errs.Field(fmt.Sprintf("%s.slots[%d]", field, j), "must be one of the therapist's openings, once"))
			}
			o.Openings = append(o.Openings, r.Openings[at])
		}
		out = append(out, o)
	}
	return out, nil
}
