package score_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// rounding is the most that two scores differ by rounding: a part of [score.Whole] for each of three declared concerns, and a
// millionth or two for each term.
const rounding = 16

// practised is a therapist with levels by concern, and what was measured of them.
type practised struct {
	levels score.Levels
	track  evidence.Track
}

// row is the therapist as the kernel knows them by the model.
func (p *practised) row(m evidence.Model) score.Row {
	posterior := m.Posterior(&p.track)
	e := posterior.Estimate(p.track.N)
	r := score.Row{Levels: p.levels}
	for k := range r.Theta {
		r.Theta[k], r.Prior[k] = int32(e.Theta[k]), score.Left(int32(e.Left[k]))
	}
	return r
}

// add is one more course in a domain.
func (p practised) add(domain int, change float64) practised {
	n := float64(p.track.N[domain])
	p.track.Mean[domain] = (p.track.Mean[domain]*n + change) / (n + 1)
	p.track.N[domain]++
	return p
}

// expected is the effect the engine expects in a domain, in d: what was measured, and what that leaves of what is declared of the
// need's concerns in it, by their weights.
func expected(s *score.Spec, w *score.Weights, r *score.Row, domain int) float64 {
	shares := w.Shares(len(s.Concerns))
	var mean, weight float64
	for i, share := range shares {
		if int(s.Concerns[i].Domain) == domain {
			mean += float64(share) * float64(w.MeanOf(r.Levels.At(s.Concerns[i].Number)))
			weight += float64(share)
		}
	}
	out := float64(r.Theta[domain])
	if weight > 0 {
		out += mean / weight * float64(r.Prior[domain]) / score.Whole
	}
	return out / float64(score.Unit)
}

// TestMoreEvidenceOfBenefitNeverRanksLower adds a course to what is known of a therapist. Evidence of benefit is one that went at
// least as well as was expected of them: at least as well as declared, where nothing was measured; at least as well as the average,
// where nothing was declared either. In whatever domain, of whatever client, by whatever model therapists differ: no need's score
// falls. The same courses with a higher mean never rank lower either, and courses that are no worse than the average never bring
// anybody below one of whom nothing is known.
func TestMoreEvidenceOfBenefitNeverRanksLower(t *testing.T) {
	t.Parallel()
	w := score.Default()
	rapid.Check(t, func(t *rapid.T) {
		m := evidence.Model{
			Tau2: rapid.Float64Range(evidence.MinTau2, evidence.MaxTau2).Draw(t, "τ²"), Rho: rapid.Float64Range(0, evidence.MaxRho).Draw(t, "ρ"),
		}
		p := practised{}
		s := score.Spec{}
		for range rapid.IntRange(1, 4).Draw(t, "concerns") {
			c := score.Concern{Number: uint8(rapid.IntRange(1, 20).Draw(t, "concern")), Domain: uint8(rapid.IntRange(0, 3).Draw(t, "domain"))}
			s.Concerns = append(s.Concerns, c)
			p.levels.Set(c.Number, uint64(rapid.IntRange(score.NotListed, score.Certified).Draw(t, "level")))
		}
		for k := range 5 {
			if p.track.N[k] = rapid.Int32Range(0, 200).Draw(t, "n"); p.track.N[k] > 0 {
				p.track.Mean[k] = rapid.Float64Range(-1, 1).Draw(t, "mean")
			}
		}
		before := p.row(m)
		domain := rapid.IntRange(0, 5).Draw(t, "of")
		better := rapid.Float64Range(0, 2).Draw(t, "better")
		after := p.add(domain, expected(&s, &w, &before, domain)+better)
		higher := p
		for k := range higher.track.Mean {
			if higher.track.N[k] > 0 {
				higher.track.Mean[k] += better
			}
		}
		average := practised{levels: p.levels, track: evidence.Track{N: p.track.N}}
		for s.Severity = range w.Severity {
			n := score.NewNeed(&s, &w)
			for name, as := range map[string]practised{"a course at least as good as expected": after, "a higher mean": higher} {
				r := as.row(m)
				require.GreaterOrEqual(t, n.Score(&r)+rounding, n.Score(&before), "%s, severity %d", name, s.Severity)
			}
			r := average.row(m)
			require.GreaterOrEqual(t, n.Score(&r)+rounding, n.Score(&score.Row{}), "severity %d", s.Severity)
		}
	})
}

// TestAsGoodAsDeclaredStays measures courses of somebody certified: exactly as good as declared they change nothing, better they raise
// the score the more the more there are, for clients of every severity.
func TestAsGoodAsDeclaredStays(t *testing.T) {
	t.Parallel()
	w := score.Default()
	for severity := range w.Severity {
		n := score.NewNeed(&score.Spec{Concerns: []score.Concern{{Number: 1, Domain: 3}}, Severity: severity}, &w)
		certified := practised{}
		certified.levels.Set(1, score.Certified)
		of := func(courses int32, mean float64) score.Micro {
			p := certified
			p.track.N[3], p.track.Mean[3] = courses, mean
			r := p.row(evidence.Start())
			return n.Score(&r)
		}
		declared := float64(w.Expertise) / float64(score.Unit)
		last := of(0, 0)
		for courses := int32(1); courses <= 200; courses++ {
			require.InDelta(t, of(0, 0), of(courses, declared), rounding, "severity %d, %d courses", severity, courses)
			now := of(courses, declared+.13)
			require.Greater(t, now, last, "severity %d, %d courses", severity, courses)
			last = now
		}
	}
}
