package measure

import "fmt"

// form is how an instrument is answered and scored.
type form struct {
	items int
	most  int32
	bands []threshold
	// scales are runs of items that speak of one outcome domain.
	scales []scale
	// human are items any answer but zero to which asks for a human.
	human []int
}

// threshold is the total from which a band begins.
type threshold struct {
	from int
	band Band
}

// scale is a run of items in one domain, with the usual cut and the standard deviation of its total among people who
// come to therapy.
type scale struct {
	domain, from, to int
	cut              int64
	spread           float64
}

// Cuts and spreads. The cuts are published: PHQ-9 10 and PHQ-2 3 (Kroenke et al. 2001, 2003), GAD-7 10 and GAD-2 3 (Spitzer
// et al. 2006, Kroenke et al. 2007). The spreads set how many points are one standard deviation; they are policy, of the size
// seen at the start of routine therapy, and a common factor falls out when changes are standardised.
const (
	phq9Cut, phq9Spread     = 10, 6.0
	gad7Cut, gad7Spread     = 10, 5.0
	pairCut, pairSpread     = 3, 1.8
	domainCut, domainSpread = 4, 2.5
)

// selfHarmItem is, by definition, the index of the ninth item of the PHQ-9 (Kroenke et al. 2001).
const selfHarmItem = 8

// forms returns the instruments. Bands are those of the authors: Kroenke et al. 2001 (PHQ-9), Spitzer et al. 2006 (GAD-7),
// Kroenke et al. 2009 (PHQ-4).
func forms() map[Instrument]form {
	pair := []threshold{{0, Negative}, {pairCut, Positive}}
	return map[Instrument]form{
		PHQ9: {
			items: 9, most: 3, human: []int{selfHarmItem}, scales: []scale{{mood, 0, 9, phq9Cut, phq9Spread}},
			bands: []threshold{{0, Minimal}, {5, Mild}, {10, Moderate}, {15, ModeratelySevere}, {20, Severe}},
		},
		GAD7: {
			items: 7, most: 3, scales: []scale{{anxiety, 0, 7, gad7Cut, gad7Spread}},
			bands: []threshold{{0, Minimal}, {5, Mild}, {10, Moderate}, {15, Severe}},
		},
		PHQ2: {items: 2, most: 3, bands: pair, scales: []scale{{mood, 0, 2, pairCut, pairSpread}}},
		GAD2: {items: 2, most: 3, bands: pair, scales: []scale{{anxiety, 0, 2, pairCut, pairSpread}}},
		// The PHQ-4 asks the two items on anxiety first.
		PHQ4: {
			items: 4, most: 3, scales: []scale{{anxiety, 0, 2, pairCut, pairSpread}, {mood, 2, 4, pairCut, pairSpread}},
			bands: []threshold{{0, Minimal}, {3, Mild}, {6, Moderate}, {9, Severe}},
		},
		Domain: {items: 1, most: 10, bands: []threshold{{0, Negative}, {domainCut, Positive}}},
	}
}

func (f *form) check(answers []int32) []Fault {
	if len(answers) != f.items {
		return []Fault{{-1, fmt.Sprintf("must have %d answers", f.items)}}
	}
	var faults []Fault
	for i, a := range answers {
		if a < 0 || a > f.most {
			faults = append(faults, Fault{i, fmt.Sprintf("must be from 0 to %d", f.most)})
		}
	}
	return faults
}

func (f *form) band(total int) Band {
	band := f.bands[0].band
	for _, t := range f.bands {
		if total >= t.from {
			band = t.band
		}
	}
	return band
}
