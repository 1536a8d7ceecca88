package domain

import (
	"fmt"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Limits say how much a provider takes, by the dates of the provider's zone. Every row that occupies time counts, a
// hold too: what is held can be booked.
type Limits struct {
	// Caps bound appointments of all or of some types.
	Caps []Cap `json:",omitempty"`
	// NewClients limits the first sessions of a week, Monday to Sunday; 0 means no limit.
	NewClients int `json:",omitempty"`
}

// Cap is how many appointments a day and a week may have; 0 means no limit.
type Cap struct {
	// Types are those that count, and those that are refused; none means all.
	Types           []string `json:",omitempty"`
	PerDay, PerWeek int
}

// check returns what is wrong with the limits; path is the JSON path of the schedule in the request.
func (l *Limits) check(path string) []errs.Violation {
	var out []errs.Violation
	for i, c := range l.Caps {
		if c.PerDay <= 0 && c.PerWeek <= 0 {
			out = append(out, errs.Field(fmt.Sprintf("%scaps[%d]", path, i), "must bound the day or the week"))
		}
	}
	return out
}

// limit is one limit as the engine judges it.
type limit struct {
	reason Reason
	weekly bool
	most   int
	// types says which types count, by their index in the catalog; ids are the same for the store, none for all.
	types uint64
	ids   []string
}

// limits returns the limits in the form in which they are judged.
func (c *Catalog) limits(l Limits) []limit {
	var out []limit
	add := func(r Reason, weekly bool, most int, ids []string) {
		if most <= 0 {
			return
		}
		b := limit{reason: r, weekly: weekly, most: most, ids: ids}
		for _, id := range ids {
			b.types |= c.bits[id]
		}
		if len(ids) == 0 {
			b.types = ^uint64(0)
		}
		out = append(out, b)
	}
	for _, one := range l.Caps {
		add(DayFull, false, one.PerDay, one.Types)
		add(WeekFull, true, one.PerWeek, one.Types)
	}
	if l.NewClients > 0 && len(c.first) > 0 {
		add(NewClientsFull, true, l.NewClients, c.first)
	}
	return out
}

// period is a day or a week of a provider's zone.
type period struct {
	provider int
	from, to int64
}

// filled is the answer of full for a type and a whole day.
type filled struct {
	period
	typ *Type
	// claims is how much was claimed by then.
	claims int
	reason Reason
}

func (p *period) holds(provider int, instant int64) bool {
	return p.provider == provider && instant >= p.from && instant < p.to
}

// periodOf returns the day or the week of the provider's clock that the instant lies in. Starts come in order, so the
// answer is mostly the one before.
func (c *Calendar) periodOf(provider int, weekly bool, instant int64) period {
	known := &c.day
	if weekly {
		known = &c.week
	}
	if known.holds(provider, instant) {
		return *known
	}
	zone := c.providers[provider].zone
	known.provider = provider
	if weekly {
		known.from, known.to = week(zone, instant)
	} else {
		d := DateIn(zone, instant)
		known.from, known.to = Bounds(zone, d, d)
	}
	return *known
}

// full says which of the provider's limits one more appointment of the type would exceed. It is the same for all starts
// of a day.
func (c *Calendar) full(provider int, t *Type, start int64) Reason {
	if len(c.providers[provider].limits) == 0 {
		return Offered
	}
	claims := len(c.claimed[provider])
	if c.filled.typ == t && c.filled.claims == claims && c.filled.holds(provider, start) {
		return c.filled.reason
	}
	c.filled = filled{period: c.periodOf(provider, false, start), typ: t, claims: claims, reason: Offered}
	for _, b := range c.providers[provider].limits {
		if b.types&c.bits[t.ID] != 0 && c.count(c.periodOf(provider, b.weekly, start), b.types) >= b.most {
			c.filled.reason = b.reason
			break
		}
	}
	return c.filled.reason
}

// count counts what begins in the period, of these types.
func (c *Calendar) count(p period, types uint64) int {
	n, id := 0, c.providers[p.provider].ID
	row := func(o *Occupied) bool {
		if o.Start >= p.from && o.Start < p.to && c.bits[o.TypeID]&types != 0 && !o.lapsed(c.Now) {
			n++
		}
		return true
	}
	c.rows.each(c.lane(p.provider), p.from, p.to, row)
	for _, o := range c.rows.added {
		if o.Provider == id {
			row(o)
		}
	}
	for _, b := range c.claimed[p.provider] {
		if b.start >= p.from && b.start < p.to && b.types&types != 0 {
			n++
		}
	}
	return n
}

// Guard is a limit as the store judges it once more when a row goes in, against all that is committed by then.
type Guard struct {
	// From and To bound the starts that count; Types are the types, none for all.
	From, To int64
	Types    []string
	// Most is how many there may be with the new one.
	Most int
}

// guards returns the limits of the provider that a row of the type at the start has to keep.
func (c *Calendar) guards(providerID string, t *Type, start int64) []Guard {
	i, ok := c.index[providerID]
	if !ok {
		return nil
	}
	var out []Guard
	for _, b := range c.providers[i].limits {
		if b.types&c.bits[t.ID] != 0 {
			g := Guard{Types: b.ids, Most: b.most}
			p := c.periodOf(i, b.weekly, start)
			g.From, g.To = p.from, p.to
			out = append(out, g)
		}
	}
	return out
}
