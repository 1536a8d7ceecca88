package domain

import (
	"slices"
	"time"
)

// ProposalState is where a proposal stands.
type ProposalState string

// The states of a proposal. Pending is never seen outside: the openings are being held.
const (
	ProposalPending   ProposalState = "PENDING"
	ProposalOpen      ProposalState = "OPEN"
	ProposalAccepted  ProposalState = "ACCEPTED"
	ProposalWithdrawn ProposalState = "WITHDRAWN"
	ProposalExpired   ProposalState = "EXPIRED"
)

// Option is one proposed therapist with the openings held.
type Option struct {
	Therapist   string    `json:"therapist"`
	DisplayName string    `json:"displayName"`
	Openings    []Opening `json:"openings"`
}

// Proposal is a few therapists with openings, all held together while the client chooses.
type Proposal struct {
	ID         string
	Decision   string
	Inquiry    string
	State      ProposalState
	Options    []Option
	CreateTime time.Time
	ExpireTime time.Time
	// Severe is whether the client is badly off as the places are taken; it is kept with them.
	Severe bool
	// Hold is scheduling's capability for the held openings; never logged.
	Hold string
	// Plan is the plan it was made of; "" for none.
	Plan string
}

// At returns the proposal as it stands at now: one whose time has passed is expired whether or not it was swept.
func (p *Proposal) At(now time.Time) Proposal {
	out := *p
	if (p.State == ProposalOpen || p.State == ProposalPending) && !p.ExpireTime.After(now) {
		out.State = ProposalExpired
	}
	return out
}

// Slots are the slots of all options, in order.
func (p *Proposal) Slots() []string {
	var out []string
	for _, o := range p.Options {
		for _, s := range o.Openings {
			out = append(out, s.Slot)
		}
	}
	return out
}

// holds reports whether the slot is held for the therapist.
func (p *Proposal) holds(therapist, slot string) bool {
	return slices.ContainsFunc(p.Options, func(o Option) bool {
		return o.Therapist == therapist && slices.ContainsFunc(o.Openings, func(s Opening) bool { return s.Slot == slot })
	})
}
