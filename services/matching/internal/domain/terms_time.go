package domain

import (
	"fmt"
	"time"
)

const minutesPerWeek = 7 * 24 * 60

// times is the share of the openings that lie in wished windows, each counting by the strongest window it lies in.
func (f *fit) times() []Term {
	var strongest int64
	for _, w := range f.need.Times {
		strongest = max(strongest, w.Strength.weight())
	}
	if strongest == 0 {
		return nil
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
		return []Term{con("TIME_FIT", "Has no opening at the wished times.", 0)}
	case all:
		return []Term{pro("TIME_FIT", "Has openings at the wished times.", points)}
	default:
		return []Term{pro("TIME_FIT", "Has some openings at the wished times.", points)}
	}
}

// wait adds or takes points by how far the first opening is from the neutral wait.
func (f *fit) wait() []Term {
	first := f.openings[0].Start
	for _, o := range f.openings[1:] {
		if o.Start.Before(first) {
			first = o.Start
		}
	}
	waiting := int64(max(0, first.Sub(f.now)) / time.Minute)
	counted := min(waiting, f.weights.WaitWeeksMax*minutesPerWeek)
	points := f.weights.WaitWeek * (f.weights.WaitWeeksNeutral*minutesPerWeek - counted) / minutesPerWeek
	text := "Can begin " + ahead(waiting/(24*60)) + "."
	if points < 0 {
		return []Term{con("WAIT", text, points)}
	}
	return []Term{pro("SOON", text, points)}
}

// ahead says how far away something is.
func ahead(days int64) string {
	switch {
	case days < 7:
		return "within a week"
	case days < 14:
		return "in a little more than a week"
	default:
		return fmt.Sprintf("in %d weeks", days/7)
	}
}

// fee takes points for what is above the comfortable share of the client's limit.
func (f *fit) fee() []Term {
	limit := f.need.Payment.SelfPayMaxCents
	if limit == nil || *limit == 0 {
		return nil
	}
	cents, sliding, _ := payable(f.need.Payment, f.t)
	above := max(0, cents-*limit*f.weights.FeeComfort/Unit)
	const tenth = 10
	points := -f.weights.FeeStep * above * tenth / *limit
	switch {
	case sliding:
		return []Term{con("FEE_SLIDING", fmt.Sprintf("Asks %s; %s needs the sliding scale.", dollars(f.t.FeeCents), dollars(cents)), points)}
	case points < 0:
		return []Term{con("FEE", fmt.Sprintf("At %s a session close to the client's limit.", dollars(cents)), points)}
	default:
		return []Term{pro("FEE", fmt.Sprintf("At %s a session well within the client's limit.", dollars(cents)), 0)}
	}
}

// load adds or takes points by the square of the caseload after this client, half full being neutral.
func (f *fit) load() []Term {
	target := int64(f.t.TargetCaseload)
	if target == 0 {
		return nil
	}
	after := int64(f.t.ActiveClients+f.t.Reserved) + 1
	const neutral = 4 // (1/2)² as a divisor
	points := f.weights.Load/neutral - f.weights.Load*after*after/(target*target)
	free := f.t.Residual()
	switch {
	case free == 1:
		return []Term{con("LAST_PLACE", "This would be the last free place.", points)}
	case points < 0:
		return []Term{con("CASELOAD", fmt.Sprintf("Nearly full: %d free places of %d.", free, target), points)}
	default:
		return []Term{pro("CASELOAD", fmt.Sprintf("Has %d free places of %d.", free, target), points)}
	}
}

// notes are worth saying and do not count.
func (f *fit) notes() []Term {
	if f.need.LocationState != "" {
		return nil
	}
	return []Term{con("ASK_LOCATION", "Ask where the client will be during sessions: the licence depends on it.", 0)}
}
