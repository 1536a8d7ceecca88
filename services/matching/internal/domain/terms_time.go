package domain

import (
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// times is the share of the openings that lie in wished windows, each counting by the strongest window it lies in.
func (f *fit) times() {
	var strongest int64
	for _, w := range f.need.Times {
		strongest = max(strongest, w.Strength.weight())
	}
	if strongest == 0 {
		return
	}
	var met, inside int64
	for _, o := range f.openings {
		var best int64
		for _, w := range f.need.Times {
			if w.Window.contains(o, f.loc) {
				best = max(best, w.Strength.weight())
			}
		}
		met += best
		if best > 0 {
			inside++
		}
	}
	all := int64(len(f.openings))
	points := f.weights.Time * met / (strongest * all)
	switch inside {
	case 0:
		f.add(con(score.Policy, "TIME_FIT", "Has no opening at the wished times.", 0))
	case all:
		f.add(pro(score.Policy, "TIME_FIT", "Has openings at the wished times.", points))
	default:
		f.add(pro(score.Policy, "TIME_FIT", "Has some openings at the wished times.", points))
	}
}

// wait adds or takes points by how far the first opening is from the neutral wait; a week costs those more who must be
// seen soon.
func (f *fit) wait() Term {
	waiting := int64(max(0, f.first().Sub(f.now)) / time.Minute)
	points := f.weights.WaitOf(waiting, tiers[f.need.Tier])
	text := "Can begin " + ahead(waiting/(24*60)) + ", on " + f.first().In(f.loc).Format("Monday, January 2")
	if points < 0 {
		return con(score.Observational, "WAIT", text+sooner[f.need.Tier]+".", points)
	}
	return pro(score.Observational, "SOON", text+".", points)
}

// sooner says why a wait speaks against a therapist where it would not for everyone.
var sooner = map[Tier]string{
	"PRIORITY": "; a client with priority should begin sooner", "URGENT": "; an urgent client should begin sooner",
}

// first is the start of the first opening.
func (f *fit) first() time.Time {
	first := f.openings[0].Start
	for _, o := range f.openings[1:] {
		if o.Start.Before(first) {
			first = o.Start
		}
	}
	return first
}

// ahead says how far away something is, to the nearest week.
func ahead(days int64) string {
	const week, half = 7, 3 // by definition, in whole days
	weeks := (days + half) / week
	switch {
	case days < week:
		return "within a week"
	case weeks == 1:
		return "in a little more than a week"
	case days%week == 0:
		return fmt.Sprintf("in %d weeks", weeks)
	default:
		return fmt.Sprintf("in about %d weeks", weeks)
	}
}

// leave takes points for a leave that begins soon after the first session.
func (f *fit) leave() {
	if len(f.t.Leave) == 0 {
		return
	}
	first := f.first()
	until := first.AddDate(0, 0, int(7*f.weights.LeaveWithin)).In(f.loc).Format(time.DateOnly)
	for _, l := range f.t.Leave {
		if l.StartDate < first.In(f.loc).Format(time.DateOnly) || l.StartDate > until {
			continue
		}
		weeks := min(daysBetween(l.StartDate, l.EndDate)/7+1, f.weights.LeaveWithin)
		f.add(con(score.Policy, "LEAVE", fmt.Sprintf("Is away from %s to %s, soon after the first session.", dateWords(l.StartDate), dateWords(l.EndDate)), -f.weights.LeaveWeek*weeks))
		break // one interruption is told; more would be told with the second
	}
}

// daysBetween counts the days from one date to another; zero when they are no dates.
func daysBetween(from, to string) int64 {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return max(0, int64(b.Sub(a)/(24*time.Hour)))
}
