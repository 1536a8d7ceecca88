package outcome

// figure is one of those a report tells of a group. Each rests on clients of its own.
type figure int

// The figures.
const (
	ofClients figure = iota
	ofScored
	ofCheckIns
	ofLow
	ofWell
	ofRanked
	figureCount
)

// group is the clients of one cell, and which figures of it are hidden.
type group struct {
	name   string
	cases  []*Case
	checks []CheckIn
	waits  []*Wait
	hidden [figureCount]bool
}

// scored are the cases of those whom the therapist fit by every rule.
func (g *group) scored() []*Case {
	var out []*Case
	for _, c := range g.cases {
		if c.Facts.Ranked {
			out = append(out, c)
		}
	}
	return out
}

// inquiries are those a figure rests on.
func (g *group) inquiries(f figure) []string {
	var out []string
	cases := g.cases
	switch f {
	case ofCheckIns, ofLow, ofWell: // the share of low ones tells of both sides
		cases = nil
		for _, c := range g.checks {
			if f == ofCheckIns || c.Low() == (f == ofLow) {
				out = append(out, c.Inquiry)
			}
		}
	case ofRanked:
		cases = nil
		for _, w := range g.waits {
			out = append(out, w.Inquiry)
		}
	case ofScored:
		cases = g.scored()
	default:
	}
	for _, c := range cases {
		out = append(out, c.Inquiry)
	}
	return out
}

// grouping is the groups of each dimension. Of a client who was paired again the first session counts that came first.
func grouping(cases []Case, checks []CheckIn, waits []Wait) [][]*group {
	first := map[string]*Case{}
	for i := range cases {
		c := &cases[i]
		if other := first[c.Inquiry]; other == nil || c.FirstSession.Before(other.FirstSession) {
			first[c.Inquiry] = c
		}
	}
	felt := map[string][]CheckIn{}
	for _, c := range checks {
		if f := first[c.Inquiry]; f != nil && f.Therapist == c.Therapist {
			felt[c.Inquiry] = append(felt[c.Inquiry], c)
		}
	}
	var out [][]*group
	for _, d := range Dimensions() {
		byName := map[string]*group{}
		named := func(name string) *group {
			if byName[name] == nil {
				byName[name] = &group{name: name}
			}
			return byName[name]
		}
		for _, inquiry := range sortedKeys(first) {
			for _, name := range d.groups(&first[inquiry].Facts) {
				g := named(name)
				g.cases, g.checks = append(g.cases, first[inquiry]), append(g.checks, felt[inquiry]...)
			}
		}
		for i := range waits {
			for _, name := range d.groups(&waits[i].Facts) {
				g := named(name)
				g.waits = append(g.waits, &waits[i])
			}
		}
		var groups []*group
		for _, name := range sortedKeys(byName) {
			groups = append(groups, byName[name])
		}
		out = append(out, groups)
	}
	return out
}

// hideAll hides every figure that tells of too few, each by itself. Of a group whose clients are hidden no other figure of theirs is
// told either.
func hideAll(grouped [][]*group) {
	for f := range figureCount {
		tables := tablesOf(grouped, f)
		hide(tables)
		for k, t := range tables {
			for n, hidden := range t.hidden {
				grouped[k][n].hidden[f] = hidden
			}
		}
	}
}

// tablesOf are the dimensions as one figure sees them.
func tablesOf(grouped [][]*group, f figure) []*table {
	number := map[string]int{}
	for _, groups := range grouped {
		for _, g := range groups {
			for _, inquiry := range g.inquiries(f) {
				if _, ok := number[inquiry]; !ok {
					number[inquiry] = len(number)
				}
			}
		}
	}
	var out []*table
	for k, d := range Dimensions() {
		t := &table{all: make(members, len(number)/64+1), several: d == ByWish}
		for n := range len(number) {
			t.all.add(n)
		}
		for _, g := range grouped[k] {
			m := make(members, len(t.all))
			for _, inquiry := range g.inquiries(f) {
				m.add(number[inquiry])
			}
			t.groups = append(t.groups, m)
			t.hidden = append(t.hidden, g.hidden[ofClients] && f != ofRanked || g.hidden[ofCheckIns] && (f == ofLow || f == ofWell))
		}
		out = append(out, t)
	}
	return out
}
