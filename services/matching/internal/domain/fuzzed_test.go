package domain

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// dice draws needs and therapists of every kind, quickly and the same for the same seed. Half of what it draws comes
// from small alphabets, so that needs and therapists meet.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 4))} }

func (d dice) one(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

// some draws each with the chance of one in n.
func some[T any](d dice, n int, of ...T) []T {
	var out []T
	for _, v := range of {
		if d.one(n) {
			out = append(out, v)
		}
	}
	return out
}

// most draws each but for the chance of one in n.
func most[T any](d dice, n int, of ...T) []T {
	var out []T
	for _, v := range of {
		if !d.one(n) {
			out = append(out, v)
		}
	}
	return out
}

func (d dice) concern() Concern {
	if d.one(2) {
		return pick[Concern](d, "ANXIETY", "BETRAYAL_TRUST", "COUPLE_CONFLICT", "ALCOHOL", "PARTNER_VIOLENCE", "EATING_DISORDER")
	}
	return Concern(pick(d, vocabulary.Concerns()...).Code)
}

func (d dice) concerns(n int) []Concern {
	var out []Concern
	seen := map[Concern]bool{}
	for range d.IntN(n + 1) {
		if c := d.concern(); !seen[c] {
			seen[c], out = true, append(out, c)
		}
	}
	return out
}

// date is around today, or far from it.
func (d dice) date() string {
	return pick(d, "2026-01-01", "2026-11-22", "2026-11-23", "2026-11-24", "2026-12-01", "2030-01-01", "2031-01-01")
}

func (d dice) style() *Style {
	if d.one(2) {
		return nil
	}
	axis := func() int32 { return int32(d.IntN(7) - 3) }
	return &Style{axis(), axis(), axis(), axis()}
}

func (d dice) wish() Preference {
	p := pick(d,
		Preference{Kind: WishGender, Value: pick(d, "WOMAN", "MAN", "NONBINARY", "TRANS_MAN")},
		Preference{Kind: WishApproach, Value: pick(d, "EFT", "DBT", "DBT_INFORMED", "GOTTMAN", "OTHER")},
		Preference{Kind: WishCulture, Value: pick(d, "LATINA", "LATINX", "KOREAN", "ASIAN_AMERICAN")},
		Preference{Kind: WishFaith, Value: pick(d, "JEWISH", "CHRISTIAN", "PROTESTANT")},
		Preference{Kind: WishLGBTQ, Value: "YES"},
		Preference{Kind: WishExperience, Value: pick(d, "1", "5", "10", "300")},
	)
	p.Strength = pick(d, "", Mild, Strong, Required)
	p.Avoid = p.Kind != WishExperience && d.one(4)
	return p
}

func (d dice) need(therapists []Therapist) Need {
	n := Need{
		Concerns:      d.concerns(5),
		Format:        pick[Format](d, "", "INDIVIDUAL", "COUPLE", "COUPLE", "FAMILY", "GROUP"),
		AgeGroup:      pick[AgeGroup](d, "", "ADULT", "ADULT", "TEEN", "CHILD", "YOUNG_ADULT", "SMALL_CHILD", "OLDER_ADULT"),
		Modes:         some(d, 2, InPerson, Video, Phone),
		LocationState: pick(d, "", "NY", "NY", "NY", "NJ"),
		Languages:     some(d, 3, "en", "en-GB", "ES-mx", "ko", "zh-HK", "zh", "nan"),
		Style:         d.style(),
		RiskFlag:      d.one(2),
		Severity:      pick[Severity](d, "", "MINIMAL", "MILD", "MODERATE", "MODERATELY_SEVERE", "SEVERE"),
		Tier:          pick[Tier](d, "", "ROUTINE", "PRIORITY", "URGENT"),
		Risk:          pick[Risk](d, "", "", "", "NONE", "ELEVATED", "ACUTE"),
		Legal:         some(d, 12, ConsentMissing, Custody, Court),
		Access:        some[Access](d, 8, "STEP_FREE", "PET_FREE", "ASL"),
		Sites:         some(d, 4, "north", "south"),
	}
	if n.LocationState != "" && d.one(2) {
		n.PracticeState = map[string]string{"NY": "NJ", "NJ": "NY"}[n.LocationState]
	}
	if d.IntN(3) > 0 {
		n.Legal = append(n.Legal, ConsentGiven)
	}
	switch limit := int64(d.IntN(30_000)); d.IntN(4) {
	case 0:
		n.Payment.SelfPayMaxCents = &limit
	case 1:
		n.Payment = Payment{Insurer: pick(d, "Aetna", "EMBLEM", "Emblem-Health", "own fund"), Network: pick(d, "", "", "PPO", "p.p.o.", "HMO"), OutOfNetworkMaxCents: limit * int64(d.IntN(2))}
	}
	if d.one(2) { // of half the needs, most therapists could meet the rules
		n.Format, n.AgeGroup, n.Languages, n.Payment = "COUPLE", "ADULT", nil, Payment{SelfPayMaxCents: n.Payment.SelfPayMaxCents}
		n.Risk, n.Legal = "", nil
		n.Concerns = slices.DeleteFunc(n.Concerns, func(c Concern) bool { t, _ := vocabulary.Concern(string(c)); return t.Competence })
	}
	for range d.IntN(3) {
		n.Preferences = append(n.Preferences, d.wish())
	}
	for range d.IntN(3) {
		n.Times = append(n.Times, TimeWish{pick(d, someWindows...), pick(d, "", Mild, Strong, Required)})
	}
	if len(therapists) > 0 && d.one(5) {
		n.Conflicts = []Conflict{{Therapist: pick(d, therapists...).ID, Kind: "RELATIVE"}}
	}
	return n
}

func (d dice) therapist(i int) Therapist {
	t := Therapist{ID: id.Derive("fuzzed", strconv.Itoa(i)), Profile: Profile{
		DisplayName:       fmt.Sprintf("Dr. %d", i),
		Formats:           most[Format](d, 4, "INDIVIDUAL", "COUPLE", "FAMILY"),
		Modes:             most(d, 4, InPerson, Video, Phone),
		Languages:         most(d, 3, "en-US", "es", "ko", "yue", "zh-CN", "zh-Hant-MO", "zh-nan"),
		AgeGroups:         most[AgeGroup](d, 3, "CHILD", "TEEN", "ADULT", "YOUNG_ADULT", "OLDER_ADULT"),
		ExcludedConcerns:  d.concerns(2),
		FeeCents:          int64(d.IntN(30_000)),
		Insurers:          some(d, 3, "AETNA", "EMBLEM_HEALTH", "AETNA:PPO", "OWNFUND:HMO"),
		Style:             d.style(),
		PractisingSince:   pick[int32](d, 0, 2005, 2016, 2021, 2026),
		TargetCaseload:    int32(d.IntN(20)),
		Accepting:         !d.one(10),
		NewClientsPerWeek: pick[int32](d, 0, 0, 1, 3),
		SevereClientsMax:  pick[int32](d, 0, 0, 1, 3),
		RiskCompetent:     d.one(2),
		CourtWork:         d.one(2),
		Access:            some[Access](d, 2, "STEP_FREE", "PET_FREE", "ASL"),
		Identity: Identity{
			Gender: pick(d, "", "WOMAN", "MAN", "NONBINARY", "TRANS_MAN", "GENDERQUEER"), Cultures: some(d, 3, "LATINA", "DOMINICAN", "KOREAN"),
			Faiths: some(d, 3, "JEWISH", "BAPTIST", "CATHOLIC"), LGBTQAffirming: d.one(2),
		},
	}}
	t.SlidingFeeCents = t.FeeCents * int64(d.IntN(3)) / 3
	t.ActiveClients, t.Reserved = int32(d.IntN(12)), int32(d.IntN(3))
	t.NewClients, t.SevereClients, t.Price = int32(d.IntN(3)), int32(d.IntN(3)), int64(d.IntN(3))*250_000
	if d.one(2) {
		t.Licenses = []License{{State: "NY", Title: "LMFT", ExpireDate: "2031-01-01"}}
		t.NewClientsPerWeek, t.SevereClientsMax, t.TargetCaseload = 0, 0, 20
	}
	for range d.IntN(4) {
		t.Licenses = append(t.Licenses, License{
			State: pick(d, "NY", "NY", "NJ"), Title: pick(d, "LMFT", "LCSW", "LMSW", "LIMITED_PERMIT", "LCAT", "SHAMAN"), ExpireDate: d.date(),
			Status: pick(d, "", "ACTIVE", "INACTIVE", "SUSPENDED"), Supervised: d.one(2), DiagnosisPrivilege: pick(d, "", "HELD", "NOT_HELD"),
		})
	}
	for _, c := range d.concerns(6) {
		t.Expertise = append(t.Expertise, Expertise{Concern: c, Level: pick(d, someLevels...), ExpireDate: pick(d, "", d.date())})
	}
	for _, a := range some(d, 2, "EFT", "DBT", "DBT_INFORMED", "GOTTMAN_LEVEL_1_2", "OTHER") {
		t.Approaches = append(t.Approaches, Approach{Approach: a, Level: pick(d, someLevels...), ExpireDate: pick(d, "", d.date())})
	}
	if d.one(3) {
		t.Leave = []Leave{{d.date(), pick(d, "2026-11-24", "2026-12-20", "2031-01-01")}}
	}
	if d.one(2) {
		for k := range t.Track.N {
			t.Track.N[k], t.Track.SD[k] = int32(d.IntN(80)), int32(d.IntN(200_000))
			t.Track.Theta[k], t.Track.Common[k] = int32(d.IntN(900_000)-500_000), int32(d.IntN(int(t.Track.SD[k])+1))
			if t.Track.N[0]%2 == 0 { // estimates say so since some version
				t.Track.Left[k] = t.Track.Theta[k] + 500_000
			}
		}
	}
	return t
}

// fuzzed is an input of a need and the therapists, with openings for most of them under every key.
func (d dice) fuzzed(therapists []Therapist) Input {
	in := Input{
		Inquiry: strconv.Itoa(d.IntN(1000)), Seed: strconv.Itoa(d.IntN(1000)), Need: d.need(therapists), Zone: testZone, Now: testNow(),
		Therapists: therapists, Weights: DefaultWeights(), Openings: map[string]map[string][]Opening{},
	}
	for _, key := range []string{KeyBase, KeyAnySite, "LATER", "ADD_VIDEO", "ADD_PHONE", "ADD_IN_PERSON"} {
		in.Openings[key] = map[string][]Opening{}
		for i := range therapists {
			start := testNow()
			for range d.IntN(4) {
				start = start.Add(time.Duration(d.IntN(30_000)+60) * time.Minute)
				o := Opening{Slot: strconv.Itoa(i), Start: start, End: start.Add(50 * time.Minute), Mode: pick(d, InPerson, Video, Phone)}
				if o.Mode == InPerson {
					o.Site = pick(d, "north", "south", "east")
				}
				in.Openings[key][therapists[i].ID] = append(in.Openings[key][therapists[i].ID], o)
			}
		}
	}
	return in
}
