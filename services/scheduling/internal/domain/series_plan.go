package domain

import (
	"cmp"
	"context"
	"slices"
)

// seriesPlan is how the rest of a series is moved.
type seriesPlan struct {
	rule Rule
	// moves are the rows as they will be, in an order in which none needs the time that a later one still has.
	moves []Appointment
	// stay are the occurrences whose new time is not free.
	stay []Occurrence
}

// planMove judges the new time of every row that moves, as if none of them had its old one. What cannot move stays, and
// is in the way of the others again.
func (s *Scheduler) planMove(ctx context.Context, tx Tx, one Series, m SeriesMoving, start Date, moving []Appointment, now int64) (seriesPlan, error) {
	v, err := tx.Look(ctx, Look{})
	if err != nil {
		return seriesPlan{}, err
	}
	t := v.Catalog.Type(one.TypeID)
	i, ok := v.Catalog.index[one.ProviderID]
	if t == nil || !ok {
		return seriesPlan{}, ErrNotFound
	}
	p, first, last := v.Catalog.providers[i], moving[0].SeriesIndex, moving[len(moving)-1].SeriesIndex
	plan := seriesPlan{rule: Rule{
		First: first, Start: start, Minute: m.Minute, TimeZone: p.zone.String(),
		Interval: one.Rules[one.ruleOf(first)].Interval, Count: last - first + 1,
	}}
	from, to := plan.rule.Span()
	if v, err = tx.Look(ctx, Look{From: from, To: to}); err != nil {
		return seriesPlan{}, err
	}
	var cal *Calendar
	var judged []Occurrence
	for len(moving) > 0 {
		cal = NewCalendar(v.Catalog, now, from, to, v.Rows.Without(idsOf(moving)...)).Wishing(one.Wish)
		judged = cal.occurrences(t, p.ID, p.zone, plan.rule, one.Mode, indexesOf(moving))
		wrong := inTheWay(judged, p.zone, m.Minute)
		if len(wrong) == 0 {
			break
		}
		plan.stay = append(plan.stay, wrong...)
		moving = slices.DeleteFunc(moving, func(a Appointment) bool {
			return slices.ContainsFunc(wrong, func(o Occurrence) bool { return o.Index == a.SeriesIndex })
		})
	}
	slices.SortFunc(plan.stay, func(a, b Occurrence) int { return cmp.Compare(a.Index, b.Index) })
	if len(plan.stay) > m.MaxExceptions || len(moving) == 0 {
		return seriesPlan{}, notFree(plan.stay)
	}
	next := slices.Clone(moving)
	for n := range next {
		a := &next[n]
		claims, _ := cal.Claims(t, p.ID, judged[n].Start, one.Mode, Claim{Room: a.RoomID})
		a.at(t, judged[n].Start, claims[0])
		a.Guards, a.Overbook, a.OverbookReason = cal.guards(p.ID, t, a.Start), "", ""
		a.Version++
		a.Sequence++
		a.Updated = now
	}
	var stuck []int
	if plan.moves, stuck = inOrder(moving, next); len(stuck) > 0 {
		for _, n := range stuck {
			judged[n].Reason = Busy
		}
		return seriesPlan{}, notFree(inTheWay(judged, p.zone, m.Minute))
	}
	return plan, releaseLapsed(ctx, tx, v.Rows, from, to, now)
}

func idsOf(rows []Appointment) []string {
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].ID
	}
	return out
}

func indexesOf(rows []Appointment) []int {
	out := make([]int, len(rows))
	for i, a := range rows {
		out[i] = a.SeriesIndex
	}
	return out
}

// inOrder returns the rows that change their time or room in an order in which each one's new time is no longer that
// of another. stuck are those that wait for each other in a circle.
func inOrder(old, next []Appointment) (out []Appointment, stuck []int) {
	waiting := make(map[int]bool)
	for i := range next {
		waiting[i] = next[i].Start != old[i].Start || next[i].RoomID != old[i].RoomID
	}
	free := func(i int) bool {
		for j := range old {
			if j != i && waiting[j] && old[j].BlockedStart < next[i].BlockedEnd && old[j].BlockedEnd > next[i].BlockedStart {
				return false
			}
		}
		return true
	}
	for range next {
		for i := range next {
			if waiting[i] && free(i) {
				waiting[i] = false
				out = append(out, next[i])
			}
		}
	}
	return out, slices.DeleteFunc(upTo(0, len(next)), func(i int) bool { return !waiting[i] })
}

// exceptionsOf returns the exceptions of the series under the plan: those of before, those that were never booked, and
// those that stay.
func (p seriesPlan) exceptionsOf(one *Series) []Occurrence {
	out := slices.DeleteFunc(slices.Clone(one.Exceptions), func(o Occurrence) bool {
		return o.Index >= p.rule.First && slices.ContainsFunc(one.Appointments, func(a Appointment) bool {
			return a.SeriesIndex == o.Index
		})
	})
	return append(out, p.stay...)
}
