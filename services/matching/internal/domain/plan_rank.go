package domain

import (
	"context"
	"slices"
	"time"
)

// given is whom a plan gives a client, nil when there is none.
type given struct {
	Assignment
	// kept are the therapist's openings that the plan gives to others.
	kept []Opening
}

// RankPlanned is [Matching.Rank] for a client to whom a plan gives a therapist: they are judged whether or not they are among the
// best, and their planned opening is listed if it is still open, however many others there are.
func (m *Matching) RankPlanned(ctx context.Context, plan, inquiry string, need Need, zone string, limit int) (Ranking, error) {
	p, err := m.store.Plan(ctx, plan)
	if err != nil {
		return Ranking{}, err
	}
	at := slices.IndexFunc(p.Assignments, func(a Assignment) bool { return a.Inquiry == inquiry })
	if at < 0 {
		return m.rank(ctx, inquiry, need, zone, limit, nil)
	}
	g := &given{Assignment: p.Assignments[at]}
	for i := range p.Assignments {
		if i != at && p.Assignments[i].Therapist == g.Therapist {
			g.kept = append(g.kept, p.Assignments[i].Opening)
		}
	}
	return m.rank(ctx, inquiry, need, zone, limit, g)
}

// include has the therapist given judged.
func (m *Matching) include(ctx context.Context, now time.Time, judged *found, g *given) error {
	if g == nil || slices.ContainsFunc(judged.each, func(k *kept) bool { return k.ID == g.Therapist }) {
		return nil
	}
	read, err := m.store.Therapists(ctx, []string{g.Therapist}, now)
	judged.add(read)
	judged.sort()
	return err
}

// findAgain adds the opening given to what was answered for the need, if it was left out there for others and is still open, and leaves
// out what is in the way of it, or of what the plan gives to others.
func (m *Matching) findAgain(ctx context.Context, v *view, g *given) error {
	in := v.in
	if g == nil || len(in.Openings[KeyBase][g.Therapist]) == 0 {
		return nil
	}
	openings := slices.DeleteFunc(slices.Clone(in.Openings[KeyBase][g.Therapist]), func(o Opening) bool {
		return slices.ContainsFunc(g.kept, func(other Opening) bool { return o.inTheWay(other) })
	})
	same := func(o Opening) bool { return o.Start.Equal(g.Opening.Start) }
	if !slices.ContainsFunc(openings, same) {
		q := v.base(&in.Need)
		q.Therapists, q.PerTherapist = []string{g.Therapist}, mostOpenings
		for i := range in.Therapists {
			if t := &in.Therapists[i]; t.ID == g.Therapist {
				q.Absences = v.absent(&in.Need, t, v.far(), nil)
			}
		}
		found, err := m.calendar.FindOpenings(ctx, q.byWay(v.confinement(&in.Need, in.Therapists))[0])
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(found[g.Therapist], same); at >= 0 {
			openings = append(slices.DeleteFunc(openings, g.Opening.inTheWay), found[g.Therapist][at])
		}
	}
	slices.SortFunc(openings, func(a, b Opening) int { return a.Start.Compare(b.Start) })
	in.Openings[KeyBase][g.Therapist] = openings
	return nil
}

// inTheWay reports whether two openings overlap and are not the same.
func (o Opening) inTheWay(other Opening) bool {
	return !o.Start.Equal(other.Start) && o.Start.Before(other.End) && other.Start.Before(o.End)
}

// among are the first of the ranking, and whom a plan gives.
func (g *given) among(ranked []Ranked, limit int) []Ranked {
	first, rest := ranked[:min(limit, len(ranked))], ranked[min(limit, len(ranked)):]
	if g == nil {
		return first
	}
	if at := slices.IndexFunc(rest, func(r Ranked) bool { return r.Therapist == g.Therapist }); at >= 0 {
		return append(slices.Clip(first), rest[at])
	}
	return first
}
