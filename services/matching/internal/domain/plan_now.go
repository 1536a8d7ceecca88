package domain

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// Plan reads a plan as it stands now.
func (m *Matching) Plan(ctx context.Context, id string) (PlanView, error) {
	p, err := m.store.Plan(ctx, id)
	if err != nil {
		return PlanView{}, err
	}
	return m.viewPlan(ctx, p)
}

func (m *Matching) viewPlan(ctx context.Context, p Plan) (PlanView, error) {
	now := m.now()
	offers, err := m.store.OffersOf(ctx, p.ID)
	if err != nil {
		return PlanView{}, err
	}
	view := PlanView{Plan: p, Now: make([]AssignmentNow, len(p.Assignments))}
	var left []int
	for i := range p.Assignments {
		if offer, ok := offers[p.Assignments[i].Inquiry]; ok {
			view.Now[i].Offer = offer.At(now)
		} else {
			left = append(left, i)
		}
	}
	if err := m.obstacles(ctx, &view, left, now); err != nil {
		return PlanView{}, err
	}
	if view.Unserved, err = m.unserved(ctx, p.Waiting); err != nil {
		return PlanView{}, err
	}
	view.Priced, err = m.store.PricesInForce(ctx, now)
	return view, err
}

// unserved are those of the inquiries who wait for an offer, in the plan's order.
func (m *Matching) unserved(ctx context.Context, inquiries []string) ([]Waiting, error) {
	if len(inquiries) == 0 {
		return nil, nil
	}
	at := make(map[string]int, len(inquiries))
	for i, inquiry := range inquiries {
		at[inquiry] = i
	}
	entries, err := m.store.WaitingOf(ctx, inquiries)
	entries = slices.DeleteFunc(entries, func(w Waiting) bool { return w.State != EntryWaiting })
	slices.SortFunc(entries, func(a, b Waiting) int { return cmp.Compare(at[a.Inquiry], at[b.Inquiry]) })
	return entries, err
}

// obstacles finds what stands in the way of the assignments that were not offered, all of them at once.
func (m *Matching) obstacles(ctx context.Context, view *PlanView, left []int, now time.Time) error {
	known, err := m.knownOf(ctx, view.Assignments, left, now)
	if err != nil {
		return err
	}
	var free []int
	var slots []string
	for _, i := range left {
		a, n := &view.Assignments[i], &view.Now[i]
		if w := known.waiting[a.Inquiry]; w != nil {
			n.Need = &w.Need
		}
		if n.Obstacle, n.Why, err = known.obstacle(a, m.zoneOf(known.waiting[a.Inquiry]), now); err != nil {
			return err
		}
		if n.Obstacle == "" {
			free, slots = append(free, i), append(slots, a.Opening.Slot)
		}
	}
	if len(slots) > 0 {
		open, err := m.calendar.CheckSlots(ctx, slots)
		if err != nil {
			return err
		}
		for k := range open {
			if !open[k] {
				view.Now[free[k]].Obstacle = ObstacleSlotTaken
			}
		}
	}
	return m.others(ctx, view, &known, now)
}

// knownNow is what is known now of those in a plan.
type knownNow struct {
	waiting  map[string]*Waiting
	profiles map[string]*Therapist
	records  map[string]ClientRecord
}

func (m *Matching) knownOf(ctx context.Context, all []Assignment, left []int, now time.Time) (k knownNow, err error) {
	var inquiries, therapists []string
	for _, i := range left {
		inquiries, therapists = append(inquiries, all[i].Inquiry), append(therapists, all[i].Therapist)
	}
	entries, err := m.store.WaitingOf(ctx, inquiries)
	if err != nil {
		return k, err
	}
	slices.Sort(therapists)
	profiles, err := m.store.Therapists(ctx, slices.Compact(therapists), now)
	if err != nil {
		return k, err
	}
	k.waiting, k.profiles = make(map[string]*Waiting, len(entries)), make(map[string]*Therapist, len(profiles))
	for i := range entries {
		m.locate(&entries[i].Need)
		k.waiting[entries[i].Inquiry] = &entries[i]
	}
	for i := range profiles {
		k.profiles[profiles[i].ID] = &profiles[i]
	}
	k.records, err = m.store.ClientRecords(ctx, inquiries, now)
	return k, err
}

// zoneOf is that of the client's times, or the practice's where there is no client, or none is said.
func (m *Matching) zoneOf(w *Waiting) string {
	if w == nil || w.Zone == "" {
		return m.rules.Zone
	}
	return w.Zone
}

// obstacle says what stands in the way of an assignment that was not offered, but for its opening's being taken; why says it of a rule.
func (k *knownNow) obstacle(a *Assignment, zone string, now time.Time) (_ Obstacle, why string, _ error) {
	w, t, record := k.waiting[a.Inquiry], k.profiles[a.Therapist], k.records[a.Inquiry]
	switch {
	case w == nil:
		return ObstacleLeft, "", nil
	case w.State == EntryOffered:
		return ObstacleOffered, "", nil
	case w.Need.Risk == RiskAcute || answered(record.Answers, now).Human:
		return ObstacleRiskHold, "", nil
	case w.Revision != a.Revision:
		return ObstacleNeedChanged, "", nil
	case t == nil || t.places() == 0:
		return ObstacleNoCapacity, "", nil
	}
	excluded, unsuited, err := present{a.Inquiry, &w.Need, zone}.again(*t, record, now, a.Opening)
	switch {
	case errors.Is(err, ErrLocationUnknown):
		return ObstacleLocationUnknown, "", nil
	case err != nil:
		return "", "", err
	case len(excluded) > 0:
		return ObstacleExcluded, excluded[0].Text, nil
	case len(unsuited) > 0:
		return ObstacleSlotTaken, unsuited[0].Text, nil
	default:
		return "", "", nil
	}
}
