package rpc

import (
	"strings"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// enum is a generated enumeration: a number with a name.
type enum interface {
	~int32
	String() string
}

// code is the bare name of a value; the unspecified one is empty.
func code[D ~string, P enum](v P) D {
	if v == 0 {
		return ""
	}
	return D(v.String())
}

func codes[D ~string, P enum](values []P) []D {
	var out []D
	for _, v := range values {
		out = append(out, code[D](v))
	}
	return out
}

// values is the inverse of codes by the generated table of names.
func values[P ~int32, D ~string](table map[string]int32, codes []D) []P {
	var out []P
	for _, c := range codes {
		out = append(out, P(table[string(c)]))
	}
	return out
}

func needOf(n *typev1.Need) domain.Need {
	out := domain.Need{
		Concerns:      codes[domain.Concern](n.GetConcerns()),
		Format:        code[domain.Format](n.GetFormat()),
		AgeGroup:      code[domain.AgeGroup](n.GetAgeGroup()),
		Modes:         codes[domain.Mode](n.GetModes()),
		LocationState: n.GetLocationState(),
		Languages:     n.GetLanguages(),
		Payment:       paymentOf(n.GetPayment()),
		Style:         styleOf(n.GetStyle()),
		RiskFlag:      n.GetRiskFlag(),
		Severity:      code[domain.Severity](n.GetSeverity()),
		Tier:          code[domain.Tier](n.GetTier()),
		Risk:          code[domain.Risk](n.GetRisk()),
		Legal:         codes[domain.LegalMatter](n.GetLegal()),
		Access:        codes[domain.Access](n.GetAccess()),
		Persons:       n.GetPersons(),
	}
	for _, s := range n.GetSites() {
		out.Sites = append(out.Sites, strings.TrimPrefix(s, sites))
	}
	for _, c := range n.GetConflicts() {
		out.Conflicts = append(out.Conflicts, domain.Conflict{
			Therapist: strings.TrimPrefix(c.GetTherapist(), therapists), Kind: code[string](c.GetKind()),
		})
	}
	for _, t := range n.GetTimes() {
		out.Times = append(out.Times, domain.TimeWish{Window: windowOf(t.GetWindow()), Strength: code[domain.Strength](t.GetStrength())})
	}
	for _, p := range n.GetTherapistPreferences() {
		out.Preferences = append(out.Preferences, domain.Preference{
			Kind: code[domain.PreferenceKind](p.GetKind()), Value: p.GetValue(), Strength: code[domain.Strength](p.GetStrength()),
			Avoid: p.GetAvoid(),
		})
	}
	return out
}

// needProto is the inverse of needOf.
func needProto(n *domain.Need) *typev1.Need {
	out := &typev1.Need{
		Concerns:      values[typev1.Need_Concern](typev1.Need_Concern_value, n.Concerns),
		Format:        typev1.Need_Format(typev1.Need_Format_value[string(n.Format)]),
		AgeGroup:      typev1.Need_AgeGroup(typev1.Need_AgeGroup_value[string(n.AgeGroup)]),
		Modes:         values[typev1.Need_Mode](typev1.Need_Mode_value, n.Modes),
		LocationState: n.LocationState,
		Languages:     n.Languages,
		RiskFlag:      n.RiskFlag,
		Severity:      typev1.Severity_Level(typev1.Severity_Level_value[string(n.Severity)]),
		Tier:          typev1.Urgency_Tier(typev1.Urgency_Tier_value[string(n.Tier)]),
		Risk:          typev1.Risk_Level(typev1.Risk_Level_value[string(n.Risk)]),
		Legal:         values[typev1.Legal_Matter](typev1.Legal_Matter_value, n.Legal),
		Access:        values[typev1.Access_Id](typev1.Access_Id_value, n.Access),
		Persons:       n.Persons,
	}
	for _, s := range n.Sites {
		out.Sites = append(out.Sites, sites+s)
	}
	for _, c := range n.Conflicts {
		out.Conflicts = append(out.Conflicts, &typev1.Conflict{
			Therapist: therapists + c.Therapist, Kind: typev1.Conflict_Kind(typev1.Conflict_Kind_value[c.Kind]),
		})
	}
	switch {
	case n.Payment.SelfPayMaxCents != nil:
		out.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: *n.Payment.SelfPayMaxCents}}
	case n.Payment.Insurer != "":
		out.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: n.Payment.Insurer}, Network: n.Payment.Network, OutOfNetworkMaxCents: n.Payment.OutOfNetworkMaxCents}
	}
	if s := n.Style; s != nil {
		out.Style = &typev1.Need_Style{
			Directiveness: s.Directiveness, Intensity: s.Intensity, PastOrientation: s.PastOrientation, Warmth: s.Warmth,
		}
	}
	for _, t := range n.Times {
		out.Times = append(out.Times, &typev1.Need_TimeWish{
			Window: windowProto(t.Window), Strength: typev1.Need_Strength(typev1.Need_Strength_value[string(t.Strength)]),
		})
	}
	for _, p := range n.Preferences {
		out.TherapistPreferences = append(out.TherapistPreferences, &typev1.Need_TherapistPreference{
			Kind:     typev1.Need_TherapistPreference_Kind(typev1.Need_TherapistPreference_Kind_value[string(p.Kind)]),
			Value:    p.Value,
			Strength: typev1.Need_Strength(typev1.Need_Strength_value[string(p.Strength)]),
			Avoid:    p.Avoid,
		})
	}
	return out
}

func paymentOf(p *typev1.Need_Payment) domain.Payment {
	if kind, ok := p.GetKind().(*typev1.Need_Payment_SelfPayMaxCents); ok {
		return domain.Payment{SelfPayMaxCents: &kind.SelfPayMaxCents}
	}
	return domain.Payment{Insurer: p.GetInsurer(), Network: p.GetNetwork(), OutOfNetworkMaxCents: p.GetOutOfNetworkMaxCents()}
}

func styleOf(s *typev1.Need_Style) *domain.Style {
	if s == nil {
		return nil
	}
	return &domain.Style{
		Directiveness: s.GetDirectiveness(), Intensity: s.GetIntensity(),
		PastOrientation: s.GetPastOrientation(), Warmth: s.GetWarmth(),
	}
}

func windowOf(w *typev1.WeeklyWindow) domain.Window {
	return domain.Window{Day: code[string](w.GetDay()), Start: w.GetStartTime(), End: w.GetEndTime()}
}

func windowProto(w domain.Window) *typev1.WeeklyWindow {
	return &typev1.WeeklyWindow{
		Day: typev1.WeeklyWindow_Day(typev1.WeeklyWindow_Day_value[w.Day]), StartTime: w.Start, EndTime: w.End,
	}
}

func windowsProto(windows []domain.Window) []*typev1.WeeklyWindow {
	var out []*typev1.WeeklyWindow
	for _, w := range windows {
		out = append(out, windowProto(w))
	}
	return out
}
