package domain

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// others looks for other openings of the therapists whose planned one is gone or does not suit any more, as the offer would, and names
// what leaves none. Beyond so many questions it is left to the offer.
func (m *Matching) others(ctx context.Context, view *PlanView, known *knownNow, now time.Time) error {
	var gone []int
	for i := range view.Now {
		if view.Now[i].Obstacle == ObstacleSlotTaken && len(gone) < mostQuestions {
			gone = append(gone, i)
		}
	}
	kept := map[string]map[string]bool{}
	for i := range view.Assignments {
		a := &view.Assignments[i]
		if kept[a.Therapist] == nil {
			kept[a.Therapist] = map[string]bool{}
		}
		kept[a.Therapist][a.Opening.Slot] = true
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(questionsAtOnce)
	for _, i := range gone {
		group.Go(func() error {
			a := &view.Assignments[i]
			why, err := m.noOther(ctx, a, known, kept[a.Therapist], now)
			if why != "" {
				view.Now[i].Obstacle, view.Now[i].Why = ObstacleExcluded, why
			}
			return err
		})
	}
	return group.Wait()
}

// noOther says why the planned therapist has no opening for the client but those kept for the plan's clients; "" when there is one.
func (m *Matching) noOther(ctx context.Context, a *Assignment, known *knownNow, kept map[string]bool, now time.Time) (string, error) {
	w := known.waiting[a.Inquiry]
	v, err := present{a.Inquiry, &w.Need, m.zoneOf(w)}.view(*known.profiles[a.Therapist], known.records[a.Inquiry], now)
	if err != nil {
		return "", err
	}
	q := v.question(KeyBase, v.own.need)
	q.PerTherapist = min(len(kept)+1, mostOpenings)
	var found []Opening
	for _, q := range q.byWay(v.confinement(v.own.need, v.in.Therapists)) {
		answer, err := m.calendar.FindOpenings(ctx, q)
		if err != nil {
			return "", err
		}
		found = append(found, answer[a.Therapist]...)
	}
	v.in.Openings = map[string]map[string][]Opening{KeyBase: {a.Therapist: found}}
	openings, reasons := v.judge(v.own, 0, KeyBase)
	switch {
	case len(reasons) > 0:
		return reasons[0].Text, nil
	case !slices.ContainsFunc(openings, func(o Opening) bool { return !kept[o.Slot] }):
		return "Every other opening is kept for others of this plan.", nil
	default:
		return "", nil
	}
}
