package score

// Evidence is the kind of evidence a term or a constant rests on.
type Evidence string

// The kinds of evidence, strongest first. Policy is the practice's choice, of which no evidence is claimed.
const (
	Trial         Evidence = "TRIAL"
	MetaAnalysis  Evidence = "META_ANALYSIS"
	Observational Evidence = "OBSERVATIONAL"
	SelfDeclared  Evidence = "SELF_DECLARED"
	Policy        Evidence = "POLICY"
)

// Source says where a constant comes from.
type Source struct {
	// Constant is the field of [Weights].
	Constant string
	Evidence Evidence
	// From is the publication, or why the practice chose it.
	From string
}

// Sources returns the source of every constant, in the order of the fields of [Weights].
func Sources() []Source {
	return []Source{
		{"Base", Policy, "An offset that keeps scores between 0 and 1 in practice; it is the same for everyone and moves no rank."},
		{"Expertise", SelfDeclared, "The mean of the effect in the domain before anything was measured. 0.03 is what a correlation of 0.15 between what therapists declare and what they achieve is worth at a variance " +
			"of 0.05 (an assumption after Walfish et al. 2012 and Constantino et al. 2023, who found such statements inaccurate); the rest is policy: " +
			"where nothing was measured, the concern should lead."},
		{"ConcernShares", Policy, "0.5, 0.3, 0.2 for the three most elevated domains; that three count is the design of Constantino et al. 2021."},
		{"Levels", Policy, "Trained half of certified; listed, which the therapist only says, a quarter."},
		{"Severity", Observational, "Saxon and Barkham 2012: the therapist's share of variance is 6.6 % at mean severity and rises from 1 % to 10 % with it; " +
			"the square root of the ratio."},
		{"HalfInformed", Observational, "(1 - 0.05) / 0.05 = 19 courses at a therapist variance of 0.05: Johns et al. 2019 (weighted mean 5 %), " +
			"Schiefele et al. 2017 (5.7 to 7.2 %)."},
		{"HarmBelow", Policy, "0.2 standard deviations, a small effect, below what was to be expected; that some therapists harm in some domains is " +
			"Kraus et al. 2011."},
		{"HarmQuantile", Policy, "The 95 % quantile of the normal distribution: certain enough to exclude."},
		{"Preference", MetaAnalysis, "Swift, Callahan, Cooper, Parkin 2018: d = 0.28 over 53 studies of more than 16 000 clients."},
		{"Style", Policy, "A tie-breaker: Cooper et al. 2021 found no effect of matching style in 470 clients."},
		{"Time", Policy, "That choosing the time helps attendance is Oldham et al. 2012; what that is worth in outcome is not measured."},
		{"FeeStep", Policy, "0.02 for each tenth of the client's limit above what is comfortable."},
		{"FeeComfort", Policy, "Four fifths of the limit are comfortable."},
		{"WaitWeek", Observational, "5 % lower odds of attending for each week (1 587 referrals) times the value of therapy is 0.005 to 0.02; the middle."},
		{"Tiers", Policy, "A week costs a priority client three times, an urgent one ten times what it costs a routine one."},
		{"LatestDays", Policy, "A priority client begins within two weeks, the ten business days New York gives plans; an urgent one within one; the front desk may " +
			"agree on later."},
		{"WaitWeeksMax", Policy, "Beyond eight weeks the openings speak for themselves."},
		{"WaitWeeksNeutral", Policy, "Two weeks neither add to nor take from a routine client's scores; it moves no rank."},
		{"Load", Policy, "Convex, so that places are taken evenly; the size is chosen."},
		{"NearTie", Policy, "Exploration costs a client at most 0.02 standard deviations of expected outcome."},
		{"EvenShare", Policy, "A tenth: with ten in a near-tie no decision weighs more than a hundred times in a later estimate."},
		{"LearnBelow", Observational, "30 courses: Kraus et al. 2016 classified on the first 30 clients and found the next 30 alike."},
		{"LearnShare", Policy, "At least a tenth of the new clients go to therapists of whom little is measured, as far as near-ties allow."},
		{"PriorSD", Observational, "The square root of 0.05, the therapist's variance at the start: Johns et al. 2019 (weighted mean 5 %)."},
		{"PriorCommon", Policy, "The square root of 0.05 times 0.3: how alike a therapist's domains are at first, between Kraus et al. 2011 and Nissen-Lie et al. 2016."},
		{"LeaveWeek", Policy, "Half of what a week of waiting costs."},
		{"LeaveWithin", Policy, "The first four weeks, in which most who leave therapy early leave."},
		{"PriceMax", Policy, "0.4, over the lowest price of those with a place: in the simulation of the published setting at full load the online " +
			"ranking reaches 75 % of hindsight with a bound of 0.2, 81 % with 0.28, 89 % with 0.4 and 93 % without (ten seeds)."},
		{"FeeUpCents", Policy, "The step by which paying a little more is tried."},
		{"OutOfNetworkCents", Policy, "What is tried first with an insured client who has named no limit for sessions outside the network: $150, which few fees lie below."},
	}
}
