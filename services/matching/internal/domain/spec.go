package domain

import (
	"strconv"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// Spec is the need as the kernel compiles it, on a day (YYYY-MM-DD); the dictionary knows the therapists' facts.
func Spec(n *Need, date string, d *score.Dictionary) score.Spec {
	s := score.Spec{Severity: severities[n.Severity]}
	for _, code := range n.Concerns {
		c, _ := vocabulary.Concern(string(code))
		s.Concerns = append(s.Concerns, score.Concern{Number: c.Number, Domain: c.Domain})
	}
	for i := range n.Preferences {
		p := &n.Preferences[i]
		full, half := p.facts()
		s.Wishes = append(s.Wishes, score.Wish{
			Full: find(d, full), Half: find(d, half), Since: p.since(date), Avoid: p.Avoid, Stated: p.Avoid && p.identity(), Strength: p.Strength.weight(),
		})
	}
	if n.Style != nil {
		s.Style, s.HasStyle = n.Style.axes(), true
	}
	if limit := n.Payment.SelfPayMaxCents; limit != nil {
		s.LimitCents = *limit
	}
	return s
}

func find(d *score.Dictionary, fact string) score.Fact {
	if fact == "" {
		return score.NoFact
	}
	return d.Find(fact)
}

// facts are those that meet the wish wholly and by half; empty where there is none. Of what a therapist is to state and the
// client avoids, the second is that anything was stated.
func (p *Preference) facts() (full, half string) {
	switch p.Kind {
	case WishGender:
		return "gender:" + p.Value, p.stated("gender")
	case WishCulture:
		return "culture:" + p.Value, p.stated("culture")
	case WishFaith:
		return "faith:" + p.Value, p.stated("faith")
	case WishLGBTQ:
		return "lgbtq", p.stated("lgbtq")
	case WishApproach:
		return "approach:" + p.Value, "listed:" + p.Value
	default:
		return "", ""
	}
}

// identity reports whether the wish is about what therapists state of themselves, or do not.
func (p *Preference) identity() bool {
	switch p.Kind {
	case WishGender, WishCulture, WishFaith, WishLGBTQ:
		return true
	default:
		return false
	}
}

func (p *Preference) stated(what string) string {
	if !p.Avoid {
		return ""
	}
	return "stated-" + what
}

// since is the last year in which a therapist of the wished experience may have begun, counting calendar years; zero for
// other wishes.
func (p *Preference) since(date string) int32 {
	if p.Kind != WishExperience {
		return 0
	}
	const never = 1 // before anyone began
	years, err := strconv.ParseInt(p.Value, 10, 32)
	if err != nil || len(date) < 4 {
		return never
	}
	now, err := strconv.ParseInt(date[:4], 10, 32)
	if err != nil {
		return never
	}
	return int32(max(never, now-years)) //nolint:gosec // a year
}
