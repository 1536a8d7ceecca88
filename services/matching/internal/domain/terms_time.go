package domain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// minutesPerWeek are so many by definition.
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
		return []Term{con(score.Policy, "TIME_FIT", "Has no opening at the wished times.", 0)}
	case all:
		return []Term{pro(score.Policy, "TIME_FIT", "Has openings at the wished times.", points)}
	default:
		return []Term{pro(score.Policy, "TIME_FIT", "Has some openings at the wished times.", points)}
	}
}

// wait adds or takes points by how far the first opening is from the neutral wait; a week costs those more who must be
// seen soon.
func (f *fit) wait() []Term {
	waiting := int64(max(0, f.first().Sub(f.now)) / time.Minute)
	counted := min(waiting, f.weights.WaitWeeksMax*minutesPerWeek)
	costs := counted * f.weights.Tiers[tiers[f.need.Tier]]
	points := f.weights.WaitWeek * (f.weights.WaitWeeksNeutral*minutesPerWeek - costs) / minutesPerWeek
	text := "Can begin " + ahead(waiting/(24*60)) + "."
	if points < 0 {
		return []Term{con(score.Observational, "WAIT", text, points)}
	}
	return []Term{pro(score.Observational, "SOON", text, points)}
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
	points := f.kernel.Fee(f.row)
	cents := score.Payable(f.t.FeeCents, f.t.SlidingFeeCents, *limit)
	switch {
	case cents < f.t.FeeCents:
		return []Term{con(score.Policy, "FEE_SLIDING", fmt.Sprintf("Asks %s; %s needs the sliding scale.", dollars(f.t.FeeCents), dollars(cents)), points)}
	case points < 0:
		return []Term{con(score.Policy, "FEE", fmt.Sprintf("At %s a session close to the client's limit.", dollars(cents)), points)}
	default:
		return []Term{pro(score.Policy, "FEE", fmt.Sprintf("At %s a session well within the client's limit.", dollars(cents)), 0)}
	}
}

// load adds or takes points by the square of the caseload after this client, half full being neutral.
func (f *fit) load() []Term {
	target, points := f.t.TargetCaseload, f.row.Load
	if target == 0 {
		return nil
	}
	free := f.t.Residual()
	switch {
	case free == 1:
		return []Term{con(score.Policy, "LAST_PLACE", "This would be the last free place.", points)}
	case points < 0:
		return []Term{con(score.Policy, "CASELOAD", fmt.Sprintf("Nearly full: %d free places of %d.", free, target), points)}
	default:
		return []Term{pro(score.Policy, "CASELOAD", fmt.Sprintf("Has %d free places of %d.", free, target), points)}
	}
}

// price takes what the place is worth to those who wait for it.
func (f *fit) price() []Term {
	if f.row.Price == 0 {
		return nil
	}
	return []Term{con(score.Policy, "KEPT_OPEN", "The place is worth more to others on the waitlist, who have fewer to choose from.", -f.row.Price)}
}

// leave takes points for a leave that begins soon after the first session.
func (f *fit) leave() []Term {
	first := f.first()
	until := first.AddDate(0, 0, int(7*f.weights.LeaveWithin)).In(f.loc).Format(time.DateOnly)
	var out []Term
	for _, l := range f.t.Leave {
		if l.StartDate < first.In(f.loc).Format(time.DateOnly) || l.StartDate > until {
			continue
		}
		weeks := min(daysBetween(l.StartDate, l.EndDate)/7+1, f.weights.LeaveWithin)
		out = append(out, con(score.Policy, "LEAVE", fmt.Sprintf("Is away from %s to %s, soon after the first session.", l.StartDate, l.EndDate), -f.weights.LeaveWeek*weeks))
		break // one interruption is told; more would be told with the second
	}
	return out
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

// notes are worth saying and do not count.
func (f *fit) notes() []Term {
	var out []Term
	if f.need.LocationState == "" {
		out = append(out, con(score.Policy, "ASK_LOCATION", "Ask where the client will be during sessions: the licence depends on it.", 0))
	}
	if f.need.Payment.Insurer != "" && f.unrecorded() {
		out = append(out, con(score.Policy, "ASK_DIAGNOSIS", "Ask whether the licence has the privilege to diagnose: the insurer needs a diagnosis.", 0))
	}
	if p := f.need.Payment; p.Insurer != "" && p.Network == "" && !slices.Contains(f.t.Insurers, p.Insurer) && f.inPart(p.Insurer) {
		out = append(out, con(score.Policy, "ASK_NETWORK", fmt.Sprintf("Ask for the network of the plan: not in every one of %s.", payerName(p.Insurer)), 0))
	}
	return append(out, f.weekly()...)
}

// inPart reports whether the therapist is in one of the insurer's networks.
func (f *fit) inPart(insurer string) bool {
	return slices.ContainsFunc(f.t.Insurers, func(i string) bool { return strings.HasPrefix(i, insurer+":") })
}

// unrecorded reports whether nobody recorded the privilege a title needs to diagnose where the client is.
func (f *fit) unrecorded() bool {
	for i := range f.t.Licenses {
		l := &f.t.Licenses[i]
		title, _ := vocabulary.Title(l.Title)
		if l.State == f.need.LocationState && l.State == diagnosesIn && l.usable(f.date) {
			if !title.Privilege || l.DiagnosisPrivilege != "" || l.Supervised {
				return false
			}
		}
	}
	return f.need.LocationState == diagnosesIn
}
