package simulate

import (
	"math"

	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// domains is the number of outcome domains, concernsEach how many concerns a made-up domain has: policy, as
// the vocabulary has about fifty in its twelve.
const (
	domains      = evidence.Domains
	concernsEach = 4
)

// concern is the number of a domain's concern in the vocabulary of the score.
func concern(domain, which int) uint8 {
	return uint8(domain*concernsEach + which + 1)
}

// staff is the therapists of a world: what is true of them, and what the engine knows.
type staff struct {
	theta [][domains]float64
	// rows are what the product's score reads; raw is the same with plain means in place of estimates.
	rows, raw []score.Row
	facts     *score.Dictionary
	// fitted is what the engine found out about therapists in general.
	fitted evidence.Model
}

func newStaff(cfg *Config, seed uint64) *staff {
	s := &staff{
		theta: make([][domains]float64, cfg.Therapists), rows: make([]score.Row, cfg.Therapists), facts: score.NewDictionary(),
	}
	truth, profile, history := newStream(seed, useTruth), newStream(seed, useProfile), newStream(seed, useHistory)
	tracks := make([]evidence.Track, cfg.Therapists)
	for j := range s.rows {
		s.theta[j] = draw(truth, cfg)
		s.declare(profile, cfg, j)
		tracks[j] = s.measure(history, cfg, j)
	}
	s.fitted = evidence.Fit(tracks)
	s.raw = make([]score.Row, len(s.rows))
	for j := range s.rows {
		posterior := s.fitted.Posterior(&tracks[j])
		estimate := posterior.Estimate(tracks[j].N)
		s.raw[j] = s.rows[j]
		for k := range domains {
			s.rows[j].Theta[k] = int32(estimate.Theta[k])
			s.rows[j].Prior[k] = score.Left(int32(estimate.Left[k])) //nolint:gosec // at most Unit
			s.raw[j].Theta[k] = int32(math.Round(tracks[j].Mean[k] * float64(score.Unit)))
		}
	}
	return s
}

// draw makes a therapist's true strengths: one skill, and one of each domain.
func draw(s *stream, cfg *Config) (theta [domains]float64) {
	common := float64(math.Sqrt(cfg.Tau2*cfg.Rho) * s.normal())
	own := math.Sqrt(cfg.Tau2 * (1 - cfg.Rho))
	for k := range theta {
		theta[k] = common + float64(own*s.normal())
	}
	return theta
}

// measure makes the history: each course is measured in the three domains the client was troubled in.
func (s *staff) measure(r *stream, cfg *Config, j int) (t evidence.Track) {
	courses := r.poisson(cfg.Cases)
	if r.chance(cfg.New) {
		courses = 0
	}
	common := prevalence(cfg.Plain)
	noise := math.Sqrt(1 - cfg.Tau2)
	for range courses {
		for _, k := range three(r, common) {
			t.N[k]++
			t.Mean[k] += s.theta[j][k] + float64(noise*r.normal())
		}
	}
	for k, n := range t.N {
		if n > 0 {
			t.Mean[k] /= float64(n)
		}
	}
	return t
}

// three draws three different domains, the more common ones more often.
func three(r *stream, common []int) (out [3]int) {
	for n := 0; n < len(out); {
		k := r.pick(common)
		if n > 0 && k == out[0] || n > 1 && k == out[1] {
			continue
		}
		out[n] = k
		n++
	}
	return out
}

// declare makes the profile: what the therapist says of their strengths, offers and is.
func (s *staff) declare(r *stream, cfg *Config, j int) {
	row := &s.rows[j]
	// From which standard score on a concern is listed, trained in and certified. Assumed: half, a quarter and a tenth of
	// them.
	steps := [3]float64{0, 0.67, 1.28}
	rest := math.Sqrt(1 - declaredCorrelation*declaredCorrelation)
	for k := range domains {
		for which := range concernsEach {
			said := float64(declaredCorrelation*s.theta[j][k])/math.Sqrt(cfg.Tau2) + float64(rest*r.normal())
			for level, from := range steps {
				if said > from {
					row.Levels.Set(concern(k, which), uint64(level)+score.Listed)
				}
			}
		}
	}
	if cfg.Plain {
		return
	}
	for _, a := range axes() {
		for _, o := range a.options {
			if r.below(100) < o.offering {
				row.Facts = row.Facts.With(s.facts.Number(a.rule + ":" + o.name))
			}
		}
	}
	for _, w := range wishes() {
		for _, o := range s.has(r, &w) {
			row.Facts = row.Facts.With(s.facts.Number(w.kind + ":" + o.name))
		}
	}
}

// has draws what of a wish's values the therapist meets.
func (s *staff) has(r *stream, w *wish) (out []option) {
	if w.exclusive {
		shares := make([]int, len(w.values))
		for i, o := range w.values {
			shares[i] = o.offering
		}
		return []option{w.values[r.pick(shares)]}
	}
	for _, o := range w.values {
		if r.below(100) < o.offering {
			out = append(out, o)
		}
	}
	return out
}
