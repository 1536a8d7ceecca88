package domain

import "slices"

// Occupied is a row that takes time: a hold, a booking or what became of it.
type Occupied struct {
	ID                       string
	Provider, Room           string
	TypeID                   string
	Start, End               int64
	BlockedStart, BlockedEnd int64
	// HoldExpire is when a hold lapses; 0 for everything but holds.
	HoldExpire int64
	// Created is when the row was made.
	Created int64
}

func (o *Occupied) lapsed(now int64) bool { return o.HoldExpire != 0 && o.HoldExpire <= now }

func (o *Occupied) touches(from, to int64) bool { return o.BlockedStart < to && o.BlockedEnd > from }

// Occupancy is the time that rows occupy, of one instant, by provider and by room. It never changes:
// [Occupancy.Replace] returns the next one, which shares with it all pages without a change. So readers need no lock,
// whoever writes meanwhile. The nil one is empty.
type Occupancy struct {
	providers, rooms lanes
	// holds are the rows that lapse.
	holds []*Occupied
	// hidden rows are left out and added ones come on top: what one transaction sees, or asks about.
	hidden map[string]bool
	added  []*Occupied
}

// Occupy returns the occupancy of the rows.
func Occupy(rows []Occupied) *Occupancy {
	all := make([]*Occupied, len(rows))
	for i := range rows {
		all[i] = &rows[i]
	}
	return new(Occupancy).Replace(nil, all)
}

// Replace returns the occupancy without the rows gone, which are the very rows that came once, and with those that come.
// Nobody may change them afterwards.
func (o *Occupancy) Replace(gone, come []*Occupied) *Occupancy {
	next := &Occupancy{
		providers: o.providers.replace(gone, come, func(r *Occupied) string { return r.Provider }),
		rooms:     o.rooms.replace(gone, come, func(r *Occupied) string { return r.Room }),
		holds:     slices.DeleteFunc(slices.Clone(o.holds), func(r *Occupied) bool { return slices.Contains(gone, r) }),
	}
	for _, r := range come {
		if r.HoldExpire != 0 {
			next.holds = append(next.holds, r)
		}
	}
	return next
}

// Over returns the occupancy with other rows in place of those with the ids. It is for one computation: every look at
// it passes over them.
func (o *Occupancy) Over(ids []string, rows []*Occupied) *Occupancy {
	next := *o
	next.hidden = make(map[string]bool, len(o.hidden)+len(ids))
	for id := range o.hidden {
		next.hidden[id] = true
	}
	for _, id := range ids {
		next.hidden[id] = true
	}
	next.added = slices.DeleteFunc(slices.Clone(o.added), func(r *Occupied) bool { return slices.Contains(ids, r.ID) })
	next.added = append(next.added, rows...)
	return &next
}

// Without returns the occupancy without the rows.
func (o *Occupancy) Without(ids ...string) *Occupancy { return o.Over(ids, nil) }

// Touching returns the rows that touch [from, to), lapsed holds too.
func (o *Occupancy) Touching(from, to int64) []Occupied {
	var out []Occupied
	for _, l := range o.providers.all {
		o.each(l, from, to, func(r *Occupied) bool {
			out = append(out, *r)
			return true
		})
	}
	for _, r := range o.added {
		if r.touches(from, to) {
			out = append(out, *r)
		}
	}
	return out
}

// each calls yield with the lane's rows that touch [from, to) until it returns false. Added rows are of no lane.
func (o *Occupancy) each(l *lane, from, to int64, yield func(*Occupied) bool) bool {
	if o.hidden == nil {
		return l.touching(from, to, yield)
	}
	return l.touching(from, to, func(r *Occupied) bool { return o.hidden[r.ID] || yield(r) })
}

// lapsed returns the ids of the holds that touch [from, to) and have lapsed at now.
func (o *Occupancy) lapsed(from, to, now int64) []string {
	var out []string
	look := func(rows []*Occupied, hidden map[string]bool) {
		for _, r := range rows {
			if r.lapsed(now) && r.touches(from, to) && !hidden[r.ID] {
				out = append(out, r.ID)
			}
		}
	}
	look(o.holds, o.hidden)
	look(o.added, nil)
	return out
}
