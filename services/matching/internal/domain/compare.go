package domain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Comparison says why one therapist of a decision and not another.
type Comparison struct {
	// Summary is one sentence to read aloud.
	Summary string
	// Other is the second therapist's id; empty where nobody else fits.
	Other string
	// Lead is the first one's lead, the sum of the differences; negative where the other leads.
	Lead        Micro
	Differences []Difference
	// Excluded and OtherExcluded are the rules that exclude either.
	Excluded, OtherExcluded []Reason
	// Changes say what would bring the first one in, or before the other.
	Changes []string
}

// Difference is one part of the lead.
type Difference struct {
	Code, Text string
	Points     Micro
	// own and others are what is said of either.
	own, others string
}

// Compare says why therapist and not other, empty for the best of the others who fit, from a stored decision.
func (m *Matching) Compare(ctx context.Context, decision, therapist, other string) (Comparison, error) {
	d, err := m.store.Decision(ctx, decision)
	if err != nil {
		return Comparison{}, err
	}
	if other == "" || other == therapist {
		other = d.bestBeside(therapist)
	}
	if err := m.consider(ctx, &d, therapist, other); err != nil {
		return Comparison{}, err
	}
	c, err := Compare(&d, therapist, other)
	if err != nil || d.Engine != EngineVersion {
		return c, err // what another version would say of a change is not known here
	}
	c.Changes, err = changes(&d, therapist, other)
	return c, err
}

// bestBeside is the first of the ranking who is not the therapist; empty where there is nobody.
func (d *Decision) bestBeside(therapist string) string {
	for i := range d.Output.Ranked {
		if other := d.Output.Ranked[i].Therapist; other != therapist {
			return other
		}
	}
	return ""
}

// Compare compares two therapists of a decision by the terms and rules that are stored with it. Without another it says how the
// one came out.
func Compare(d *Decision, therapist, other string) (Comparison, error) {
	a, err := d.standing("therapist", therapist)
	if err != nil {
		return Comparison{}, err
	}
	if other == "" {
		return Comparison{Excluded: a.reasons, Summary: a.alone()}, nil
	}
	b, err := d.standing("other", other)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Other: other, Excluded: a.reasons, OtherExcluded: b.reasons}
	if a.reasons == nil && b.reasons == nil {
		c.Differences = differences(a, b)
		c.Lead = a.ranked.Score - b.ranked.Score
	}
	c.Summary = summary(&c, a, b)
	return c, nil
}

// WhyAfter says in one sentence why the i-th candidate ranks after the first.
func (r *Ranking) WhyAfter(i int) string {
	c, err := Compare(&r.Decision, r.Candidates[i].Therapist, r.Candidates[0].Therapist)
	if err != nil {
		return "" // both are of the decision
	}
	return c.Summary
}

// standing is how a therapist came out: ranked, or excluded by rules.
type standing struct {
	name    string
	ranked  *Ranked
	reasons []Reason
}

func (d *Decision) standing(field, therapist string) (standing, error) {
	if r, ok := d.ranked(therapist); ok {
		return standing{name: r.DisplayName, ranked: r}, nil
	}
	if e, ok := d.exclusion(therapist); ok {
		return standing{name: e.DisplayName, reasons: e.Reasons}, nil
	}
	return standing{}, errs.Invalid(errs.Field(field, "is not part of the decision"))
}

// kind joins the codes of one kind of term, so that "certified" and "not listed" are compared with each other.
func kind(code string) string {
	switch {
	case strings.HasPrefix(code, "CONCERN_"):
		return "CONCERN"
	case strings.HasPrefix(code, "FEE"):
		return "FEE"
	case code == "LAST_PLACE":
		return "CASELOAD"
	case code == "SOON":
		return "WAIT"
	default:
		return code
	}
}

// differences joins the terms of both by what they are about, the largest first. They sum to the lead, as the terms sum to the
// scores.
func differences(a, b standing) []Difference {
	type part struct {
		kind, about string
		points      Micro
		said        [2]string
	}
	parts := make([]part, 0, len(a.ranked.Terms)+len(b.ranked.Terms))
	gather := func(side int, sign Micro, terms []Term) {
		for i := range terms {
			t, kind := &terms[i], kind(terms[i].Code)
			at := slices.IndexFunc(parts, func(p part) bool { return p.kind == kind && p.about == t.About })
			if at < 0 {
				at = len(parts)
				parts = append(parts, part{kind: kind, about: t.About})
			}
			p := &parts[at]
			p.points += sign * t.Points
			if p.said[side] != "" {
				p.said[side] += "; "
			}
			text := strings.TrimSuffix(t.Text, ".")
			if kind == "WAIT" {
				text, _, _ = strings.Cut(text, "; ") // why waiting counts, which would be said of both
			}
			p.said[side] += text
		}
	}
	gather(0, 1, a.ranked.Terms)
	gather(1, -1, b.ranked.Terms)
	var out []Difference
	for i := range parts {
		p := &parts[i]
		if p.points == 0 {
			continue
		}
		out = append(out, Difference{p.kind, sideBySide(a, p.said[0], b, p.said[1]), p.points, p.said[0], p.said[1]})
	}
	slices.SortStableFunc(out, func(x, y Difference) int { return cmp.Compare(max(y.Points, -y.Points), max(x.Points, -x.Points)) })
	return out
}

// sideBySide says both, or what there is to say of one.
func sideBySide(a standing, own string, b standing, others string) string {
	switch {
	case own == "":
		return b.name + ": " + others + "."
	case others == "":
		return a.name + ": " + own + "."
	default:
		return a.name + ": " + own + ". " + b.name + ": " + others + "."
	}
}

// alone says how the therapist came out where nobody else fits.
func (a *standing) alone() string {
	if a.reasons != nil {
		return a.out()
	}
	return a.name + " is the only one who fits."
}

// out says why the therapist is not in the ranking.
func (a *standing) out() string {
	why := a.reasons[0]
	if why.Code == NotListed {
		return a.name + " " + strings.ToLower(why.Text[:1]) + why.Text[1:]
	}
	return a.name + " is ruled out: " + why.Text
}

// summary is the comparison in one sentence.
func summary(c *Comparison, a, b standing) string {
	switch {
	case a.reasons != nil:
		return a.out()
	case b.reasons != nil:
		return a.name + " fits; " + b.out()
	case len(c.Differences) == 0:
		return fmt.Sprintf("%s and %s fit equally well.", a.name, b.name)
	case c.Lead == 0:
		return fmt.Sprintf("%s and %s come out equal, for different reasons.", a.name, b.name)
	case max(c.Lead, -c.Lead) < tells:
		return fmt.Sprintf("%s and %s come out about equal.", a.name, b.name)
	}
	first, second := a, b
	if c.Lead < 0 {
		first, second = b, a
	}
	sentence := fmt.Sprintf("%s ranks before %s.", first.name, second.name)
	switch parts := largest(c, first, second); len(parts) {
	case 0:
		return sentence
	case 1:
		return sentence + " The largest part: " + parts[0]
	default:
		return sentence + " The largest parts, which weigh the same: " + strings.Join(parts, " ")
	}
}

// largest are the differences that make the most of the lead, in words: those that weigh the same as the largest when read aloud.
func largest(c *Comparison, first, second standing) []string {
	var out []string
	var most Micro
	for _, d := range c.Differences {
		if (d.Points > 0) != (c.Lead > 0) || d.own == d.others {
			continue // speaks against it, or does not say what differs
		}
		points := max(d.Points, -d.Points)
		if most = max(most, points); most-points < tells {
			own, others := d.own, d.others
			if c.Lead < 0 {
				own, others = others, own
			}
			out = append(out, sideBySide(first, own, second, others))
		}
	}
	return out
}

// tells is, by definition, the least lead that is not rounded to nothing when it is read aloud.
const tells = 5 * Unit / 1000
