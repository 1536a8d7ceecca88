package domain

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// ReserveRequest says who with whom, and from what. One of Decision and Proposal is set.
type ReserveRequest struct {
	Inquiry        string
	Therapist      string
	Decision       string
	Proposal       string
	Slot           string
	OverrideReason string
	RequestID      string
}

// Reserve sets a place aside for a pairing and returns it with the hold to book from; without a hold the slot itself is
// to be booked.
func (m *Matching) Reserve(ctx context.Context, r ReserveRequest) (Pairing, string, error) {
	now := m.now()
	p := Pairing{
		ID: id.New(), Therapist: r.Therapist, Inquiry: r.Inquiry, State: PairingReserved, Decision: r.Decision,
		Proposal: r.Proposal, Slot: r.Slot, OverrideReason: strings.TrimSpace(r.OverrideReason),
		CreateTime: now, ExpireTime: now.Add(m.rules.ReservationTTL),
	}
	var hold string
	if r.Proposal != "" {
		proposal, err := m.proposed(ctx, r)
		if err != nil {
			return Pairing{}, "", err
		}
		p.Decision, hold = proposal.Decision, proposal.Hold
	} else if err := m.permitted(ctx, r); err != nil {
		return Pairing{}, "", err
	}
	p, err := m.store.ReservePairing(ctx, &p, Request{Method: "ReservePairing", ID: r.RequestID, Hash: fingerprint(r)})
	if err != nil {
		return Pairing{}, "", err
	}
	return p.At(now), hold, nil
}

// proposed reads the proposal and checks that it is this inquiry's and holds the opening. Whether it is still open is
// the store's to say, in the transaction that takes the place, so that a repeat after its acceptance finds its pairing.
func (m *Matching) proposed(ctx context.Context, r ReserveRequest) (Proposal, error) {
	proposal, err := m.store.Proposal(ctx, r.Proposal)
	if err != nil {
		return Proposal{}, err
	}
	if proposal.Inquiry != r.Inquiry || proposal.State == ProposalPending {
		return Proposal{}, ErrNotFound
	}
	if !proposal.holds(r.Therapist, r.Slot) {
		return Proposal{}, errs.Invalid(errs.Field("slot", "must be one of the openings proposed for the therapist"))
	}
	return proposal, nil
}

// permitted judges a pairing that comes straight from a decision: the therapist fits, or is excluded by rules that may
// all be overridden and staff say why.
func (m *Matching) permitted(ctx context.Context, r ReserveRequest) error {
	d, err := m.decision(ctx, r.Decision, r.Inquiry)
	if err != nil {
		return err
	}
	if others := slices.ContainsFunc(d.Output.Ranked, func(o Ranked) bool {
		return o.Therapist != r.Therapist && o.offers(r.Slot)
	}); others {
		return errs.Invalid(errs.Field("slot", "is an opening of another therapist"))
	}
	if _, ok := d.ranked(r.Therapist); ok {
		return nil
	}
	e, ok := d.exclusion(r.Therapist)
	if !ok {
		return errs.Invalid(errs.Field("therapist", "is not part of the decision"))
	}
	name := "therapists/" + r.Therapist
	for _, reason := range e.Reasons {
		switch reason.Code {
		case RuleCapacity, RuleNotAccepting, RuleNewClients, RuleSevereClients:
			continue // judged by today's capacity, in the transaction that takes the place
		}
		if !Overridable(reason.Code) {
			return ErrExcluded.With("therapist", name).With("rule", reason.Code)
		}
		if strings.TrimSpace(r.OverrideReason) == "" {
			return ErrOverrideReason.With("therapist", name)
		}
	}
	return nil
}

// Confirm agrees a pairing whose first session was booked.
func (m *Matching) Confirm(ctx context.Context, pairing string, firstSession time.Time) (Pairing, error) {
	return m.store.ConfirmPairing(ctx, pairing, firstSession, m.now())
}

// Cancel gives a reserved place back.
func (m *Matching) Cancel(ctx context.Context, requestID, inquiry string) error {
	return m.store.CancelPairing(ctx, requestID, inquiry, m.now())
}

// End ends an agreed pairing: its place is free again.
func (m *Matching) End(ctx context.Context, pairing string) (Pairing, error) {
	return m.store.EndPairing(ctx, pairing, m.now())
}
