package pages

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// Shown is the need and the note the form shows, for the form itself to bring back: only what differs from it is a change.
func (f callForm) Shown() (string, error) {
	shown, err := proto.Marshal(&intakev1.Inquiry{Need: f.Known.GetNeed(), CallNote: f.Known.GetCallNote()})
	return base64.RawURLEncoding.EncodeToString(shown), err
}

// readShown reads what a form showed; nil when it does not say.
func readShown(text string) *intakev1.Inquiry {
	shown := &intakev1.Inquiry{}
	body, err := base64.RawURLEncoding.DecodeString(text)
	if text == "" || err != nil || proto.Unmarshal(body, shown) != nil {
		return nil
	}
	return shown
}

// note is the note of the call: as it is recorded now where nothing was typed.
func (f callForm) note(now *intakev1.Inquiry) string {
	if f.Note == strings.ReplaceAll(f.Known.GetCallNote(), "\r\n", "\n") {
		return now.GetCallNote()
	}
	return f.Note
}

// need lays what was changed in the form over what is known now. What stands in it as it was shown stays as it is recorded, to
// the letter, whether the form could have said it or not.
func (f callForm) need(now *typev1.Need) *typev1.Need {
	n, was := &typev1.Need{}, callFormOf(f.Known)
	if now != nil {
		n = proto.CloneOf(now)
	}
	n.Concerns = f.concerns(n.GetConcerns(), was)
	if f.Format != was.Format {
		n.Format = typev1.Need_Format(typev1.Need_Format_value[f.Format])
	}
	if f.Age != was.Age {
		n.AgeGroup = typev1.Need_AgeGroup(typev1.Need_AgeGroup_value[f.Age])
	}
	if f.LocationState != was.LocationState {
		n.LocationState = f.LocationState
	}
	if f.Risk != was.Risk {
		n.RiskFlag = f.Risk
	}
	if f.Severity != was.Severity {
		n.Severity = typev1.Severity_Level(typev1.Severity_Level_value[f.Severity])
	}
	if f.Tier != was.Tier {
		n.Tier = typev1.Urgency_Tier(typev1.Urgency_Tier_value[f.Tier])
	}
	if f.SafetyRisk != was.SafetyRisk {
		n.Risk = typev1.Risk_Level(typev1.Risk_Level_value[f.SafetyRisk])
	}
	n.Modes = valuesOf[typev1.Need_Mode](typev1.Need_Mode_value, ticked(namesOf(n.GetModes()), was.Modes, f.Modes))
	n.Languages = ticked(n.GetLanguages(), was.Languages, f.Languages)
	n.Sites = f.sites(n.GetSites())
	n.Payment = f.payment(n.GetPayment(), was)
	n.Times = f.times(n.GetTimes(), was)
	n.TherapistPreferences = f.preferences(n.GetTherapistPreferences(), was)
	n.Legal = valuesOf[typev1.Legal_Matter](typev1.Legal_Matter_value, ticked(namesOf(n.GetLegal()), was.Legal, f.Legal))
	n.Access = valuesOf[typev1.Access_Id](typev1.Access_Id_value, ticked(namesOf(n.GetAccess()), was.Access, f.Access))
	n.Conflicts = f.conflicts(n.GetConflicts(), was)
	n.Style = f.style(n.GetStyle(), was)
	if f.Persons != was.Persons {
		persons, _ := strconv.ParseInt(f.Persons, 10, 32)
		n.Persons = int32(persons)
	}
	return n
}

// concerns are those ticked, the most important first; the others stay in their order.
func (f callForm) concerns(now []typev1.Need_Concern, was callForm) []typev1.Need_Concern {
	chosen := f.Concerns
	if f.Main != "" {
		chosen = append([]string{f.Main}, chosen...)
	}
	names := ticked(namesOf(now), was.Concerns, chosen)
	if f.Main != "" && f.Main != was.Main {
		names = append([]string{f.Main}, slices.DeleteFunc(names, func(c string) bool { return c == f.Main })...)
	}
	return valuesOf[typev1.Need_Concern](typev1.Need_Concern_value, names)
}

// ticked applies ticks to a list: what was ticked and is no more goes, what is ticked newly comes at the end.
func ticked(now, was, is []string) []string {
	out := slices.DeleteFunc(slices.Clone(now), func(v string) bool { return slices.Contains(was, v) && !slices.Contains(is, v) })
	for _, v := range is {
		if !slices.Contains(was, v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// revise applies changes to a list: next holds what was shown, in its places, none where it is to go, and after that what is new.
func revise[T proto.Message](now, was, next []T) []T {
	out := slices.Clone(now)
	for i, to := range next {
		at := -1
		if i < len(was) {
			if proto.Equal(was[i], to) {
				continue
			}
			at = slices.IndexFunc(out, func(v T) bool { return proto.Equal(v, was[i]) })
		}
		switch there := to.ProtoReflect().IsValid(); {
		case at >= 0 && there:
			out[at] = to
		case at >= 0:
			out = slices.Delete(out, at, at+1)
		case there:
			out = append(out, to)
		}
	}
	return out
}

// namesOf are the names of values of an enum, valuesOf the values of names; names it has not are left out.
func namesOf[E interface{ String() string }](values []E) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.String())
	}
	return out
}

func valuesOf[E ~int32](of map[string]int32, names []string) []E {
	var out []E
	for _, name := range names {
		if v := of[name]; v > 0 {
			out = append(out, E(v))
		}
	}
	return out
}
