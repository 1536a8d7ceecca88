package domain

import (
	"cmp"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/index"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// queue is a client who waits, and those who are served before.
type queue struct {
	m       *Matching
	seen    sight
	search  *index.Search
	weights Weights
	now     time.Time
	client  *Waiting
	kernel  *score.Need
	// zone is that of the client's times.
	zone string
	// ahead are the rules of those before, but for a place, and how many could see each: at any time, for nobody asks scheduling.
	ahead []crowd
}

func (m *Matching) newQueue(entries []Waiting, seen sight, inquiry string, now time.Time) (*queue, error) {
	loc, err := clock.Zone(m.rules.Zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	w := &waitlist{weights: DefaultWeights(), zone: m.rules.Zone, now: now}
	for i := range entries {
		if entries[i].State == EntryWaiting {
			w.clients = append(w.clients, planned{entry: &entries[i]})
		}
	}
	w.order(loc)
	at := slices.IndexFunc(w.clients, func(c planned) bool { return c.entry.Inquiry == inquiry })
	if at < 0 {
		return nil, ErrNotWaiting
	}
	q := &queue{m: m, seen: seen, weights: w.weights, now: now, client: w.clients[at].entry}
	q.zone = cmp.Or(q.client.Zone, m.rules.Zone)
	q.kernel = question(seen.index, inquiry, &q.client.Need, seen.date).Need
	q.search, _ = m.roster.searches.Get().(*index.Search)
	for i := range at {
		c := crowd{conditions: q.lifted(&w.clients[i].entry.Need)}
		if c.n = q.count(c.conditions); c.n > 0 {
			q.ahead = append(q.ahead, c)
		}
	}
	return q, nil
}

// first says what comes before any wait; empty where nothing does.
func first(n *Need) string {
	switch {
	case n.Risk == RiskAcute:
		return "a clinician speaks with the client first."
	case n.unconsented():
		return "a parent or guardian has to consent first."
	case contraindicated(n):
		return "sessions together may do harm; each is seen alone."
	default:
		return ""
	}
}

// changes are what would change the wait: each wish given up, insisting on no times, and what comes first done.
func (q *queue) changes() []variant {
	n := &q.client.Need
	if n.Risk == RiskAcute {
		return nil // whoever speaks with the client says what they need
	}
	var out []variant
	if n.unconsented() {
		out = append(out, variant{change: "CONSENT", what: "Once a parent or guardian has consented", need: n.consented()})
	}
	if requiredTimes(n) {
		anyTime := *n
		anyTime.Times = nil
		out = append(out, variant{change: KeyAnyTime, what: "At other times as well", need: anyTime})
	}
	return append(out, variants(n, &q.weights)...)
}
