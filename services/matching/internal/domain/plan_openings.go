package domain

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// How many openings a plan asks for. Policy, but for the most, which is scheduling's.
const (
	// spareOpenings are asked for beyond those that can be given away: some may be at the same time as what others were told of.
	spareOpenings = 3
	// mostOpenings is how many scheduling answers of one therapist.
	mostOpenings = 50
	// questionsAtOnce are asked.
	questionsAtOnce = 4
)

// demand is what scheduling is asked for those who look for the same at the same times. The openings of one answer never
// overlap, and can all be held together.
type demand struct {
	query OpeningQuery
	view  *view
	need  *Need
	// known is how many openings of each therapist, by number, were asked for.
	known map[int32]int
	// next are the therapists it is to be asked about.
	next []int32
}

// count says how many clients look at each therapist.
func (w *waitlist) count() {
	w.sought = make([]int32, len(w.therapists))
	for i := range w.clients {
		for _, j := range w.clients[i].therapists {
			w.sought[j]++
		}
	}
}

// wanted is how many openings of the therapist are of use: as many as clients can be given, and some to spare.
func (w *waitlist) wanted(j int32) int {
	return min(int(min(w.therapists[j].places(), w.sought[j]))+spareOpenings, mostOpenings)
}

// ask asks scheduling for what the clients' therapists have and is not known yet.
func (w *waitlist) ask(ctx context.Context, calendar Calendar) error {
	w.count()
	for i := range w.clients {
		q := w.clients[i].demand
		for _, j := range w.clients[i].therapists {
			asked, known := q.known[j]
			all := known && len(w.openings[q.query.Key][w.therapists[j].ID]) < asked
			if known && (all || asked >= w.wanted(j)) {
				continue
			}
			q.known[j] = w.wanted(j)
			q.next = append(q.next, j)
		}
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(questionsAtOnce)
	for _, q := range w.demands {
		if len(q.next) == 0 {
			continue
		}
		query, far := q.query, q.view.far()
		for _, j := range q.next {
			query.Absences = q.view.absent(q.need, &w.therapists[j], far, query.Absences)
			query.PerTherapist = max(query.PerTherapist, w.wanted(j))
			query.Therapists = append(query.Therapists, w.therapists[j].ID)
		}
		slices.Sort(query.Therapists)
		for _, j := range q.next {
			q.known[j] = query.PerTherapist
		}
		q.next = q.next[:0]
		for _, query := range query.byWay(q.view.confinement(q.need, w.therapists)) {
			group.Go(func() error {
				found, err := calendar.FindOpenings(ctx, query)
				if err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				if w.openings[query.Key] == nil {
					w.openings[query.Key] = map[string][]Opening{}
				}
				for _, t := range query.Therapists {
					w.openings[query.Key][t] = found[t]
				}
				return nil
			})
		}
	}
	return group.Wait()
}
