package domain

import (
	"slices"
	"strconv"
	"time"
)

// place is the state in which a session held in a way would be, whose licence counts: where the client is, and in person where the
// practice is. Empty when that is not known.
func (n *Need) place(m Mode) string {
	if m == InPerson && n.PracticeState != "" {
		return n.PracticeState
	}
	return n.LocationState
}

// allows reports whether the licence lets its holder see the client at a place on a day, and make the diagnosis an insurer asks for.
// Where the place is not known any licence that holds will do, and the candidate carries a note to ask.
func (n *Need) allows(l *License, place, date string) bool {
	return (place == "" || l.State == place) && l.usable(date) && (place == "" || n.Payment.Insurer == "" || l.diagnoses())
}

// allowed reports whether one of the therapist's licences does.
func (n *Need) allowed(t *Therapist, place, date string) bool {
	for i := range t.Licenses {
		if n.allows(&t.Licenses[i], place, date) {
			return true
		}
	}
	return false
}

// allowedUntil is the last day of those that do on the date; "" without one.
func (n *Need) allowedUntil(t *Therapist, place, date string) string {
	last := ""
	for i := range t.Licenses {
		if l := &t.Licenses[i]; n.allows(l, place, date) {
			last = max(last, l.ExpireDate)
		}
	}
	return last
}

// where says in which of the ways the client accepts a therapist is asked for openings, in person and otherwise, and until which day
// they may be seen so.
type where struct {
	inPerson, remote bool
	last             string
}

// where: in the ways for which a licence allows it on the date. A licence that ends before soon (YYYY-MM-DD) is none where that for the
// other ways lasts longer: whoever began so would have to stop.
func (n *Need) where(t *Therapist, date, soon string) where {
	accepted := setOf(n.Modes)
	w := where{inPerson: (accepted == 0 || accepted&person != 0) && !n.roomless(t), remote: accepted == 0 || accepted&^person != 0}
	if n.PracticeState == "" {
		w.last = n.allowedUntil(t, n.LocationState, date)
		return w
	}
	here, there := "", ""
	if w.inPerson {
		here = n.allowedUntil(t, n.PracticeState, date)
	}
	if w.remote {
		there = n.allowedUntil(t, n.LocationState, date)
	}
	if here != "" && there != "" && min(here, there) < soon && here != there {
		if here < there {
			here = ""
		} else {
			there = ""
		}
	}
	w.inPerson, w.remote, w.last = here != "", there != "", min(here, there)
	if !w.inPerson || !w.remote {
		w.last = max(here, there)
	}
	return w
}

// where is that of the day, and of the days ahead in which the end of a licence matters.
func (v *view) where(n *Need, t *Therapist) where {
	if n.PracticeState == "" {
		return n.where(t, v.date, "")
	}
	return n.where(t, v.date, v.soon())
}

// soon is the day before which the end of a licence is a reason not to begin.
func (v *view) soon() string { return v.in.Now.In(v.loc).AddDate(0, 0, soon).Format(time.DateOnly) }

// meetings are the ways of meeting, by their bits in a set of them.
var meetings = [...]Mode{InPerson, Video, Phone}

// person is the bit of meeting in person.
const person = 1

// meetingFacts name the sets of ways in which a therapist meets.
var meetingFacts = func() (out [1 << len(meetings)]string) {
	for set := range out {
		out[set] = "meets:" + strconv.Itoa(set)
	}
	return out
}()

// setOf is the number of a set of ways.
func setOf(modes []Mode) (set int) {
	for i, m := range meetings {
		if slices.Contains(modes, m) {
			set |= 1 << i
		}
	}
	return set
}

// places says where somebody who meets in these ways would see the client, in the practice or where the client is: in the ways the
// client accepts, and in their own where they have none of those.
func (n *Need) places(set int) (inPerson, remote bool) {
	common := set & setOf(n.modes())
	if common == 0 {
		common = set
	}
	return common&person != 0, common&^person != 0 || common == 0
}

// beside are the facts of those who would see the client elsewhere: in the practice or not, where the client is or not.
func (n *Need) beside(inPerson, remote bool) (out []string) {
	for set := range meetingFacts {
		if here, there := n.places(set); here != inPerson || there != remote {
			out = append(out, meetingFacts[set])
		}
	}
	return out
}

// offers reports whether the therapist meets so; one who does not say, in every way.
func (n *Need) offers(t *Therapist, m Mode) bool {
	return len(t.Modes) == 0 || slices.Contains(t.Modes, m)
}

// confined reports whether the therapist may see the client in some of the ways only that both accept, for want of a licence.
func (v *view) confined(n *Need, t *Therapist) bool {
	if n.PracticeState == "" {
		return false
	}
	w := v.where(n, t)
	here, there := n.places(setOf(t.Modes))
	return here && there && w.inPerson != w.remote && !n.roomless(t)
}
