package domain

import (
	"context"
	"slices"
	"time"
)

// Decision is the stored record of one ranking, with all it was made from.
type Decision struct {
	ID         string    `json:"id"`
	Inquiry    string    `json:"inquiry"`
	Engine     string    `json:"engine"`
	CreateTime time.Time `json:"createTime"`
	// Risk repeats the need's flag: a human speaks with this person first. The ranking is the same with and without.
	Risk   bool   `json:"risk,omitempty"`
	Input  Input  `json:"input"`
	Output Output `json:"output"`
	// Choice is the therapist a pairing was last agreed with, OverrideReason why against the ranking. ReasonErased says that there was
	// a reason, and that the client's key is gone without which nobody can read it.
	Choice         string    `json:"choice,omitempty"`
	OverrideReason string    `json:"overrideReason,omitempty"`
	ReasonErased   bool      `json:"reasonErased,omitempty"`
	ChooseTime     time.Time `json:"chooseTime,omitzero"`
}

// Decision reads the record of a ranking. ErrDecisionNotFound.
func (m *Matching) Decision(ctx context.Context, id string) (Decision, error) {
	return m.store.Decision(ctx, id)
}

// ranked returns the therapist's entry among those who fit.
func (d *Decision) ranked(therapist string) (*Ranked, bool) {
	i := slices.IndexFunc(d.Output.Ranked, func(r Ranked) bool { return r.Therapist == therapist })
	if i < 0 {
		return nil, false
	}
	return &d.Output.Ranked[i], true
}

// exclusion returns the therapist's entry among those whom a rule excludes.
func (d *Decision) exclusion(therapist string) (*Excluded, bool) {
	i := slices.IndexFunc(d.Output.Excluded, func(e Excluded) bool { return e.Therapist == therapist })
	if i < 0 {
		return nil, false
	}
	return &d.Output.Excluded[i], true
}
