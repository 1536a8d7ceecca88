package domain

import (
	"context"
	"encoding/json"
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

// plan ranks the therapists for everyone who waits and has the optimum found.
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
	weights := DefaultWeights()
	weights.NearTie = 0 // nobody is put first to learn about them
	w := waitlist{therapists: therapists, weights: weights, zone: m.rules.Zone, now: now}
	asked := map[string]map[string][]Opening{}
	for i := range entries {
		in := w.input(&entries[i])
		if in.Openings, err = m.sharedOpenings(ctx, in, asked); err != nil {
			return Plan{}, err
		}
		out, err := Rank(in)
		if err != nil {
			return Plan{}, err
		}
		w.clients = append(w.clients, planned{entry: &entries[i], ranked: out.Ranked})
	}
	p, err := w.solve(ctx)
	p.ID, p.Engine, p.CreateTime = id.New(), EngineVersion, now
	return p, err
}

// input is what the ranking for an entry is made from.
func (w *waitlist) input(e *Waiting) *Input {
	in := &Input{
		Inquiry: e.Inquiry, Need: e.Need, Zone: e.Zone, Now: w.now, Therapists: w.therapists, Weights: w.weights,
	}
	if in.Zone == "" {
		in.Zone = w.zone
	}
	return in
}

// sharedOpenings are those for the need as it is. Clients who look for the same at the same times share one question; it is
// the one a ranking asks, so that the scores are the same.
func (m *Matching) sharedOpenings(
	ctx context.Context, in *Input, asked map[string]map[string][]Opening,
) (map[string]map[string][]Opening, error) {
	queries, err := Queries(in)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(queries, func(q OpeningQuery) bool { return q.Key == KeyBase })
	if at < 0 {
		return nil, nil
	}
	key, err := json.Marshal(queries[at])
	if err != nil {
		return nil, err
	}
	found, ok := asked[string(key)]
	if !ok {
		if found, err = m.calendar.FindOpenings(ctx, queries[at]); err != nil {
			return nil, err
		}
		asked[string(key)] = found
	}
	return map[string]map[string][]Opening{KeyBase: found}, nil
}
