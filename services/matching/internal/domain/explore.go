package domain

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/explore"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// codeExplored marks who was drawn to come first.
const codeExplored = "EXPLORED"

// explore draws who of a near-tie comes first, by what is believed of each and how surely (package explore): for a routine need that
// is not severe and not at risk, and as long as anything is measured. Nobody who scores more than [Weights.NearTie] below the best
// comes first, which is the most it costs a client. How likely each was is written down before the draw, so that what another order
// would have brought can be estimated later. It reports whether the order changed.
//
// While too few new clients went to therapists of whom little is measured, the draw leans to those of the near-tie. More cannot be
// done for that share: where nobody of them is as good as the best, the best comes first.
//
// What is gained is a record of chance at a known price, not benefit: in two simulated years it cost 0.0003 per client by the engine's
// estimates and changed the true benefit by no more than 0.001 in either direction (TestLearning of package simulate).
func (v *view) explore(kernel *score.Need, ranked []Ranked) bool {
	n, w := &v.in.Need, &v.in.Weights
	if w.NearTie == 0 || n.Severe() || tiers[n.Tier] > 0 || n.atRisk() || v.in.Answered.Human || !v.measured(kernel) {
		return false
	}
	tie := v.nearTie(kernel, ranked)
	if len(tie) < 2 {
		return false
	}
	likely := explore.Propensities(tie, w.EvenShare, v.in.Recent.short(w.LearnShare))
	for i, p := range likely {
		ranked[i].Propensity = p
	}
	drawn := v.pick(ranked, likely)
	if drawn == 0 {
		return false
	}
	chosen := &ranked[drawn]
	add := ranked[0].Score - chosen.Score + 1
	chosen.Score += add
	chosen.Terms = append(chosen.Terms, Term{
		Reason: Reason{codeExplored, "About as good as the best. Who of these is shown first was drawn, so that it becomes known whom they help."},
		Points: add, Evidence: score.Policy,
	})
	return true
}

// pick is whom the inquiry's number draws. They stand in an order of the inquiry's and not in that of their scores, so that two who
// pass each other between one ranking and the next change the draw as little as they change how likely each is.
func (v *view) pick(ranked []Ranked, likely []Micro) int {
	order, standing := make([]int, len(likely)), make([]Micro, len(likely))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v.tie(ranked[a].Therapist), v.tie(ranked[b].Therapist)) })
	for i, at := range order {
		standing[i] = likely[at]
	}
	return order[explore.Pick(standing, draw(v.in.Inquiry, v.in.Seed))]
}

// drawn is what was added to the score of this therapist, who was drawn to come first; zero for all others.
func (r *Ranked) drawn() Micro {
	for i := range r.Terms {
		if r.Terms[i].Code == codeExplored {
			return r.Terms[i].Points
		}
	}
	return 0
}

// Fit is the score without a draw.
func (r *Ranked) Fit() Micro { return r.Score - r.drawn() }

// Explored is what it costs the client that this therapist was drawn to come first; zero for all others.
func (r *Ranked) Explored() Micro { return max(0, r.drawn()-1) } // the one puts them before the best

// nearTie are the first of the ranking, as far as they are as good as the best.
func (v *view) nearTie(kernel *score.Need, ranked []Ranked) (out []explore.Therapist) {
	for i := range ranked {
		if ranked[0].Score-ranked[i].Score > v.in.Weights.NearTie || len(out) == explore.Most {
			break
		}
		track := v.in.track(ranked[i].Therapist)
		sd, common := track.doubt(&v.in.Weights)
		out = append(out, explore.Therapist{Score: ranked[i].Score, SD: kernel.Doubt(&sd, &common), Learning: track.little(kernel, &v.in.Weights)})
	}
	return out
}

// track is what was measured of a therapist, nil of one who is not part of the input.
func (in *Input) track(therapist string) *Track {
	for i := range in.Therapists {
		if in.Therapists[i].ID == therapist {
			return &in.Therapists[i].Track
		}
	}
	return nil
}

// doubt is how unsure the track record is by domain: where there is none, as unsure as therapists differ.
func (t *Track) doubt(w *Weights) (sd, common [score.Domains]int32) {
	for k := range sd {
		if sd[k], common[k] = t.SD[k], t.Common[k]; sd[k] == 0 {
			sd[k], common[k] = int32(w.PriorSD), int32(w.PriorCommon) //nolint:gosec // below Unit
		}
	}
	return sd, common
}

// little reports whether little is measured in the domains that count.
func (t *Track) little(kernel *score.Need, w *Weights) bool { return t.courses(kernel) < w.LearnBelow }

// courses is how much is measured in the domains that count.
func (t *Track) courses(kernel *score.Need) (total int64) {
	for k := range kernel.Tracks() {
		domain, _ := kernel.Domain(k)
		total += int64(t.N[domain])
	}
	return total
}

// measured reports whether anything is, of anybody, in the domains that count.
func (v *view) measured(kernel *score.Need) bool {
	for i := range v.in.Therapists {
		if v.in.Therapists[i].Track.courses(kernel) > 0 {
			return true
		}
	}
	return false
}

// seedOf makes a draw the inquiry's and its need's: the same question is answered with the same first, however often it is asked, and
// the likelihoods that are stored are those of the one draw there was.
func seedOf(need *Need, zone string) (string, error) {
	same := *need // however its insurer is spelled
	same.Payment.Insurer, same.Payment.Network = vocabulary.PayerKey(need.Payment.Insurer), vocabulary.Letters(need.Payment.Network)
	asked, err := json.Marshal(&same)
	if err != nil {
		return "", fmt.Errorf("write need: %w", err)
	}
	return id.Derive("draw", zone, string(asked)), nil
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
func (v *view) notes(kernel *score.Need) (out []Reason) {
	if v.in.Need.unasked() {
		out = append(out, Reason{"SAFETY_NOT_ASKED", "A concern speaks of harming oneself, and it is not recorded what the safety questions brought. Ask them, and record it; where someone may be at risk, the clinical lead speaks with them first."})
	}
	if v.in.Need.LocationState == "" {
		out = append(out, Reason{"LOCATION_UNKNOWN", "Where the client will be during sessions is not recorded, and the license depends on it. Ask, and record the state with the call; in person it is that of the site."})
	}
	if v.in.Located {
		out = append(out, Reason{"LOCATION_ASSUMED", fmt.Sprintf("Where the client will be during sessions is not recorded: taken to be in %s, where the practice is. Ask, for the license depends on it, and record the state with the call.", stateName(v.in.Need.LocationState))})
	}
	if v.in.Need.unconsented() {
		out = append(out, Reason{"CONSENT_MISSING", "No consent of a parent or guardian is recorded for this minor. Ask for it, and record it with the call; whether a minor may consent alone is for a clinician to find."})
	}
	if v.measured(kernel) {
		return out
	}
	if kernel.Tracks() == 0 {
		return append(out, Reason{"NO_CONCERN", "No concern was said: ranked by wishes, waiting, cost and places."})
	}
	by := ""
	if v.inferred(kernel) {
		by = "what was measured in other concerns, "
	}
	return append(out, Reason{"NOT_MEASURED", "No outcomes were measured for this concern yet: ranked by " + by + "what therapists state, wishes, waiting, cost and places."})
}

// inferred reports whether a track record counts for anybody.
func (v *view) inferred(kernel *score.Need) bool {
	for k := range kernel.Tracks() {
		for _, row := range v.rows {
			if kernel.Track(k, row) != 0 {
				return true
			}
		}
	}
	return false
}
