package domain

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// newYork is the zone of the oracle's days.
var newYork = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation(testZone)
	if err != nil {
		panic(err)
	}
	return loc
})

// oracleDomain is where a concern rolls up, as the vocabulary says; what follows from it is the oracle's own.
func oracleDomain(c Concern) int {
	for _, t := range vocabulary.Concerns() {
		if t.Code == string(c) {
			return int(t.Domain)
		}
	}
	return -1
}

// oracleCompetence are the concerns that take a training.
const oracleCompetence = "BIPOLAR DISSOCIATION ALCOHOL DRUGS EATING_DISORDER PARTNER_VIOLENCE SELF_HARM SUICIDALITY PSYCHOSIS"

// oracleTitles are the titles of licences.
const oracleTitles = "LMFT LCSW LMSW LMHC LPC LP LCAT PSYCHOLOGIST PSYCHIATRIST PMHNP CASAC LIMITED_PERMIT"

func oracleLicense(l License, state, day string) bool {
	if state != "" && l.State != state {
		return false
	}
	if !oracleHas(strings.Fields(oracleTitles), l.Title) {
		return false // nobody can say what a title that is not on the list allows
	}
	if l.Status == "INACTIVE" || l.Status == "SUSPENDED" || l.ExpireDate < day {
		return false
	}
	if l.Title == "LMSW" || l.Title == "LIMITED_PERMIT" {
		return l.Supervised
	}
	return true
}

func oracleLicensed(t *Therapist, state, day string) bool {
	for _, l := range t.Licenses {
		if oracleLicense(l, state, day) {
			return true
		}
	}
	return false
}

// oraclePlace is the state a session is in: the client's, in person the practice's.
func oraclePlace(n *Need, m Mode) string {
	if m == "IN_PERSON" && n.PracticeState != "" {
		return n.PracticeState
	}
	return n.LocationState
}

// oraclePlaces are those of sessions with a therapist in the ways both accept; where there are none, in the therapist's own.
func oraclePlaces(n *Need, t *Therapist) (out []string) {
	for _, m := range t.Modes {
		if !oracleMeets(n, t) || len(n.Modes) == 0 || oracleHas(n.Modes, m) {
			out = append(out, oraclePlace(n, m))
		}
	}
	if len(out) == 0 {
		return []string{n.LocationState}
	}
	return out
}

func oracleMeets(n *Need, t *Therapist) bool {
	for _, m := range t.Modes {
		if len(n.Modes) == 0 || oracleHas(n.Modes, m) {
			return true
		}
	}
	return false
}

// oracleSees: with a licence that day, in New York one with the right to make the diagnosis an insurer asks for.
func oracleSees(n *Need, t *Therapist, place, day string) bool {
	for _, l := range t.Licenses {
		if oracleLicense(l, place, day) && (n.Payment.Insurer == "" || place != "NY" || oracleDiagnosis(l)) {
			return true
		}
	}
	return false
}

// oracleDiagnosis: in New York psychologists, psychiatrists, nurse practitioners and clinical social workers diagnose by
// scope, family therapists, counsellors and psychoanalysts with a privilege, nobody recorded that they lack it, and
// whoever works under supervision in a setting that permits it.
func oracleDiagnosis(l License) bool {
	switch l.Title {
	case "LCSW", "PSYCHOLOGIST", "PSYCHIATRIST", "PMHNP":
		return true
	case "LMFT", "LMHC", "LP":
		return l.Supervised || l.DiagnosisPrivilege != "NOT_HELD"
	default:
		return l.Supervised
	}
}

func oracleHas[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func oracleTrained(level Level, expires, day string) bool {
	return (level == "TRAINED" || level == "CERTIFIED") && (expires == "" || expires >= day)
}

// oracleNarrower are the values that are the broader one as well.
var oracleNarrower = map[string]string{
	"WOMAN": "TRANS_WOMAN", "MAN": "TRANS_MAN", "NONBINARY": "GENDERQUEER",
	"LATINO": "LATINA DOMINICAN", "LATINX": "LATINO LATINA DOMINICAN", "EAST_ASIAN": "KOREAN", "ASIAN_AMERICAN": "EAST_ASIAN KOREAN",
	"PROTESTANT": "BAPTIST", "CHRISTIAN": "PROTESTANT BAPTIST CATHOLIC",
}

// oracleStates is how far a wish about who the therapist is is met by what they stated; one to avoid is met by nobody who
// stated nothing.
func oracleStates(p Preference, stated ...string) float64 {
	is, said := false, false
	for _, s := range stated {
		said = said || s != ""
		is = is || s == p.Value || oracleHas(strings.Fields(oracleNarrower[p.Value]), s)
	}
	if said && is != p.Avoid {
		return 1
	}
	return 0
}

// oracleWish is how far a wish is met: 0, 0.5 or 1.
func oracleWish(p Preference, t *Therapist, day string) float64 {
	met := 0.0
	yes := func(b bool) {
		if b {
			met = 1
		}
	}
	switch p.Kind {
	case "GENDER":
		return oracleStates(p, t.Identity.Gender)
	case "CULTURE":
		return oracleStates(p, t.Identity.Cultures...)
	case "FAITH":
		return oracleStates(p, t.Identity.Faiths...)
	case "LGBTQ_AFFIRMING":
		if t.Identity.LGBTQAffirming {
			return oracleStates(p, "YES")
		}
		return 0 // nobody states that they are not
	case "EXPERIENCE":
		years, _ := strconv.Atoi(p.Value)
		year, _ := strconv.Atoi(day[:4])
		yes(t.PractisingSince != 0 && year-int(t.PractisingSince) >= years)
	case "APPROACH":
		for _, a := range t.Approaches {
			if a.Approach == p.Value && oracleTrained(a.Level, a.ExpireDate, day) {
				met = 1
			}
			// Listing it, or an approach that is a part of it, is half.
			partly := (p.Value == "DBT" && a.Approach == "DBT_INFORMED") || (p.Value == "GOTTMAN" && a.Approach == "GOTTMAN_LEVEL_1_2")
			if met < 0.5 && (a.Approach == p.Value || partly) {
				met = 0.5
			}
		}
	}
	if p.Avoid {
		return 1 - met
	}
	return met
}
