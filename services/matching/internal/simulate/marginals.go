package simulate

// How often things occur in a made-up practice. No figure here is evidence for the engine: these tables only make the
// rules bite and the wishes differ as in a city practice of the United States; all are assumptions unless a source is
// named, and none says who a person is.

// option is a value with its share of clients and of therapists.
type option struct {
	name              string
	clients, offering int
}

// axis is one thing the rules read. A client needs one of the options; a therapist offers each with its percentage, and
// always the first.
type axis struct {
	rule    string
	options []option
}

// axes are what the rules read.
func axes() []axis {
	return []axis{
		{"state", []option{{"NY", 72, 100}, {"NJ", 18, 35}, {"CT", 10, 25}}},
		{"format", []option{{"INDIVIDUAL", 74, 100}, {"COUPLE", 20, 35}, {"FAMILY", 6, 18}}},
		{"language", []option{{"en", 84, 100}, {"es", 11, 18}, {"zh", 3, 6}, {"ru", 2, 5}}},
		{"age", []option{{"ADULT", 76, 100}, {"TEEN", 11, 30}, {"CHILD", 6, 16}, {"OLDER_ADULT", 7, 55}}},
		{"payment", []option{{"SELF", 34, 100}, {"AETNA", 20, 45}, {"CIGNA", 16, 40}, {"UNITED", 18, 42}, {"EMBLEM", 12, 25}}},
		{"mode", []option{{"VIDEO", 55, 100}, {"IN_PERSON", 45, 60}}},
	}
}

// wish is one thing a client may ask for.
type wish struct {
	kind string
	// asked is the percentage of clients who ask, required that of those who do not go without.
	asked, required int
	// values with the share of the clients who ask and the percentage of therapists who have it. A therapist has one value of an
	// exclusive kind.
	values    []option
	exclusive bool
}

// wishes are what clients ask for. That people prefer a therapist like themselves while outcomes barely depend on it is
// Cabral and Smith 2011 (d = 0.63 and 0.09); so cultures are wished for here, and never looked at otherwise.
func wishes() []wish {
	return []wish{
		{"gender", 30, 20, []option{{"WOMAN", 62, 64}, {"MAN", 33, 32}, {"NONBINARY", 5, 4}}, true},
		{"culture", 18, 10, []option{{"a", 30, 55}, {"b", 25, 14}, {"c", 25, 12}, {"d", 12, 10}, {"e", 8, 9}}, true},
		{"approach", 32, 5, []option{{"CBT", 35, 60}, {"PSYCHODYNAMIC", 20, 40}, {"EMDR", 20, 22}, {"EFT", 15, 20}, {"ACT", 10, 30}}, false},
		{"lgbtq", 10, 25, []option{{"AFFIRMING", 100, 55}}, false},
	}
}

// prevalence is how often each outcome domain is among those a client is troubled in.
func prevalence(plain bool) []int {
	if plain {
		return []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	}
	return []int{22, 24, 10, 4, 7, 6, 4, 12, 6, 9, 10, 2}
}

// severities are the shares of minimal, mild, moderate, moderately severe and severe, in percent.
func severities() []int { return []int{5, 22, 38, 22, 13} }

// tiers are the shares of routine, priority and urgent clients, in percent.
func tiers() []int { return []int{85, 12, 3} }
