package domain

import (
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/index"
)

// How far a ranking looks for somebody with an opening when few of its shortlist have any. Both are policy: for so many scheduling
// answers at once in some milliseconds, and so many are asked before a client is told that there is nobody.
const (
	askedAtOnce  = 1000
	longestQueue = 20_000
)

// all reports whether everyone who fits was asked for openings, or so many that nobody else is. listed is how many were at first.
func (p *Pool) all(listed int) bool { return max(p.Asked, listed) >= min(p.Fitting, longestQueue) }

// further asks those who fit beyond the best that were asked before, the better ones first, until enough have an opening for the need
// as it is, and returns these. The pool counts how far it came.
func (m *Matching) further(ctx context.Context, seen sight, v *view, enough int) ([]string, error) {
	pool := v.in.Pool
	before := max(pool.Asked, enough)
	queue, asked, closed := m.queue(seen, v, before), 0, 0
	var open []string
	for batch := 4 * enough; asked < len(queue) && len(open) < enough; batch = askedAtOnce {
		next := queue[asked:min(asked+batch, len(queue))]
		found, err := m.openAmong(ctx, v, next)
		if err != nil {
			return nil, err
		}
		for i := 0; i < len(next) && len(open) < enough; i++ {
			asked++
			switch {
			case v.in.Need.conflicts(next[i]):
			case len(found[next[i]]) > 0:
				open = append(open, next[i])
			default:
				closed++
			}
		}
	}
	pool.closed(closed)
	pool.Asked = before + asked
	return open, nil
}

// queue are those who fit after the first, the best first.
func (m *Matching) queue(seen sight, v *view, first int) []string {
	search, _ := m.roster.searches.Get().(*index.Search)
	defer m.roster.searches.Put(search)
	x := seen.index
	hits := search.Top(x, question(x, v.in.Inquiry, &v.in.Need, seen.date), min(v.in.Pool.Fitting, longestQueue))
	out := make([]string, 0, len(hits))
	for _, hit := range hits[min(first, len(hits)):] {
		out = append(out, x.ID(hit.At))
	}
	return out
}

// openAmong is an opening for the need of each of the therapists who has any. Who of them has which room is judged later.
func (m *Matching) openAmong(ctx context.Context, v *view, therapists []string) (map[string][]Opening, error) {
	q := v.base(&v.in.Need)
	q.Therapists, q.PerTherapist = slices.Sorted(slices.Values(therapists)), 1
	return m.calendar.FindOpenings(ctx, q)
}

// closed adds therapists whom only the rule of openings excludes.
func (p *Pool) closed(n int) {
	at := slices.IndexFunc(p.Rules, func(c RuleCount) bool { return c.Rule == NoOpening })
	if at < 0 {
		at = len(p.Rules)
		p.Rules = append(p.Rules, RuleCount{Rule: NoOpening})
	}
	p.Rules[at].Excluded += int32(n) //nolint:gosec // counts of people
	p.Rules[at].Alone += int32(n)    //nolint:gosec // counts of people
}
