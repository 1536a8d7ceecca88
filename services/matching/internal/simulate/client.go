package simulate

import "github.com/firstcall-health/firstcall/services/matching/internal/score"

// client is a made-up client.
type client struct {
	// arrives is the day they come.
	arrives int32
	// tier is 0 routine, 1 priority, 2 urgent.
	tier     uint8
	severity uint8
	domains  [3]int
	concerns [3]uint8
	// must are the rules a therapist has to meet, asks the wishes that weigh.
	must []score.Condition
	asks []score.Wish
}

// newClient draws a client.
func (s *staff) newClient(r *stream, cfg *Config) client {
	c := client{domains: three(r, prevalence(cfg.Plain))}
	for i, k := range c.domains {
		c.concerns[i] = concern(k, r.below(concernsEach))
	}
	if cfg.Days > 0 {
		c.arrives = int32(r.below(cfg.Days))
	}
	if cfg.Plain {
		return c
	}
	c.tier = uint8(r.pick(tiers()))
	// Index 0 of the score's severities is "not said".
	c.severity = uint8(r.pick(severities())) + 1
	for _, a := range axes() {
		c.need(s, a.rule, a.options[r.pick(clientShares(a.options))].name)
	}
	for _, w := range wishes() {
		if r.below(100) >= w.asked {
			continue
		}
		value := w.values[r.pick(clientShares(w.values))].name
		if r.below(100) < w.required {
			c.need(s, w.kind, value)
			continue
		}
		fact := s.facts.Find(w.kind + ":" + value)
		c.asks = append(c.asks, score.Wish{Full: fact, Half: score.NoFact, Strength: int64(1 + r.below(2))})
	}
	return c
}

func (c *client) need(s *staff, kind, value string) {
	clause := score.Clause{Rule: kind, Any: []string{kind + ":" + value}}
	c.must = append(c.must, clause.Compile(s.facts))
}

func clientShares(options []option) []int {
	out := make([]int, len(options))
	for i, o := range options {
		out[i] = o.clients
	}
	return out
}

// fits reports whether the therapist meets every rule.
func (c *client) fits(row *score.Row) bool {
	for i := range c.must {
		if !c.must[i].Met(row) {
			return false
		}
	}
	return true
}

// spec is the need as the score reads it.
func (c *client) spec() score.Spec {
	out := score.Spec{Severity: int(c.severity), Wishes: c.asks}
	for i, k := range c.domains {
		out.Concerns = append(out.Concerns, score.Concern{Number: c.concerns[i], Domain: uint8(k)})
	}
	return out
}
