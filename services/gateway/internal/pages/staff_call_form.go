package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// callForm is what the front desk fills in while talking.
type callForm struct {
	Outcome, Note, NextAttempt, Etag, Request string
	// Known is the need and the note as the form showed them; nil when it came without. Only what differs is a change.
	Known *intakev1.Inquiry

	Main, Format, Persons, Age, LocationState, Severity, Tier, SafetyRisk string
	Payment, Insurer, Network, Outside, MaxFee                            string
	Gender, GenderStrength, Approach, ApproachStrength                    string
	AffirmingStrength, Years, YearsStrength, TimeStrength                 string
	Concerns, Modes, Languages, Times, Legal, Access                      []string
	Affirming, Risk                                                       bool
	// Style are the wishes on the four scales, such as -2.
	Style [4]string
	// What has no field of its own has a row.
	Wishes     []wishRow
	OtherTimes []timeRow
	Conflicts  []conflictRow
	// Therapists are those there are, for whom the client must not meet. Where they are too many, Finds says that they are looked for by
	// name: then these are those in the rows and those found for Find, which Found says how many they are.
	Therapists []choice
	Finds      bool
	Find       string
	Found      int
	// Insurers and Networks are those the therapists are in.
	Insurers []choice
	Networks []string
	// Sites are those the client can get to, SitesAsked those the form shows.
	Sites, SitesAsked []string
	SiteChoices       []choice
}

// callFormOf fills the form with what is known.
func callFormOf(q *intakev1.Inquiry) callForm {
	n := q.GetNeed()
	f := callForm{
		Request: newRequestID(), Etag: q.GetEtag(), Note: q.GetCallNote(), Risk: n.GetRiskFlag(), Known: q,
		Format: known(n.GetFormat().String()), Age: known(n.GetAgeGroup().String()), LocationState: n.GetLocationState(),
		Concerns: namesOf(n.GetConcerns()), Modes: namesOf(n.GetModes()), Languages: n.GetLanguages(), Sites: n.GetSites(),
		Legal: namesOf(n.GetLegal()), Access: namesOf(n.GetAccess()), Conflicts: conflictRows(n.GetConflicts()), Style: styleOf(n.GetStyle()),
		Severity: known(n.GetSeverity().String()), Tier: known(n.GetTier().String()), SafetyRisk: known(n.GetRisk().String()),
	}
	if n.GetPersons() > 0 {
		f.Persons = strconv.Itoa(int(n.GetPersons()))
	}
	if len(f.Concerns) > 0 {
		f.Main = f.Concerns[0]
	}
	f.showPayment(n.GetPayment())
	f.showTimes(n.GetTimes())
	f.showWishes(n.GetTherapistPreferences())
	return f
}

// known drops the name of an enum's zero value.
func known(name string) string {
	if strings.HasSuffix(name, "_UNSPECIFIED") {
		return ""
	}
	return name
}

func readCallForm(v url.Values) callForm {
	text := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	f := callForm{
		Outcome: text("outcome"), Note: strings.ReplaceAll(v.Get("note"), "\r\n", "\n"), NextAttempt: text("next"),
		Etag: text("etag"), Request: text("request"), Known: readShown(text("shown")), Main: text("main"), Format: text("format"), Age: text("age"),
		LocationState: text("state"), Payment: text("payment"), Insurer: text("insurer"), MaxFee: text("fee"),
		Gender: text("gender"), GenderStrength: text("gender-strength"), Approach: text("approach"),
		ApproachStrength: text("approach-strength"), TimeStrength: text("time-strength"), Concerns: v["concern"],
		Modes: v["mode"], Languages: slices.DeleteFunc(slices.Clone(v["language"]), func(l string) bool { return l == "" }),
		Times: v["time"], Affirming: text("affirming") != "", AffirmingStrength: text("affirming-strength"), Risk: text("risk") != "",
		Severity: text("severity"), Tier: text("tier"), SafetyRisk: text("safety"),
		Sites: v["site"], SitesAsked: v["site-asked"], Persons: text("persons"), Network: text("network"), Outside: text("outside"),
		Years: text("years"), YearsStrength: text("years-strength"), Legal: v["legal"], Access: v["access"], Find: text("find"),
	}
	for i, scale := range styleScales() {
		f.Style[i] = text(scale.Name)
	}
	f.Wishes = readRows(v["wish"], func(i int) wishRow {
		return wishRow{v["wish"][i], column(v["wish-strength"], i), column(v["wish-avoid"], i)}
	})
	f.OtherTimes = readRows(v["other-day"], func(i int) timeRow {
		return timeRow{v["other-day"][i], strings.TrimSpace(column(v["other-from"], i)), strings.TrimSpace(column(v["other-to"], i)), column(v["other-strength"], i)}
	})
	f.Conflicts = readRows(v["conflict"], func(i int) conflictRow { return conflictRow{v["conflict"][i], column(v["conflict-kind"], i)} })
	return f
}

func (f callForm) check() []problem {
	var list []problem
	if f.Outcome == "" {
		list = append(list, problem{"outcome", "Choose what came of the call"})
	}
	if f.Outcome == intakev1.RecordCallRequest_REACHED.String() && f.Known == nil {
		list = append(list, problem{Text: "This page was older than the console. Look at what is below, then send again"})
	}
	if f.Payment == "self" {
		if _, ok := parseDollars(f.MaxFee); !ok {
			list = append(list, problem{"fee", "Enter the most they can pay for a session, in dollars, such as 180 or 187.50"})
		}
	}
	if f.Payment == "insurer" && f.Insurer == "" {
		list = append(list, problem{"insurer", "Enter the insurer"})
	}
	if _, ok := parseDollars(f.Outside); f.Payment == "insurer" && f.Outside != "" && !ok {
		list = append(list, problem{"outside", "Enter the most they pay outside the network, in dollars, such as 120"})
	}
	if _, err := strconv.ParseUint(f.Persons, 10, 8); f.Persons != "" && err != nil {
		list = append(list, problem{"persons", "Enter how many come as a number, or leave it empty"})
	}
	if slices.ContainsFunc(f.OtherTimes, timeRow.wrong) {
		list = append(list, problem{"other-times", "Enter times such as 9:30 to 11:00, the earlier one first"})
	}
	if f.Find != "" {
		list = append(list, problem{"find", "Choose whom you looked for, or nobody, then save the call"})
	}
	return list
}

// onto is the form again, over the inquiry as it is now: where somebody changed it after the form was opened, theirs is shown
// beside what was typed.
func (f callForm) onto(now *intakev1.Inquiry) callForm {
	if f.Known == nil {
		f.Known, f.Etag = now, now.GetEtag()
	}
	if f.Etag == now.GetEtag() || len(f.check()) > 0 {
		return f
	}
	merged := proto.CloneOf(now)
	merged.Need, merged.CallNote = f.need(now.GetNeed()), f.note(now)
	out := callFormOf(merged)
	out.Known, out.Outcome, out.NextAttempt = now, f.Outcome, f.NextAttempt
	return out
}
