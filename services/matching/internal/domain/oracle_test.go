package domain

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// This oracle says, from the words of the rules alone, which of them a pair breaks, and what its score is. It shares no
// code with the engine, and computes in floating point. It is slow and plain.

// oracleRules are the rules that a pair breaks, but for openings.
func oracleRules(n *Need, t *Therapist, day string) map[string]bool {
	broken := map[string]bool{}
	if n.Risk == "ACUTE" {
		broken["RULE_SAFETY_HOLD"] = true
	}
	licensed, diagnoses := false, false
	for _, place := range oraclePlaces(n, t) {
		licensed = licensed || oracleLicensed(t, place, day)
		diagnoses = diagnoses || oracleSees(n, t, place, day)
	}
	if !licensed {
		broken["RULE_LICENSE"] = true
	} else if !diagnoses {
		broken["RULE_DIAGNOSIS"] = true
	}
	if n.Format != "" && !oracleHas(t.Formats, n.Format) {
		broken["RULE_FORMAT"] = true
	}
	meets := false
	for _, m := range t.Modes {
		meets = meets || len(n.Modes) == 0 || oracleHas(n.Modes, m)
	}
	if !meets {
		broken["RULE_MODE"] = true
	}
	for _, a := range n.Access {
		elsewhere := false // a room is of no matter to who meets without one
		for _, m := range t.Modes {
			elsewhere = elsewhere || a != "ASL" && a != "CAPTIONS" && m != "IN_PERSON" && (len(n.Modes) == 0 || oracleHas(n.Modes, m))
		}
		if !oracleHas(t.Access, a) && !elsewhere {
			broken["RULE_ACCESS"] = true
		}
	}
	understood := len(n.Languages) == 0
	for _, wanted := range n.Languages {
		for _, own := range t.Languages {
			understood = understood || oracleSpoken(wanted) == oracleSpoken(own)
		}
	}
	if !understood {
		broken["RULE_LANGUAGE"] = true
	}
	if n.AgeGroup != "" && !oracleHas(t.AgeGroups, n.AgeGroup) && (n.AgeGroup != "YOUNG_ADULT" || !oracleHas(t.AgeGroups, "ADULT")) {
		broken["RULE_AGE"] = true
	}
	lowest := t.FeeCents
	if t.SlidingFeeCents > 0 && t.SlidingFeeCents < lowest {
		lowest = t.SlidingFeeCents
	}
	switch p := n.Payment; {
	case p.Insurer != "":
		in := false
		for _, i := range t.Insurers {
			// AETNA is all its networks; AETNA:PPO is one, which will do when the client's is not known, or is it.
			of, only, one := strings.Cut(i, ":")
			in = in || oracleInsurer(of) == oracleInsurer(p.Insurer) && (!one || p.Network == "" || oracleName(only) == oracleName(p.Network))
		}
		if !in && (p.OutOfNetworkMaxCents == 0 || lowest > p.OutOfNetworkMaxCents) {
			broken["RULE_PAYMENT"] = true
		}
	case p.SelfPayMaxCents != nil && lowest > *p.SelfPayMaxCents:
		broken["RULE_PAYMENT"] = true
	}
	severe := n.Severity == "MODERATELY_SEVERE" || n.Severity == "SEVERE"
	if !t.Accepting {
		broken["RULE_NOT_ACCEPTING"] = true
	} else {
		if t.TargetCaseload-t.ActiveClients-t.Reserved <= 0 {
			broken["RULE_CAPACITY"] = true
		}
		if t.NewClientsPerWeek > 0 && t.NewClients >= t.NewClientsPerWeek {
			broken["RULE_NEW_CLIENTS"] = true
		}
		if severe && t.SevereClientsMax > 0 && t.SevereClients >= t.SevereClientsMax {
			broken["RULE_SEVERE_CLIENTS"] = true
		}
	}
	for _, c := range n.Concerns {
		if oracleHas(t.ExcludedConcerns, c) {
			broken["RULE_CONCERN"] = true
		}
		if oracleHas(strings.Fields(oracleCompetence), string(c)) {
			competent := false
			for _, e := range t.Expertise {
				competent = competent || e.Concern == c && oracleTrained(e.Level, e.ExpireDate, day)
			}
			if !competent {
				broken["RULE_COMPETENCE"] = true
			}
		}
		if c == "PARTNER_VIOLENCE" && (n.Format == "COUPLE" || n.Format == "FAMILY") {
			broken["RULE_CONTRAINDICATED"] = true
		}
	}
	if n.Risk == "ELEVATED" && !t.RiskCompetent {
		broken["RULE_RISK"] = true
	}
	for _, p := range n.Preferences {
		if p.Strength == "REQUIRED" && oracleWish(p, t, day) < 1 {
			broken["RULE_PREFERENCE"] = true
		}
	}
	for _, c := range n.Conflicts {
		if c.Therapist == t.ID {
			broken["RULE_CONFLICT"] = true
		}
	}
	if len(n.Concerns) > 0 {
		// P(θ < -0.2) > 0.95 for a normal θ.
		if k := oracleDomain(n.Concerns[0]); t.Track.SD[k] > 0 {
			z := (-200_000 - float64(t.Track.Theta[k])) / float64(t.Track.SD[k])
			if 0.5*math.Erfc(-z/math.Sqrt2) > 0.95 {
				broken["RULE_HARM"] = true
			}
		}
	}
	minor := n.AgeGroup == "SMALL_CHILD" || n.AgeGroup == "CHILD" || n.AgeGroup == "TEEN"
	if oracleHas(n.Legal, "CONSENT_MISSING") || minor && !oracleHas(n.Legal, "CONSENT_GIVEN") {
		broken["RULE_LEGAL"] = true
	}
	if (oracleHas(n.Legal, "CUSTODY") || oracleHas(n.Legal, "COURT")) && !t.CourtWork {
		broken["RULE_LEGAL"] = true
	}
	return broken
}

// oracleOpening reports whether an opening suits: in a wished way, where the client can get to and in, with a licence that day, not on leave, and in a window
// the client insists on, where there is one.
func oracleOpening(n *Need, t *Therapist, o Opening) bool {
	at, end := o.Start.In(newYork()), o.End.In(newYork())
	day := at.Format("2006-01-02")
	if len(n.Modes) > 0 && !oracleHas(n.Modes, o.Mode) || !oracleSees(n, t, oraclePlace(n, o.Mode), day) {
		return false
	}
	if o.Mode == "IN_PERSON" && len(n.Sites) > 0 && !oracleHas(n.Sites, o.Site) {
		return false
	}
	for _, a := range n.Access {
		if o.Mode == "IN_PERSON" && a != "ASL" && a != "CAPTIONS" && !oracleHas(t.Access, a) {
			return false
		}
	}
	latest := map[Tier]time.Duration{"PRIORITY": 14 * 24 * time.Hour, "URGENT": 7 * 24 * time.Hour}[n.Tier]
	if latest > 0 && o.Start.Sub(testNow()) > latest {
		return false
	}
	for _, l := range t.Leave {
		if l.StartDate <= day && day <= l.EndDate {
			return false
		}
	}
	insists, inside := false, false
	for _, w := range n.Times {
		if w.Strength == "REQUIRED" {
			insists = true
			inside = inside || oracleInside(w.Window, at, end)
		}
	}
	return !insists || inside
}

func oracleInside(w Window, at, end time.Time) bool {
	from := fmt.Sprintf("%02d:%02d", at.Hour(), at.Minute())
	to := fmt.Sprintf("%02d:%02d", end.Hour(), end.Minute())
	if end.Day() != at.Day() {
		if to != "00:00" {
			return false
		}
		to = "24:00"
	}
	return strings.ToUpper(at.Weekday().String()) == w.Day && w.Start <= from && to <= w.End
}

// oracleInsurer: one goes by an id and by a name.
func oracleInsurer(spelled string) string {
	if name := oracleName(spelled); name != "emblem" {
		return name
	}
	return "emblemhealth"
}

// oracleName: capitals, spaces and punctuation make no other name.
func oracleName(spelled string) string {
	return strings.ToLower(strings.NewReplacer("_", "", " ", "", ".", "", "&", "", "-", "").Replace(spelled))
}

// oracleSpoken: the same language in whatever region; of Chinese, Cantonese in Hong Kong and Macau or where it is named, else Mandarin.
func oracleSpoken(tag string) string {
	named := map[string]string{
		"zh": "Mandarin", "zh-cn": "Mandarin", "zh-tw": "Mandarin", "cmn": "Mandarin", "yue": "Cantonese", "zh-hk": "Cantonese", "zh-yue": "Cantonese",
		"zh-hant-mo": "Cantonese", "zh-nan": "Hokkien", "nan": "Hokkien",
	}
	if name := named[strings.ToLower(tag)]; name != "" {
		return name
	}
	return strings.ToLower(strings.Split(tag, "-")[0])
}
