package simulate

import "context"

// online is no way of the product's, which ranks who has a place now and holds nobody back: it is what a practice could reach that
// did. It ranks the therapists in reach by the whole of the product's score: what fits, the load, the price of the place, and what
// the wait for it costs a client of that tier. Where a place is open the wait is none; elsewhere it is what the waiting list
// says. A client who is better off with a later place waits for it, for as long as nothing as good is open. Nothing here is
// tuned: the cost of a week, the weeks that count and the latest days of a tier are the engine's.
type online struct {
	*outlook

	// queue is how many wait for each therapist, gap after how many days a place of theirs opens as a rule; 0: none does.
	queue, gap []int32
}

func newOnline(w *world, years []*demand) *online {
	return &online{newOutlook(w, years), make([]int32, len(w.staff.rows)), make([]int32, len(w.staff.rows))}
}

// refresh computes the prices and how often places open, when it is time.
func (o *online) refresh(ctx context.Context, g *game) error {
	due := o.due
	if err := o.outlook.refresh(ctx, g); err != nil || due == o.due {
		return err
	}
	for j := range o.gap {
		o.gap[j] = 0
		if places := o.opening(g, int32(j)); places > 0 {
			o.gap[j] = max(1, o.ahead(g)/places)
		}
	}
	return nil
}

// first is the best a client can have, now or later, and with whom.
func (o *online) first(g *game, i int) (most int64, therapist int32) {
	d := g.w.demand
	tier := int(d.clients[i].tier)
	waited, latest := int64(g.day-d.clients[i].arrives), g.w.weights.LatestDays[tier]
	if latest == 0 {
		latest = g.w.weights.WaitWeeksMax * week // beyond it a week more costs nothing
	}
	therapist = none
	from, to := d.arcs(i)
	for a := from; a < to; a++ {
		j := d.therapist[a]
		days := int64(0)
		if g.free[j] <= 0 {
			days = int64(o.queue[j]+1) * int64(o.gap[j])
			if days == 0 || waited+days > latest {
				continue
			}
		}
		if v := o.value(g, a) + o.wait(days, tier); therapist == none || v > most {
			most, therapist = v, j
		}
	}
	return most, therapist
}

// wait is the product's term of a first session in so many days.
func (o *online) wait(days int64, tier int) int64 {
	const minutesPerDay = 24 * 60 // by definition
	return o.w.weights.WaitOf(days*minutesPerDay, tier)
}

// enough reports whether an open place is as good as the best a client can have.
func (o *online) enough(g *game, i int, arc int32, most int64) bool {
	return o.value(g, arc)+o.wait(0, int(g.w.demand.clients[i].tier)) >= most
}

// pick gives the client the open place that ranks first of all, or none.
func (o *online) pick(g *game, i int) int32 {
	most, therapist := o.first(g, i)
	if a := o.outlook.pick(g, i); a != none && o.enough(g, i, a, most) {
		return a
	}
	if therapist != none {
		o.queue[therapist]++
	}
	return none
}

// plan assigns those who wait to what is open and good enough for them; the others keep waiting.
func (o *online) plan(ctx context.Context, g *game) error {
	waiting := g.stillWaiting()
	most := make(map[int32]int64, len(waiting))
	clear(o.queue)
	for _, i := range waiting {
		best, therapist := o.first(g, int(i))
		most[i] = best
		if therapist != none {
			o.queue[therapist]++
		}
	}
	return o.assign(ctx, g, func(i, a int32) bool { return o.enough(g, int(i), a, most[i]) })
}
