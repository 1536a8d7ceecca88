package domain

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// planned is one client with what there is to give them.
type planned struct {
	entry *Waiting
	// choices are those known, of one therapist after the other.
	choices []choice
	// view, asked and kernel are how the rules and the score see the need, question what scheduling is asked for it.
	view   *view
	asked  *asked
	kernel *score.Need
	demand *demand
	// therapists are those by number who are looked at.
	therapists []int32
}

// choice is one opening of a therapist, by number, and what it is worth to a client.
type choice struct {
	therapist int32
	opening   Opening
	score     Micro
}

// prepare makes the clients' views, needs and demands; what is alike they share.
func (w *waitlist) prepare() error {
	views, demands := map[string]*view{}, map[string]*demand{}
	w.openings = map[string]map[string][]Opening{}
	for i := range w.clients {
		c := &w.clients[i]
		zone := c.entry.Zone
		if zone == "" {
			zone = w.zone
		}
		var err error
		if c.view = views[zone]; c.view == nil {
			if c.view, err = w.viewFrom(zone, views); err != nil {
				return err
			}
			views[zone] = c.view
		}
		c.asked = c.view.ask(&c.entry.Need)
		spec := Spec(&c.entry.Need, c.view.date, c.view.dict)
		c.kernel = score.NewNeed(&spec, &w.weights)
		q, err := newDemand(c.view, &c.entry.Need)
		if err != nil {
			return err
		}
		if known := demands[q.query.Key]; known != nil {
			q = known
		} else {
			demands[q.query.Key] = q
			w.demands = append(w.demands, q)
		}
		c.demand = q
	}
	return nil
}

// viewFrom is the view from a zone. Where it is the same day as in another, the therapists are seen the same.
func (w *waitlist) viewFrom(zone string, views map[string]*view) (*view, error) {
	in := &Input{Zone: zone, Now: w.now, Weights: w.weights, Therapists: w.therapists, Openings: w.openings}
	loc, err := clock.Zone(zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	for _, v := range views {
		if v.date == w.now.In(loc).Format(time.DateOnly) {
			return &view{in: in, loc: loc, date: v.date, dict: v.dict, rows: v.rows}, nil
		}
	}
	return newView(in)
}

// newDemand is what scheduling is asked for a need. It goes by the state, too, where the licence must hold,
// and by what the client needs of a room, which not everyone can offer.
func newDemand(v *view, n *Need) (*demand, error) {
	q := v.base(n)
	q.Key, q.FreeRooms = fmt.Sprint(n.LocationState, n.PracticeState, n.Access), true
	key, err := json.Marshal(q)
	q.Key = string(key)
	return &demand{query: q, view: v, need: n, known: map[int32]int{}}, err
}

// weigh finds what each opening of the client's therapists is worth to them: what a ranking would say that knew no other.
// Of one therapist as many are kept as could matter: a client who has as many to choose from as the therapist can have clients
// always finds one of the best free.
func (c *planned) weigh(w *waitlist) {
	c.choices = c.choices[:0]
	v := c.view
	for _, j := range c.therapists {
		t, row := &w.therapists[j], v.rows[j]
		openings, _ := v.judge(c.asked, int(j), c.demand.query.Key)
		f := fit{need: &c.entry.Need, t: t, weights: &w.weights, now: w.now, date: v.date, loc: v.loc, kernel: c.kernel, row: row}
		rest, from := c.kernel.Score(row), len(c.choices)
		for k := range openings {
			f.openings = openings[k : k+1]
			total := rest
			for _, term := range f.timely() {
				total += term.Points
			}
			c.choices = append(c.choices, choice{j, openings[k], total})
		}
		own := c.choices[from:]
		slices.SortStableFunc(own, func(a, b choice) int { return cmp.Compare(b.score, a.score) })
		c.choices = c.choices[:from+min(len(own), w.wanted(j))]
	}
}
