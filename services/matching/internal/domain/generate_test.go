package domain

import (
	"strconv"
	"time"

	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Small alphabets, so that generated needs and therapists often meet.
var (
	someConcerns  = []Concern{"ANXIETY", "BETRAYAL_TRUST", "COUPLE_CONFLICT", "GRIEF", "TRAUMA"}
	someFormats   = []Format{"INDIVIDUAL", "COUPLE"}
	someModes     = []Mode{InPerson, Video, Phone}
	someLanguages = []string{"en", "es", "en-GB"}
	someAges      = []AgeGroup{"TEEN", "ADULT"}
	someLevels    = []Level{"", Listed, Trained, Certified}
	someStrengths = []Strength{"", Mild, Strong, Required}
	someWindows   = []Window{{"TUESDAY", "09:00", "12:00"}, {"WEDNESDAY", "00:00", "24:00"}, {"FRIDAY", "17:00", "20:30"}}
	someWishes    = []Preference{
		{Kind: WishGender, Value: "WOMAN"}, {Kind: WishApproach, Value: "EFT"}, {Kind: WishCulture, Value: "LATINA"},
		{Kind: WishFaith, Value: "JEWISH"}, {Kind: WishLGBTQ, Value: "YES"}, {Kind: WishExperience, Value: "10"},
		{Kind: WishGender, Value: "MAN", Avoid: true}, {Kind: WishCulture, Value: "LATINX"}, {Kind: WishCulture, Value: "KOREAN", Avoid: true},
	}
)

func subset[T comparable](of []T) *rapid.Generator[[]T] {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, len(of), func(v T) T { return v })
}

func genStyle(t *rapid.T) *Style {
	scale := rapid.Int32Range(-3, 3)
	if rapid.Bool().Draw(t, "no style") {
		return nil
	}
	return &Style{scale.Draw(t, "d"), scale.Draw(t, "i"), scale.Draw(t, "p"), scale.Draw(t, "w")}
}

func genNeed(t *rapid.T) Need {
	n := Need{
		Concerns:      subset(someConcerns).Draw(t, "concerns"),
		Format:        rapid.SampledFrom(append([]Format{""}, someFormats...)).Draw(t, "format"),
		AgeGroup:      rapid.SampledFrom(append([]AgeGroup{""}, someAges...)).Draw(t, "age"),
		Modes:         subset(someModes).Draw(t, "modes"),
		LocationState: rapid.SampledFrom([]string{"", "NY", "NY", "NJ"}).Draw(t, "state"),
		Languages:     subset(someLanguages).Draw(t, "languages"),
		Style:         genStyle(t),
		RiskFlag:      rapid.Bool().Draw(t, "risk"),
	}
	if rapid.IntRange(0, 3).Draw(t, "consent") > 0 {
		n.Legal = []LegalMatter{ConsentGiven}
	}
	for _, w := range subset(someWindows).Draw(t, "windows") {
		n.Times = append(n.Times, TimeWish{w, rapid.SampledFrom(someStrengths).Draw(t, "time strength")})
	}
	for _, p := range subset(someWishes).Draw(t, "wishes") {
		p.Strength = rapid.SampledFrom(someStrengths).Draw(t, "wish strength")
		n.Preferences = append(n.Preferences, p)
	}
	if other, ok := map[string]string{"NY": "NJ", "NJ": "NY"}[n.LocationState]; ok && rapid.IntRange(0, 2).Draw(t, "two states") == 0 {
		n.PracticeState = other // where the practice is, and the client is not
	}
	switch rapid.IntRange(0, 2).Draw(t, "payment") {
	case 1:
		limit := rapid.Int64Range(0, 40_000).Draw(t, "limit")
		n.Payment.SelfPayMaxCents = &limit
	case 2:
		n.Payment.Insurer = rapid.SampledFrom([]string{"AETNA", "Aetna", "Own Fund"}).Draw(t, "insurer")
	}
	return n
}

func genTherapist(t *rapid.T, i int) Therapist {
	fee := rapid.Int64Range(0, 40_000).Draw(t, "fee")
	th := Therapist{ID: id.Derive("generated", strconv.Itoa(i)), Profile: Profile{
		DisplayName:      rapid.SampledFrom([]string{"Dr. A", "Dr. B", "C"}).Draw(t, "name"),
		Licenses:         []License{{State: "NY", Title: "LMFT", ExpireDate: rapid.SampledFrom([]string{"2030-01-01", "2030-01-01", "2026-11-25", "2026-01-01"}).Draw(t, "expires")}},
		Formats:          someFormats[:rapid.IntRange(1, 2).Draw(t, "formats")],
		Modes:            append([]Mode{InPerson}, subset(someModes[1:]).Draw(t, "modes")...),
		Languages:        append([]string{"en"}, subset([]string{"es"}).Draw(t, "more languages")...),
		AgeGroups:        append([]AgeGroup{"ADULT"}, subset(someAges[:1]).Draw(t, "ages")...),
		ExcludedConcerns: subset(someConcerns[:1]).Draw(t, "excluded"),
		FeeCents:         fee,
		SlidingFeeCents:  rapid.Int64Range(0, fee).Draw(t, "sliding"),
		Insurers:         subset([]string{"AETNA", "OWN_FUND", "OWNFUND"}).Draw(t, "insurers"),
		Identity:         Identity{Gender: rapid.SampledFrom([]string{"", "WOMAN", "MAN"}).Draw(t, "gender"), Cultures: subset([]string{"LATINA", "KOREAN"}).Draw(t, "cultures"), LGBTQAffirming: rapid.Bool().Draw(t, "lgbtq")},
		Style:            genStyle(t),
		PractisingSince:  rapid.SampledFrom([]int32{0, 2005, 2020}).Draw(t, "since"),
		TargetCaseload:   rapid.Int32Range(1, 20).Draw(t, "target"),
		Accepting:        rapid.IntRange(0, 9).Draw(t, "accepting") < 9,
	}}
	if rapid.Bool().Draw(t, "licensed in both") {
		th.Licenses = append(th.Licenses, License{State: "NJ", Title: "LMFT", ExpireDate: rapid.SampledFrom([]string{"2030-01-01", "2026-12-31"}).Draw(t, "expires there")})
	}
	th.ActiveClients = rapid.Int32Range(0, th.TargetCaseload).Draw(t, "active")
	for _, c := range subset(someConcerns).Draw(t, "expertise") {
		th.Expertise = append(th.Expertise, Expertise{Concern: c, Level: rapid.SampledFrom(someLevels).Draw(t, "level")})
	}
	if rapid.Bool().Draw(t, "eft") {
		th.Approaches = []Approach{{Approach: "EFT", Level: rapid.SampledFrom(someLevels).Draw(t, "approach level")}}
	}
	return th
}

func genOpenings(t *rapid.T, th *Therapist) []Opening {
	var out []Opening
	start := testNow()
	for i := range rapid.IntRange(0, 4).Draw(t, "openings") {
		start = start.Add(time.Duration(rapid.IntRange(60, 20_000).Draw(t, "minutes")) * time.Minute)
		o := Opening{Slot: th.ID + strconv.Itoa(i), Start: start, End: start.Add(50 * time.Minute)}
		if len(th.Modes) > 0 {
			o.Mode = rapid.SampledFrom(th.Modes).Draw(t, "mode")
		}
		out = append(out, o)
	}
	return out
}

// genInput makes a ranking's input, with openings for whatever it would ask.
func genInput(t *rapid.T) Input {
	in := Input{
		Inquiry: id.Derive(rapid.StringMatching("[a-z]{3}").Draw(t, "inquiry")), Need: genNeed(t), Zone: testZone,
		Now: testNow(), Weights: DefaultWeights(), Openings: map[string]map[string][]Opening{},
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "therapists") {
		in.Therapists = append(in.Therapists, genTherapist(t, i))
	}
	for _, key := range []string{KeyBase, KeyAnySite, "LATER", "ADD_VIDEO", "ADD_PHONE", "ADD_IN_PERSON"} {
		in.Openings[key] = map[string][]Opening{}
		for i := range in.Therapists {
			in.Openings[key][in.Therapists[i].ID] = genOpenings(t, &in.Therapists[i])
		}
	}
	return in
}

// onlyAsk leaves the openings that a ranking would ask scheduling for.
func onlyAsk(in *Input) error {
	queries, err := Queries(in)
	asked := map[string]map[string][]Opening{}
	for _, q := range queries {
		if asked[q.Key] == nil {
			asked[q.Key] = map[string][]Opening{}
		}
		for _, t := range q.Therapists {
			if found := in.Openings[q.Key][t]; len(found) > 0 {
				asked[q.Key][t] = found
			}
		}
	}
	in.Openings = asked
	return err
}

// Queries are those of a view of the input.
func Queries(in *Input) ([]OpeningQuery, error) {
	v, err := newView(in)
	if err != nil {
		return nil, err
	}
	return v.queries(), nil
}
