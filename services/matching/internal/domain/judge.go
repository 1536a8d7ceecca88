package domain

import (
	"fmt"
	"slices"
	"time"
)

// judge returns the openings the i-th therapist has for the need, or the rules that leave none.
func (v *view) judge(a *asked, i int, key string) ([]Opening, []Reason) {
	if !v.fits(a, i) {
		return nil, v.exclude(a, i)
	}
	t := &v.in.Therapists[i]
	openings := v.in.Openings[key][t.ID]
	suits := make([]bool, 0, 32) // more than most have
	var some, lapsed, elsewhere, away, late bool
	roomless := a.need.roomless(t)
	var date [len(time.DateOnly)]byte
	for k := range openings {
		o, is := &openings[k], false
		day := string(o.Start.In(v.loc).AppendFormat(date[:0], time.DateOnly))
		switch {
		case o.Mode != "" && len(a.need.Modes) > 0 && !slices.Contains(a.need.Modes, o.Mode):
		case roomless && o.Mode == InPerson:
		case !a.need.reaches(*o):
		case !a.need.allowed(t, a.need.place(o.Mode), day):
			held := a.need.allowed(t, a.need.place(o.Mode), v.date)
			lapsed, elsewhere = lapsed || held, elsewhere || !held
		case t.away(day):
			away = true
		case v.late(a.need, *o):
			late = true
		default:
			is = v.suits(a.need, *o)
		}
		suits, some = append(suits, is), some || is
	}
	switch {
	case some:
		return only(openings, suits), nil
	case lapsed:
		return nil, []Reason{{RuleLicense, a.need.sayLapse(t, v.date)}}
	case elsewhere || v.confined(a.need, t):
		return nil, []Reason{{NoOpening, "Has no opening " + modesListed(a.need.confinedTo(t, v.where(a.need, t))) + ", the only way in which the license counts."}}
	case v.elsewhere(a, i):
		return nil, []Reason{{RuleTravel, "Has openings only at sites the client cannot get to."}}
	case requiredTimes(a.need) && v.in.Parts[KeyAnyTime][t.ID] != 0:
		return nil, []Reason{{NoOpening, "Has no opening at the times the client needs."}}
	case len(openings) == 0 && v.lapses(a.need, t) != "":
		return nil, []Reason{{RuleLicense, fmt.Sprintf("The license ends on %s, without an opening before.", dateWords(v.lapses(a.need, t)))}}
	case away || len(openings) == 0 && v.leaves(t):
		return nil, []Reason{{NoOpening, "Has no opening outside of planned leave."}}
	case late || v.within(a.need) > 0 && len(openings) == 0:
		return nil, []Reason{{NoOpening, fmt.Sprintf("Has no opening within %d days; the client must be seen by then.", v.in.Weights.LatestDays[tiers[a.need.Tier]])}}
	case roomless:
		return nil, []Reason{{NoOpening, fmt.Sprintf("Has no opening %s, and cannot offer the room the client needs.", modesListed(remote(a.need.modes())))}}
	case requiredTimes(a.need):
		return nil, []Reason{{NoOpening, "Has no opening at the times the client needs."}}
	default:
		return nil, []Reason{{NoOpening, "Has no opening in the weeks ahead."}}
	}
}

// only are the openings that suit: the same ones when all do.
func only(openings []Opening, suits []bool) []Opening {
	if !slices.Contains(suits, false) {
		return slices.Clip(openings)
	}
	var out []Opening
	for i := range openings {
		if suits[i] {
			out = append(out, openings[i])
		}
	}
	return out
}

// late reports whether the opening is later than a client of this tier must be seen.
func (v *view) late(n *Need, o Opening) bool {
	days := v.in.Weights.LatestDays[tiers[n.Tier]]
	return days > 0 && o.Start.After(v.in.Now.AddDate(0, 0, int(days)))
}

// away reports whether the therapist is on leave on a day.
func (t *Therapist) away(date string) bool {
	return slices.ContainsFunc(t.Leave, func(l Leave) bool { return l.StartDate <= date && date <= l.EndDate })
}

// suits reports whether the opening lies in a required window, where there is one.
func (v *view) suits(need *Need, o Opening) bool {
	if !requiredTimes(need) {
		return true
	}
	return slices.ContainsFunc(need.Times, func(w TimeWish) bool {
		return w.Strength == Required && w.Window.contains(o, v.loc)
	})
}

func requiredTimes(need *Need) bool {
	return slices.ContainsFunc(need.Times, func(w TimeWish) bool { return w.Strength == Required })
}
