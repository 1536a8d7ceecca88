package domain

import (
	"context"
	"errors"
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
	// Need is the client's as it is now, Zone that of its times, empty for the practice's.
	Need      Need
	Zone      string
	RequestID string
}

// Reserve sets a place aside for a pairing and returns it with the hold to book from; without a hold the slot itself is
// to be booked. What the decision or the proposal said then does not count: the rules are asked about the need of now.
func (m *Matching) Reserve(ctx context.Context, r ReserveRequest) (Pairing, string, error) {
	now := m.now()
	p := Pairing{
		ID: id.New(), Therapist: r.Therapist, Inquiry: r.Inquiry, State: PairingReserved, Decision: r.Decision,
		Proposal: r.Proposal, Slot: r.Slot, OverrideReason: strings.TrimSpace(r.OverrideReason),
		CreateTime: now, ExpireTime: now.Add(m.rules.ReservationTTL),
	}
	req := Request{Method: "ReservePairing", ID: r.RequestID, Hash: fingerprint(r)}
	made, err := m.store.Made(ctx, req)
	if err != nil {
		return Pairing{}, "", err
	}
	var hold string
	if r.Proposal != "" {
		proposal, err := m.proposed(ctx, r)
		if err != nil {
			return Pairing{}, "", err
		}
		p.Decision, hold = proposal.Decision, proposal.Hold
	}
	if p.Severe, err = m.badlyOff(ctx, r.Inquiry, &r.Need, now); err != nil {
		return Pairing{}, "", err
	}
	if made != "" { // a repeat may come after the booking; only one that has lapsed is as good as new
		if out, err := m.store.ReservePairing(ctx, &p, req); !errors.Is(err, ErrLapsed) {
			return out.At(now), hold, err
		}
	}
	if err := m.permitted(ctx, &r, p.Decision); err != nil {
		return Pairing{}, "", err
	}
	p.Judged = true
	out, err := m.store.ReservePairing(ctx, &p, req)
	return out.At(now), hold, err
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

// permitted judges a pairing with somebody of a decision: the rules allow therapist and opening now, or those that are not
// met may all be overridden and staff say why.
func (m *Matching) permitted(ctx context.Context, r *ReserveRequest, decision string) error {
	d, err := m.decision(ctx, decision, r.Inquiry)
	if err != nil {
		return err
	}
	if err := m.consider(ctx, &d, r.Therapist); err != nil {
		return err
	}
	if _, err := d.standing("therapist", r.Therapist); err != nil {
		return err
	}
	now, err := m.asked(ctx, r.Inquiry, &r.Need, r.Zone)
	if err != nil {
		return err
	}
	slots, err := m.calendar.ReadSlots(ctx, []string{r.Slot})
	switch {
	case errs.CodeOf(err) == errs.InvalidArgument:
		return errs.Invalid(errs.Field("slot", "is not a slot that was listed"))
	case err != nil:
		return err
	case slots[0].Therapist != r.Therapist:
		return errs.Invalid(errs.Field("slot", "is an opening of another therapist"))
	}
	reasons, err := m.anew(ctx, now, r.Therapist, slots[0].Opening)
	if err != nil {
		return err
	}
	return d.refusal(r.Therapist, reasons, r.OverrideReason)
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
