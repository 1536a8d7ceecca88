package domain

import (
	"slices"
	"time"
)

// OpeningQuery is one question to scheduling; its answer goes into Input.Openings under Key, beside that of others under the same.
type OpeningQuery struct {
	Key string
	// Therapists in the order of their ids.
	Therapists []string
	// Modes the client accepts, best first; none means the therapist's own.
	Modes []Mode
	// Preferred windows in Zone; openings inside come first.
	Preferred []Window
	Zone      string
	// OnlyPreferred asks for nothing outside Preferred.
	OnlyPreferred bool
	// PerTherapist is how many openings at most; zero leaves it to the configuration.
	PerTherapist int
	// Parts asks for the parts of the week that bring openings beside Preferred, in place of the openings; the answer goes into
	// Input.Parts.
	Parts bool
	// Room is what is asked of the room of openings in person.
	Room RoomWish
	// FreeRooms asks for [Opening.Rooms] as well.
	FreeRooms bool `json:",omitempty"`
	// Within is how far ahead at most; zero leaves it to the configuration.
	Within time.Duration
	// Absences are dates in Zone on which openings of a therapist are of no use.
	Absences []Absence
}

// queries are what a ranking needs to know from scheduling at first: who of those whom the rules let through has which
// openings, and the same for each relaxation that lets others through or asks for other openings.
func (v *view) queries() []OpeningQuery {
	base := v.question(KeyBase, &v.in.Need)
	all := []OpeningQuery{base}
	if requiredTimes(&v.in.Need) {
		all = append(all, base.inParts(KeyAnyTime))
	}
	last := &base
	for _, r := range v.variants() {
		// What asks the same brings nobody, or nobody more than a lower fee.
		if q := v.question(r.key, &r.need); !q.same(&base) && !q.same(last) {
			all, last = append(all, q), &q
		}
	}
	return v.asking(all)
}

// pairQueries returns what a ranking needs to know of pairs of relaxations, once it is known that no single one helps.
func (v *view) pairQueries(out *Output) []OpeningQuery {
	if !v.stuck(out.Ranked, out.Counterfactuals) {
		return nil
	}
	var all []OpeningQuery
	singles := v.variants()
	for _, p := range v.pairs(singles) {
		all = append(all, v.question(p.key, &p.need))
	}
	for i := range singles {
		if r := &singles[i]; requiredTimes(&r.need) {
			q := v.question(r.key, &r.need)
			all = append(all, q.inParts(r.partsKey()))
		}
	}
	return v.asking(all)
}

// partsKey is that of the parts of the week beside the times the client needs.
func (r *variant) partsKey() string { return r.key + "+" + KeyAnyTime }

// question is what a ranking for the need asks.
func (v *view) question(key string, n *Need) OpeningQuery {
	q, far := v.base(n), v.far()
	q.Key = key
	a := v.own
	if n != &v.in.Need {
		a = v.ask(n)
	}
	for i := range v.in.Therapists {
		if v.fits(a, i) {
			q.Therapists = append(q.Therapists, v.in.Therapists[i].ID)
			q.Absences = v.absent(n, &v.in.Therapists[i], far, q.Absences)
		}
	}
	slices.Sort(q.Therapists)
	return q
}

// inParts asks which parts of the week bring openings beside the preferred times.
func (q *OpeningQuery) inParts(key string) OpeningQuery {
	out := *q
	out.Key, out.Parts = key, true
	return out
}

// base is the question for a need; whom it is about is the caller's to say.
func (v *view) base(n *Need) OpeningQuery {
	return OpeningQuery{
		Key: KeyBase, Modes: n.Modes, Zone: v.in.Zone, Preferred: windows(n), OnlyPreferred: requiredTimes(n),
		Room: n.room(), Within: v.within(n),
	}
}

// same reports whether two queries ask the same of the same therapists.
func (q *OpeningQuery) same(o *OpeningQuery) bool {
	return slices.Equal(q.Therapists, o.Therapists) && slices.Equal(q.Modes, o.Modes) && slices.Equal(q.Room.Sites, o.Room.Sites) &&
		q.Room.Persons == o.Room.Persons && q.Within == o.Within
}

// asking leaves out what asks for nobody, and asks no one for a room they cannot offer.
func (v *view) asking(all []OpeningQuery) []OpeningQuery {
	all = slices.DeleteFunc(all, func(q OpeningQuery) bool { return len(q.Therapists) == 0 })
	var out []OpeningQuery
	for i := range all {
		need := v.in.Need
		need.Modes = all[i].Modes
		out = append(out, all[i].byWay(v.confinement(&need, v.in.Therapists))...)
	}
	return out
}

// windows are the windows to look in: the required ones where there are any, else all that were wished.
func windows(need *Need) []Window {
	required := requiredTimes(need)
	var out []Window
	for _, t := range need.Times {
		if !required || t.Strength == Required {
			out = append(out, t.Window)
		}
	}
	return out
}
