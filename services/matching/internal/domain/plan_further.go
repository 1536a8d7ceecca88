package domain

import (
	"context"
	"slices"
)

// mostQuestions bounds how often a plan asks scheduling for a thousand therapists, only to find whom clients could go to at all. Policy:
// some seconds.
const mostQuestions = 100

// further has clients look beyond those they began with when none of these has an opening for them: at the best who have.
func (w *waitlist) further(ctx context.Context, calendar Calendar) error {
	open, questions := map[*demand]map[int32]bool{}, 0
	grown := false
	for i := range w.clients {
		c := &w.clients[i]
		if len(c.choices) > 0 || len(c.therapists) == 0 {
			continue
		}
		known := open[c.demand]
		if known == nil {
			known = map[int32]bool{}
			open[c.demand] = known
		}
		found := 0
		for batch := range slices.Chunk(w.sparse.queue(c), askedAtOnce) {
			next := slices.DeleteFunc(slices.Clone(batch), func(j int32) bool { _, asked := known[j]; return asked })
			if len(next) > 0 && questions == mostQuestions {
				w.sparse.unasked = true
				break
			}
			if len(next) > 0 {
				questions++
				if err := w.openAmong(ctx, calendar, c.demand, next, known); err != nil {
					return err
				}
			}
			for _, j := range batch {
				if known[j] && found < bestEach {
					c.consider(j)
					grown, found = true, found+1
				}
			}
			if found == bestEach {
				break
			}
		}
	}
	if !grown {
		return nil
	}
	return w.look(ctx, calendar)
}

// queue are those who fit the client by everything but openings, and at whom they do not look, the best first.
func (p *sparse) queue(c *planned) []int32 {
	x := p.index[c.view.date]
	var out []int32
	for _, hit := range p.searches[0].Top(x, c.question(), longestQueue) {
		j := p.number[x.ID(hit.At)]
		if _, looked := slices.BinarySearch(c.therapists, j); !looked {
			out = append(out, j)
		}
	}
	return out
}

// openAmong learns which of the therapists have an opening for the demand.
func (w *waitlist) openAmong(ctx context.Context, calendar Calendar, d *demand, therapists []int32, known map[int32]bool) error {
	q := d.query
	q.PerTherapist = 1
	for _, j := range therapists {
		q.Therapists = append(q.Therapists, w.therapists[j].ID)
	}
	slices.Sort(q.Therapists)
	found, err := calendar.FindOpenings(ctx, q)
	for _, j := range therapists {
		known[j] = len(found[w.therapists[j].ID]) > 0
	}
	return err
}
