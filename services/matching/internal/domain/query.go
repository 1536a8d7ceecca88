package domain

import (
	"slices"
	"time"
)

// OpeningQuery is one question to scheduling; its answer goes into Input.Openings under Key.
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
	// Room is what is asked of the room of openings in person.
	Room RoomWish
	// Within is how far ahead at most; zero leaves it to the configuration.
	Within time.Duration
	// Absences are dates in Zone on which openings of a therapist are of no use.
	Absences []Absence
}

// anyTimePerTherapist is enough openings to see over which stretches of the week they spread. Policy.
const anyTimePerTherapist = 20

// Queries returns what a ranking needs to know from scheduling: one question for everyone whom the rules, as they are
// or with one wish less, let through, and one for each relaxation that changes what scheduling is asked.
func Queries(in *Input) ([]OpeningQuery, error) {
	v, err := newView(in)
	if err != nil {
		return nil, err
	}
	return v.queries(), nil
}

func (v *view) queries() []OpeningQuery {
	in := v.in
	relaxations := v.variants()
	names := map[string][]string{}
	ask := func(key string, t *Therapist) {
		if !slices.Contains(names[key], t.ID) {
			names[key] = append(names[key], t.ID)
		}
	}
	relaxed := make([]*asked, len(relaxations))
	for i := range relaxations {
		relaxed[i] = v.ask(&relaxations[i].need)
	}
	for i := range in.Therapists {
		t := &in.Therapists[i]
		if v.fits(v.own, i) {
			ask(KeyBase, t)
			if requiredTimes(&in.Need) {
				ask(KeyAnyTime, t)
			}
			if travels(&in.Need) {
				ask(KeyAnySite, t)
			}
		}
		for r := range relaxations {
			if v.fits(relaxed[r], i) {
				ask(relaxations[r].key, t)
			}
		}
	}
	base := v.base(&in.Need)
	queries := []OpeningQuery{base, {
		Key: KeyAnyTime, Modes: in.Need.Modes, Zone: in.Zone, PerTherapist: anyTimePerTherapist, Room: base.Room, Within: base.Within,
	}}
	anywhere := base
	anywhere.Key, anywhere.Room.Sites = KeyAnySite, nil
	queries = append(queries, anywhere)
	for i := range relaxations {
		if r := &relaxations[i]; r.key != KeyBase {
			q := base
			q.Key, q.Modes, q.PerTherapist, q.Room, q.Within = r.key, r.need.Modes, 1, r.need.room(), v.within(&r.need)
			queries = append(queries, q)
		}
	}
	out := queries[:0]
	for _, q := range queries {
		if q.Therapists = names[q.Key]; len(q.Therapists) > 0 {
			slices.Sort(q.Therapists)
			q.Absences = v.absences(&in.Need, q.Therapists)
			out = append(out, q)
		}
	}
	return out
}

// base is the question for a need; whom it is about is the caller's to say.
func (v *view) base(n *Need) OpeningQuery {
	return OpeningQuery{
		Key: KeyBase, Modes: n.Modes, Zone: v.in.Zone, Preferred: windows(n), OnlyPreferred: requiredTimes(n),
		Room: n.room(), Within: v.within(n),
	}
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
