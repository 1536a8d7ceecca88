package pages

import (
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// callForm is what the front desk fills in while talking.
type callForm struct {
	Outcome, Note, NextAttempt, Etag, Request string
	// Known is the need and the note as the form showed them; nil when it came without. Only what differs is a change.
	Known *intakev1.Inquiry

	Main, Format, Age, LocationState, Payment, Insurer, MaxFee  string
	Gender, GenderStrength, Approach, ApproachStrength          string
	AffirmingStrength, TimeStrength, Severity, Tier, SafetyRisk string
	Concerns, Modes, Languages, Times                           []string
	Affirming, Risk                                             bool
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
		Severity: known(n.GetSeverity().String()), Tier: known(n.GetTier().String()), SafetyRisk: known(n.GetRisk().String()),
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
	return callForm{
		Outcome: text("outcome"), Note: strings.ReplaceAll(v.Get("note"), "\r\n", "\n"), NextAttempt: text("next"),
		Etag: text("etag"), Request: text("request"), Known: readShown(text("shown")), Main: text("main"), Format: text("format"), Age: text("age"),
		LocationState: text("state"), Payment: text("payment"), Insurer: text("insurer"), MaxFee: text("fee"),
		Gender: text("gender"), GenderStrength: text("gender-strength"), Approach: text("approach"),
		ApproachStrength: text("approach-strength"), TimeStrength: text("time-strength"), Concerns: v["concern"],
		Modes: v["mode"], Languages: slices.DeleteFunc(slices.Clone(v["language"]), func(l string) bool { return l == "" }),
		Times: v["time"], Affirming: text("affirming") != "", AffirmingStrength: text("affirming-strength"), Risk: text("risk") != "",
		Severity: text("severity"), Tier: text("tier"), SafetyRisk: text("safety"),
		Sites: v["site"], SitesAsked: v["site-asked"],
	}
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
