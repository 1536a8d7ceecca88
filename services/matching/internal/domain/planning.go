package domain

import (
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// CreatePlan computes the best assignment of those who wait to the places and openings there are, and stores it with
// the prices it found. Who has an offer already is left out.
func (m *Matching) CreatePlan(ctx context.Context, requestID string) (PlanView, error) {
	req := Request{Method: "CreatePlan", ID: requestID, Hash: fingerprint("plan")}
	known, err := m.store.PlanOf(ctx, req)
	if err != nil {
		return PlanView{}, err
	}
	if known != "" {
		return m.Plan(ctx, known)
	}
	p, err := m.plan(ctx)
	if err != nil {
		return PlanView{}, err
	}
	if p.ID, err = m.store.SavePlan(ctx, &p, req); err != nil {
		return PlanView{}, err
	}
	return m.Plan(ctx, p.ID)
}

// plan has the optimum found for everyone who waits.
func (m *Matching) plan(ctx context.Context) (Plan, error) {
	now := m.now()
	entries, err := m.store.ListWaiting(ctx, time.Time{}, "", 0)
	if err != nil {
		return Plan{}, err
	}
	entries = slices.DeleteFunc(entries, func(w Waiting) bool { return w.State != EntryWaiting })
	therapists, err := m.store.ListTherapists(ctx, now, "", "", 0, false)
	if err != nil {
		return Plan{}, err
	}
	for i := range therapists {
		therapists[i].InitialHours = nil
		if therapists[i].PriceSource == PriceOfPlan {
			therapists[i].Price = 0 // what the plan is about; a place is kept for who is still to come
		}
	}
	left, err := m.store.PlanStart(ctx)
	if err != nil {
		return Plan{}, err
	}
	w := waitlist{therapists: therapists, weights: DefaultWeights(), zone: m.rules.Zone, now: now, left: left}
	inquiries := make([]string, len(entries))
	for i := range entries {
		inquiries[i] = entries[i].Inquiry
	}
	records, err := m.store.ClientRecords(ctx, inquiries, now)
	if err != nil {
		return Plan{}, err
	}
	for i := range entries {
		m.locate(&entries[i].Need)
		entries[i].hear(answered(records[entries[i].Inquiry].Answers, now))
		w.clients = append(w.clients, planned{entry: &entries[i]})
	}
	p, err := w.plan(ctx, m.calendar)
	p.ID, p.Engine, p.CreateTime = id.New(), EngineVersion, now
	return p, err
}
