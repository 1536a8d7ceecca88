package domain

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// explore puts a therapist of whom little is measured first, now and then, where that costs the client next to nothing:
// within a near-tie, for a routine need that is not severe and not at risk. How likely each was to come first is written
// down, so that what would have happened otherwise can be estimated later. It reports whether the order changed.
//
// The share is fixed and drawn evenly, not from what is believed of each therapist (Thompson sampling). The prior deviates by ten times a
// near-tie, so that would put a new therapist first in nearly half of the near-ties; and its likelihood is an integral that can come near
// zero. With a fixed share the likelihood is a whole number, known before the draw and the same on every machine, and a decision weighs in
// a later estimate by at most the number of learners over the share.
func (v *view) explore(kernel *score.Need, ranked []Ranked) bool {
	n, w := &v.in.Need, &v.in.Weights
	if len(ranked) < 2 || w.LearnShare == 0 || n.Severe() || tiers[n.Tier] > 0 || n.Risk == RiskElevated || v.courses(kernel, ranked[0].Therapist) < w.LearnBelow {
		return false
	}
	var learners []int
	for i := 1; i < len(ranked); i++ {
		if ranked[0].Score-ranked[i].Score <= w.NearTie && v.courses(kernel, ranked[i].Therapist) < w.LearnBelow {
			learners = append(learners, i)
		}
	}
	if len(learners) == 0 {
		return false
	}
	each := w.LearnShare / int64(len(learners))
	ranked[0].Propensity = Unit - each*int64(len(learners))
	for _, i := range learners {
		ranked[i].Propensity = each
	}
	drawn := draw(v.in.Inquiry, v.in.Seed)
	if drawn >= each*int64(len(learners)) {
		return false
	}
	chosen := &ranked[learners[drawn/each]]
	add := ranked[0].Score - chosen.Score + 1
	chosen.Score += add
	chosen.Terms = append(chosen.Terms, Term{
		Reason: Reason{"EXPLORED", fmt.Sprintf("As good as the best within %s; shown first so that more becomes known of their work.", standardDeviations(w.NearTie))},
		Points: add, Evidence: score.Policy,
	})
	return true
}

// courses is how much is measured of a therapist in the domains that count.
func (v *view) courses(kernel *score.Need, therapist string) int64 {
	var total int64
	for i := range v.in.Therapists {
		if t := &v.in.Therapists[i]; t.ID == therapist {
			for k := range kernel.Tracks() {
				domain, _ := kernel.Domain(k)
				total += int64(t.Track.N[domain])
			}
		}
	}
	return total
}

// draw is a number from 0 to Unit, the same for the same parts.
func draw(parts ...string) Micro {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return Micro(binary.BigEndian.Uint64(h.Sum(nil)) % uint64(Unit)) //nolint:gosec // below Unit
}

// notes are worth saying of the ranking as a whole.
func (v *view) notes(kernel *score.Need) []Reason {
	for i := range v.in.Therapists {
		for k := range kernel.Tracks() {
			if domain, _ := kernel.Domain(k); v.in.Therapists[i].Track.N[domain] > 0 {
				return nil
			}
		}
	}
	if kernel.Tracks() == 0 {
		return []Reason{{"NO_CONCERN", "No concern was said: ranked by wishes, waiting, cost and places."}}
	}
	return []Reason{{"NOT_MEASURED", "No outcomes were measured for this concern yet: ranked by what therapists state, wishes, waiting, cost and places."}}
}
