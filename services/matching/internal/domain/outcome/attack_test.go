package outcome

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// known is what a reader of a report can count: clients, and the figure told of them.
type known struct {
	who   map[string]bool
	group string
}

// without are those of k who are not among the others.
func (k known) without(others known) int {
	n := 0
	for who := range k.who {
		if !others.who[who] {
			n++
		}
	}
	return n
}

// told says of whom a cell tells, for one of the figures of a report.
type told struct {
	name string
	of   func(p *population, d Dimension, group string) map[string]bool
	is   func(c *Cell) bool
}

// population is what a report is made of.
type population struct {
	cases  []Case
	checks []CheckIn
	waits  []Wait
}

func (p *population) cells() []Cell { return Cells(p.cases, p.checks, p.waits) }

// figures are those of a report.
func figures() []told {
	ofCases := func(asks func(p *population, c *Case) bool) func(p *population, d Dimension, group string) map[string]bool {
		return func(p *population, d Dimension, group string) map[string]bool {
			out, seen := map[string]bool{}, map[string]bool{}
			for i := range p.cases { // of a client's pairings the first comes first
				c := &p.cases[i]
				if !seen[c.Inquiry] && (group == "" || slices.Contains(d.groups(&c.Facts), group)) && asks(p, c) {
					out[c.Inquiry] = true
				}
				seen[c.Inquiry] = true
			}
			return out
		}
	}
	ofChecks := func(low bool) func(p *population, d Dimension, group string) map[string]bool {
		return ofCases(func(p *population, c *Case) bool {
			return slices.ContainsFunc(p.checks, func(k CheckIn) bool {
				return k.Inquiry == c.Inquiry && k.Therapist == c.Therapist && k.Low() == low
			})
		})
	}
	return []told{
		{"clients", ofCases(func(*population, *Case) bool { return true }), func(c *Cell) bool { return !c.Suppressed }},
		{"benefit", ofCases(func(_ *population, c *Case) bool { return c.Facts.Ranked }), func(c *Cell) bool { return c.Scored }},
		{"check-ins", ofCases(func(p *population, c *Case) bool {
			return slices.ContainsFunc(p.checks, func(k CheckIn) bool { return k.Inquiry == c.Inquiry && k.Therapist == c.Therapist })
		}), func(c *Cell) bool { return c.CheckIns > 0 }},
		{"low", ofChecks(true), func(c *Cell) bool { return c.CheckIns > 0 && !c.LowFitHidden }},
		{"not low", ofChecks(false), func(c *Cell) bool { return c.CheckIns > 0 && !c.LowFitHidden }},
		{"ranked", func(p *population, d Dimension, group string) map[string]bool {
			out := map[string]bool{}
			for i := range p.waits {
				if w := &p.waits[i]; group == "" || slices.Contains(d.groups(&w.Facts), group) {
					out[w.Inquiry] = true
				}
			}
			return out
		}, func(c *Cell) bool { return c.Ranked > 0 }},
	}
}

// attack takes away what is published from what is, in every way of one or two steps, and fails when fewer than eleven are
// left over.
func attack(t require.TestingT, p *population) {
	cells := p.cells()
	for _, f := range figures() {
		everybody := known{f.of(p, "", ""), "everybody"}
		if len(everybody.who) < smallest {
			require.False(t, slices.ContainsFunc(cells, func(c Cell) bool { return f.is(&c) }), "%s of too few", f.name)
			continue
		}
		byDimension := map[Dimension][]known{}
		for _, d := range Dimensions() {
			rest := known{maps.Clone(everybody.who), fmt.Sprint("the rest of ", d)}
			for i := range cells {
				c := &cells[i]
				if c.Dimension != d || !f.is(c) {
					continue
				}
				cell := known{f.of(p, d, c.Group), fmt.Sprint(d, " ", c.Group)}
				require.GreaterOrEqual(t, len(cell.who), smallest, "%s of %s", f.name, cell.group)
				others := known{map[string]bool{}, "all but " + cell.group}
				for who := range everybody.who {
					if !cell.who[who] {
						others.who[who] = true
					}
				}
				byDimension[d] = append(byDimension[d], cell, others)
				maps.DeleteFunc(rest.who, func(who string, _ bool) bool { return cell.who[who] })
			}
			if d != ByWish { // who wishes for two things is taken away twice
				byDimension[d] = append(byDimension[d], rest)
			}
			for _, k := range byDimension[d] {
				require.False(t, len(k.who) > 0 && len(k.who) < smallest, "%s of %s are %d", f.name, k.group, len(k.who))
			}
		}
		for d, mine := range byDimension {
			for other, theirs := range byDimension {
				for _, a := range mine {
					for _, b := range theirs {
						if d == other || len(a.who) == 0 || a.without(b) > 0 {
							continue
						}
						left := b.without(a)
						require.False(t, left > 0 && left < smallest, "%s of %s less %s are %d", f.name, b.group, a.group, left)
					}
				}
			}
		}
	}
}

// TestNothingIsFoundOut attacks reports over clients of every kind: some kinds go together, some are rare, some are paired
// twice, not all are told of by every figure.
func TestNothingIsFoundOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var p population
		age := rapid.SampledFrom([]domain.AgeGroup{"ADULT", "ADULT", "ADULT", "ADULT", "TEEN", "CHILD", "OLDER_ADULT", ""})
		wishes := rapid.SampledFrom([][]domain.PreferenceKind{nil, nil, {"GENDER"}, {"FAITH"}, {"GENDER", "FAITH"}})
		often, apart := rapid.IntRange(1, 40).Draw(t, "often"), rapid.IntRange(2, 30).Draw(t, "apart")
		chance := rapid.IntRange(0, often)
		for i := range rapid.IntRange(0, 120).Draw(t, "clients") {
			f := Facts{AgeGroup: age.Draw(t, "age"), Format: "INDIVIDUAL", Payment: paysSelf, Ranked: chance.Draw(t, "ranked") > 0, Risk: chance.Draw(t, "risk") == 0}
			if f.AgeGroup == "ADULT" && i%apart > 0 {
				f.Format, f.Wishes = "COUPLE", wishes.Draw(t, "wishes")
			}
			if chance.Draw(t, "insured") == 0 {
				f.Payment = paysInsurer
			}
			who := fmt.Sprint("client", i)
			c := Case{Inquiry: who, Therapist: "t", FirstSession: start(), Since: start().Add(-time.Duration(i) * time.Hour), Facts: f}
			p.cases = append(p.cases, c)
			if chance.Draw(t, "again") == 0 {
				c.Facts.AgeGroup, c.FirstSession = age.Draw(t, "later age"), start().Add(time.Hour)
				p.cases = append(p.cases, c)
			}
			for range rapid.IntRange(0, 2).Draw(t, "check-ins") {
				p.checks = append(p.checks, CheckIn{Inquiry: who, Therapist: "t", Fit: 5})
			}
			if chance.Draw(t, "waited") > 0 {
				p.waits = append(p.waits, Wait{Inquiry: who, Since: start(), Until: start(), Facts: f})
			}
		}
		attack(t, &p)
	})
}

// TestKnownAttacks are ways in which small groups were once found out.
func TestKnownAttacks(t *testing.T) {
	t.Parallel()
	adults := func(n int) []Case { return some(n, "ADULT", 1, 0, 0) }
	waits := []Wait{{Inquiry: "a child", Since: start(), Until: start(), Facts: Facts{AgeGroup: "CHILD", Payment: paysSelf}}}
	checks := func(cases []Case, n int) []CheckIn {
		var out []CheckIn
		for i := range n {
			out = append(out, CheckIn{Inquiry: cases[i].Inquiry, Therapist: "t", Fit: 5})
		}
		return out
	}
	couples := func(n, apart int) []Case {
		out := append(adults(n), some(20, "TEEN", 1, 0, 0)...)
		for i := range out {
			out[i].Facts.Format = "INDIVIDUAL"
			if i < n-apart {
				out[i].Facts.Format = "COUPLE"
			}
		}
		return out
	}
	unscored := adults(12)
	for i := range unscored[1:] {
		unscored[1+i].Facts.Ranked = false
	}
	wishes := adults(40)
	for i := range 21 {
		wishes[i].Facts.Wishes = []domain.PreferenceKind{"GENDER"}
	}
	wishes[20].Facts.Wishes = []domain.PreferenceKind{"FAITH"}
	twice := append(adults(10), adults(1)...)
	for name, p := range map[string]population{
		"one teenager, and children of whom nobody was paired": {append(adults(30), some(1, "TEEN", 77, 0, 0)...), nil, waits},
		"two groups of one":                     {append(append(adults(30), some(1, "TEEN", 77, 0, 0)...), some(1, "CHILD", 5, 0, 0)...), nil, nil},
		"a score that is one client's":          {unscored, nil, nil},
		"one check-in beside twelve":            {append(adults(30), some(30, "TEEN", 1, 0, 0)...), append(checks(adults(30), 12), CheckIn{Inquiry: "TEEN0", Therapist: "t"}), nil},
		"eleven check-ins of six":               {adults(30), append(checks(adults(30), 6), checks(adults(30), 5)...), nil},
		"eleven pairings of ten":                {twice, nil, nil},
		"all couples are adults, one adult not": {couples(40, 1), nil, nil},
		"who wishes for one thing only":         {wishes, nil, nil},
	} {
		attack(&named{t, name}, &p)
	}
}

// named says of which case a failure is.
type named struct {
	*testing.T
	name string
}

func (n *named) Errorf(format string, args ...any) { n.T.Errorf(n.name+": "+format, args...) }
