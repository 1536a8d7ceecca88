package simulate

import "context"

// ours are the product's two ways and one it could have: whoever comes is offered the place open today that ranks first, after its
// price, which is what rankings do; or the therapist who does with the wait for their next place counted, which nobody but client and
// staff decide; or everybody waits for the plan of the week. In the first two, whoever waits gets what the plan of the night finds.
func (w *world) ours() []method {
	var years []*demand
	for y := range uint64(otherYears) {
		years = append(years, w.newDemand(useOutlook+y, true))
	}
	today, online, planned := newOutlook(w, years), newOnline(w, years), newOutlook(w, years)
	nightly, weekly := int32(1), max(1, min(week, int32(w.cfg.Days)))
	return []method{
		{name: Today, decides: AsTheyCome, every: nightly, before: today.refresh, plan: today.plan, pick: today.pick},
		{name: Online, decides: AsTheyCome, every: nightly, before: online.refresh, plan: online.plan, pick: online.pick},
		{name: Planned, decides: Weekly, every: weekly, before: planned.refresh, plan: planned.plan},
	}
}

// pick offers the open place that ranks first.
func (o *outlook) pick(g *game, i int) int32 {
	return g.best(i, func(a int32) int64 { return o.value(g, a) })
}

// plan assigns those who wait to the places that are open.
func (o *outlook) plan(ctx context.Context, g *game) error {
	return o.assign(ctx, g, func(int32, int32) bool { return true })
}

// assign is a plan in which each client may go only where it is good enough.
func (o *outlook) assign(ctx context.Context, g *game, enough func(client, arc int32) bool) error {
	waiting := g.stillWaiting()
	if len(waiting) == 0 {
		return nil
	}
	b := newBids(g.free)
	for _, i := range waiting {
		b.add(g.w.demand, int(i), func(a int32) int64 {
			if !enough(i, a) {
				return never
			}
			return int64(g.w.demand.ours[a]) - o.kept(g.w.demand.therapist[a])
		})
	}
	b.spread(&g.w.weights, g.taken, g.w.supply.capacity)
	arcs, err := b.solve(ctx)
	if err != nil {
		return err
	}
	for n, i := range append([]int32(nil), waiting...) {
		if arcs[n] != none {
			g.take(i, arcs[n])
		}
	}
	return nil
}

// kept is the price of the therapist's place to those who are still to come; when nobody is, there is none.
func (o *outlook) kept(j int32) int64 {
	if o.w.cfg.Days == 0 {
		return 0
	}
	return o.prices[j]
}
