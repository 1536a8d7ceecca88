package pages

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// showWishes puts the wishes that have a field of their own into the form.
func (f *callForm) showWishes(wishes []*typev1.Need_TherapistPreference) {
	show := func(kind typev1.Need_TherapistPreference_Kind, otherwise string) (value, strength string) {
		if at := wishAt(wishes, kind); at >= 0 {
			return wishes[at].GetValue(), strengthName(wishes[at].GetStrength())
		}
		return "", otherwise
	}
	f.Gender, f.GenderStrength = show(typev1.Need_TherapistPreference_GENDER, "STRONG")
	f.Approach, f.ApproachStrength = show(typev1.Need_TherapistPreference_APPROACH, "MILD")
	affirming, strength := show(typev1.Need_TherapistPreference_LGBTQ_AFFIRMING, "STRONG")
	f.Affirming, f.AffirmingStrength = affirming != "", strength
	f.Years, f.YearsStrength = show(typev1.Need_TherapistPreference_EXPERIENCE, "MILD")
	for _, at := range wishesBeside(wishes) {
		f.Wishes = append(f.Wishes, wishRowOf(wishes[at]))
	}
}

// wishesBeside are the places of the wishes no field shows: they have a row each.
func wishesBeside(wishes []*typev1.Need_TherapistPreference) []int {
	var at []int
	for i, p := range wishes {
		if p.GetKind() == typev1.Need_TherapistPreference_CULTURE || p.GetKind() == typev1.Need_TherapistPreference_FAITH || wishAt(wishes, p.GetKind()) != i {
			at = append(at, i)
		}
	}
	return at
}

func wishRowOf(p *typev1.Need_TherapistPreference) wishRow {
	row := wishRow{Value: p.GetKind().String() + ":" + p.GetValue(), Strength: strengthName(p.GetStrength())}
	if p.GetAvoid() {
		row.Avoid = "avoid"
	}
	return row
}

// over puts a row over the wish it showed.
func (w wishRow) over(was *typev1.Need_TherapistPreference) *typev1.Need_TherapistPreference {
	out, shown := proto.CloneOf(was), wishRowOf(was)
	if kind, value, _ := strings.Cut(w.Value, ":"); w.Value != shown.Value {
		out.Kind, out.Value = typev1.Need_TherapistPreference_Kind(typev1.Need_TherapistPreference_Kind_value[kind]), value
	}
	if w.Strength != shown.Strength {
		out.Strength = strengthOf(w.Strength)
	}
	out.Avoid = w.Avoid != ""
	return out
}

// wishAt is the place of the wish that the field of a kind shows: the first for something; -1 when there is none.
func wishAt(wishes []*typev1.Need_TherapistPreference, kind typev1.Need_TherapistPreference_Kind) int {
	return slices.IndexFunc(wishes, func(p *typev1.Need_TherapistPreference) bool { return p.GetKind() == kind && !p.GetAvoid() })
}

// preferences changes the wishes the form shows, where they were changed, and keeps the others.
func (f callForm) preferences(now []*typev1.Need_TherapistPreference, shown callForm) []*typev1.Need_TherapistPreference {
	was := f.Known.GetNeed().GetTherapistPreferences()
	next := slices.Clone(was)
	wish := func(kind typev1.Need_TherapistPreference_Kind, value, strength string) {
		at := wishAt(was, kind)
		switch {
		case at < 0 && value != "":
			next = append(next, &typev1.Need_TherapistPreference{Kind: kind, Value: value, Strength: strengthOf(strength)})
		case at < 0:
		case value == "":
			next[at] = nil
		default:
			next[at] = proto.CloneOf(was[at])
			next[at].Value = value
			if strength != strengthName(was[at].GetStrength()) {
				next[at].Strength = strengthOf(strength)
			}
		}
	}
	affirming := ""
	if f.Affirming {
		affirming = typev1.AffirmingPractice_YES.String()
	}
	wish(typev1.Need_TherapistPreference_GENDER, f.Gender, f.GenderStrength)
	wish(typev1.Need_TherapistPreference_APPROACH, f.Approach, f.ApproachStrength)
	wish(typev1.Need_TherapistPreference_LGBTQ_AFFIRMING, affirming, f.AffirmingStrength)
	wish(typev1.Need_TherapistPreference_EXPERIENCE, f.Years, f.YearsStrength)
	next = reviseRows(next, wishesBeside(was), shown.Wishes, f.Wishes, func(was *typev1.Need_TherapistPreference, to wishRow) *typev1.Need_TherapistPreference {
		return to.over(was)
	}, func(w wishRow) *typev1.Need_TherapistPreference { return w.over(&typev1.Need_TherapistPreference{}) })
	return revise(now, was, next)
}

func strengthOf(name string) typev1.Need_Strength {
	return typev1.Need_Strength(typev1.Need_Strength_value[name])
}

// strengthName is how the form shows a strength: one that was not said is read as MILD.
func strengthName(s typev1.Need_Strength) string {
	if s == typev1.Need_STRENGTH_UNSPECIFIED {
		s = typev1.Need_MILD
	}
	return s.String()
}
