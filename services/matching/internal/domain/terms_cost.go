package domain

import (
	"fmt"
	"strconv"

	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// fee takes points for what is above the comfortable share of the client's limit.
func (f *fit) fee() {
	limit := f.need.Payment.SelfPayMaxCents
	if limit == nil || *limit == 0 {
		return
	}
	points := f.kernel.Fee(f.row)
	cents := score.Payable(f.t.FeeCents, f.t.SlidingFeeCents, *limit)
	switch {
	case cents < f.t.FeeCents:
		f.add(con(score.Policy, "FEE_SLIDING", fmt.Sprintf("Asks %s; %s needs the sliding scale.", dollars(f.t.FeeCents), dollars(cents)), points))
	case points < 0:
		f.add(con(score.Policy, "FEE", fmt.Sprintf("At %s a session close to the client's limit.", dollars(cents)), points))
	default:
		f.add(pro(score.Policy, "FEE", fmt.Sprintf("At %s a session well within the client's limit.", dollars(cents)), 0))
	}
}

// nearlyFull is the share of the caseload from which on it speaks against a therapist. Policy: of a full-time caseload, 20 to 25, four or
// five places are left then. Below that it is told that it is more than half full, where that
// takes points.
const nearlyFull Micro = 800_000

// load adds or takes points by the square of the caseload after this client, half full being neutral.
func (f *fit) load() {
	target, points := f.t.TargetCaseload, f.row.Load
	if target == 0 {
		return
	}
	free := f.t.Residual()
	switch {
	case free == 1:
		f.add(con(score.Policy, "LAST_PLACE", "This would be the last free place.", points))
	case int64(target-free)*Unit >= nearlyFull*int64(target):
		f.add(con(score.Policy, "CASELOAD", "Nearly full: "+places(free, target), points))
	case points < 0:
		f.add(con(score.Policy, "CASELOAD", "More than half full with this client: "+places(free, target), points))
	default:
		f.add(pro(score.Policy, "CASELOAD", "Has "+places(free, target), points))
	}
}

func places(free, target int32) string {
	return strconv.Itoa(int(free)) + " free places of " + strconv.Itoa(int(target)) + "."
}

// price takes what the place is worth to others.
func (f *fit) price() {
	if f.row.Price == 0 {
		return
	}
	text := "The place is worth more to others on the waitlist, who have fewer to choose from."
	if f.t.PriceSource == PriceOfForecast {
		text = fmt.Sprintf("Kept open for clients who need this therapist more: of those who wait, and of those likely to come in the next %d weeks, "+
			"some have fewer to choose from.", forecast.Weeks)
	}
	f.add(con(score.Policy, "KEPT_OPEN", text, -f.row.Price))
}
