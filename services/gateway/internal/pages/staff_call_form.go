package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// callForm is what the front desk fills in while talking.
type callForm struct {
	Outcome, Note, NextAttempt, Etag, Request string

	Main, Format, Age, LocationState, Payment, Insurer, MaxFee string
	Gender, GenderStrength, Approach, ApproachStrength         string
	TimeStrength, Severity, Tier, SafetyRisk                   string
	Concerns, Modes, Languages, Times                          []string
	Affirming, Risk                                            bool
	// Sites are those the client can get to, of the practice's SiteChoices; SitesAsked is how many the form showed.
	Sites       []string
	SiteChoices []choice
	SitesAsked  int
}

// dayParts are the windows of a day the form offers.
func dayParts() []struct{ ID, Label, Start, End string } {
	return []struct{ ID, Label, Start, End string }{
		{"MORNING", "Morning", "08:00", "12:00"}, {"AFTERNOON", "Afternoon", "12:00", "17:00"}, {"EVENING", "Evening", "17:00", "21:00"},
	}
}

// callFormOf fills the form with what is known.
func callFormOf(q *intakev1.Inquiry) callForm {
	n := q.GetNeed()
	f := callForm{
		Request: newRequestID(), Etag: q.GetEtag(), Note: q.GetCallNote(), Risk: n.GetRiskFlag(),
		Format: known(n.GetFormat().String()), Age: known(n.GetAgeGroup().String()), LocationState: n.GetLocationState(),
		Languages: n.GetLanguages(), Insurer: n.GetPayment().GetInsurer(), TimeStrength: "STRONG",
		GenderStrength: "STRONG", ApproachStrength: "MILD", Sites: n.GetSites(),
	}
	for i, c := range n.GetConcerns() {
		if i == 0 {
			f.Main = c.String()
		}
		f.Concerns = append(f.Concerns, c.String())
	}
	for _, m := range n.GetModes() {
		f.Modes = append(f.Modes, m.String())
	}
	if max := n.GetPayment().GetSelfPayMaxCents(); max > 0 {
		f.Payment, f.MaxFee = "self", strconv.FormatInt(max/100, 10)
	} else if f.Insurer != "" {
		f.Payment = "insurer"
	}
	for _, t := range n.GetTimes() {
		for _, part := range dayParts() {
			if part.Start == t.GetWindow().GetStartTime() && part.End == t.GetWindow().GetEndTime() {
				f.Times = append(f.Times, t.GetWindow().GetDay().String()+"-"+part.ID)
				f.TimeStrength = t.GetStrength().String()
			}
		}
	}
	f.Severity, f.Tier, f.SafetyRisk = known(n.GetSeverity().String()), known(n.GetTier().String()), known(n.GetRisk().String())
	for _, p := range n.GetTherapistPreferences() {
		if p.GetAvoid() {
			continue
		}
		switch p.GetKind() {
		case typev1.Need_TherapistPreference_GENDER:
			f.Gender, f.GenderStrength = p.GetValue(), p.GetStrength().String()
		case typev1.Need_TherapistPreference_APPROACH:
			f.Approach, f.ApproachStrength = p.GetValue(), p.GetStrength().String()
		case typev1.Need_TherapistPreference_LGBTQ_AFFIRMING:
			f.Affirming = true
		default:
		}
	}
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
	asked, _ := strconv.Atoi(text("sites-asked"))
	return callForm{
		Outcome: text("outcome"), Note: strings.ReplaceAll(v.Get("note"), "\r\n", "\n"), NextAttempt: text("next"),
		Etag: text("etag"), Request: text("request"), Main: text("main"), Format: text("format"), Age: text("age"),
		LocationState: text("state"), Payment: text("payment"), Insurer: upperID(text("insurer")), MaxFee: text("fee"),
		Gender: text("gender"), GenderStrength: text("gender-strength"), Approach: text("approach"),
		ApproachStrength: text("approach-strength"), TimeStrength: text("time-strength"), Concerns: v["concern"],
		Modes: v["mode"], Languages: slices.DeleteFunc(slices.Clone(v["language"]), func(l string) bool { return l == "" }),
		Times: v["time"], Affirming: text("affirming") != "", Risk: text("risk") != "",
		Severity: text("severity"), Tier: text("tier"), SafetyRisk: text("safety"),
		Sites: v["site"], SitesAsked: asked,
	}
}

// upperID turns a typed insurer into an id: "Empire BCBS" is EMPIRE_BCBS.
func upperID(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		case c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_':
			return c
		case c == ' ', c == '-':
			return '_'
		default:
			return -1
		}
	}, text)
}

func (f callForm) check() []problem {
	var list []problem
	if f.Outcome == "" {
		list = append(list, problem{"outcome", "Choose what came of the call"})
	}
	if f.Payment == "self" {
		if fee, err := strconv.Atoi(f.MaxFee); err != nil || fee <= 0 {
			list = append(list, problem{"fee", "Enter the most they can pay for a session, in whole dollars"})
		}
	}
	if f.Payment == "insurer" && f.Insurer == "" {
		list = append(list, problem{"insurer", "Enter the insurer"})
	}
	return list
}

// need lays the form over what was known, so that wishes the form does not show are kept.
func (f callForm) need(before *typev1.Need) *typev1.Need {
	n := &typev1.Need{}
	if before != nil {
		n = proto.CloneOf(before)
	}
	concerns := slices.Clone(f.Concerns)
	if f.Main != "" {
		concerns = slices.Insert(concerns, 0, f.Main)
	}
	n.Concerns = concernsOf(concerns)
	n.Format = typev1.Need_Format(typev1.Need_Format_value[f.Format])
	n.AgeGroup = typev1.Need_AgeGroup(typev1.Need_AgeGroup_value[f.Age])
	n.LocationState, n.Languages, n.RiskFlag = f.LocationState, f.Languages, f.Risk
	n.Modes = nil
	for _, m := range f.Modes {
		if v := typev1.Need_Mode_value[m]; v > 0 {
			n.Modes = append(n.Modes, typev1.Need_Mode(v))
		}
	}
	n.Sites = f.sites(n.GetSites())
	n.Severity = typev1.Severity_Level(typev1.Severity_Level_value[f.Severity])
	n.Tier = typev1.Urgency_Tier(typev1.Urgency_Tier_value[f.Tier])
	n.Risk = typev1.Risk_Level(typev1.Risk_Level_value[f.SafetyRisk])
	n.Payment = f.payment(n.GetPayment())
	n.Times = f.times(n.GetTimes())
	n.TherapistPreferences = f.preferences(n.GetTherapistPreferences())
	return n
}

// payment replaces how sessions are paid; what the same insurer's client pays outside the network is kept.
func (f callForm) payment(before *typev1.Need_Payment) *typev1.Need_Payment {
	switch f.Payment {
	case "self":
		fee, _ := strconv.ParseInt(f.MaxFee, 10, 32)
		return &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: fee * 100}}
	case "insurer":
		p := &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: f.Insurer}}
		if before.GetInsurer() == f.Insurer {
			p.OutOfNetworkMaxCents, p.Network = before.GetOutOfNetworkMaxCents(), before.GetNetwork()
		}
		return p
	default:
		return nil
	}
}
