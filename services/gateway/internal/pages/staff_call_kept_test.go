package pages_test

import (
	"fmt"
	"net/http"
	"testing"

	"buf.build/go/protovalidate"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const (
	aTherapist = "therapists/aaaaaaaaaaaaaaaaaaaaaaaaaa"
	aSite      = "sites/aaaaaaaaaaaaaaaaaaaaaaaaaa"
	otherSite  = "sites/bbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// Whatever a need holds, the form posted back as it was shown records the same need, field by field.
func TestAFormNobodyTouchedChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := newPractice()
		p.sites = []*schedulingv1.Site{{Name: aSite, DisplayName: "Maple Street"}, {Name: otherSite, DisplayName: "Elm Street"}}
		need := anyNeed(rt)
		require.NoError(rt, protovalidate.Validate(need))
		p.inquiry.Need = proto.CloneOf(need)
		p.inquiry.CallNote = rapid.SampledFrom([]string{"", "Warm call", "\nfirst line empty\r\nand <b>more</b>"}).Draw(rt, "note")
		b := staff(t, p)
		form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
		form.Set("outcome", "REACHED")
		got := b.post("/inquiries/3q/call", form)
		require.Equal(rt, http.StatusSeeOther, got.status, "%s", got.body)
		require.True(rt, proto.Equal(need, p.recorded[0].GetNeed()), "was %v\nis  %v", need, p.recorded[0].GetNeed())
		require.Equal(rt, p.inquiry.GetCallNote(), p.recorded[0].GetNote())
	})
}

// anyNeed is a need as the API may have recorded it, over the whole range of every field.
func anyNeed(t *rapid.T) *typev1.Need {
	n := &typev1.Need{
		Concerns: someOf[typev1.Need_Concern](t, "concerns", 24), Format: anyOf[typev1.Need_Format](t, "format"), AgeGroup: anyOf[typev1.Need_AgeGroup](t, "age"),
		Modes: someOf[typev1.Need_Mode](t, "modes", 3), LocationState: anyName(t, "state", typev1.UsState_Id(0).Descriptor(), true),
		Languages: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"en", "es", "zh-Hant", "EN", "ase", "yi", "pt-BR"}), 0, 7, rapid.ID).Draw(t, "languages"),
		RiskFlag:  rapid.Bool().Draw(t, "risk flag"), Severity: anyOf[typev1.Severity_Level](t, "severity"), Tier: anyOf[typev1.Urgency_Tier](t, "tier"),
		Risk: anyOf[typev1.Risk_Level](t, "risk"), Legal: someOf[typev1.Legal_Matter](t, "legal", 3), Access: someOf[typev1.Access_Id](t, "access", 5),
		Sites:   rapid.SliceOfNDistinct(rapid.SampledFrom([]string{aSite, otherSite, "sites/cccccccccccccccccccccccccc"}), 0, 3, rapid.ID).Draw(t, "sites"),
		Persons: rapid.Int32Range(0, 20).Draw(t, "persons"), Payment: anyPayment(t),
	}
	for range rapid.IntRange(0, 8).Draw(t, "times") {
		from := rapid.SampledFrom([]string{"08:00", "12:00", "17:00", "00:00", "09:30"}).Draw(t, "from")
		to := rapid.SampledFrom([]string{"12:00", "17:00", "21:00", "24:00", "18:45"}).Draw(t, "to")
		if from < to {
			n.Times = append(n.Times, &typev1.Need_TimeWish{Strength: anyOf[typev1.Need_Strength](t, "strength"), Window: &typev1.WeeklyWindow{
				Day: typev1.WeeklyWindow_Day(rapid.Int32Range(1, 7).Draw(t, "day")), StartTime: from, EndTime: to,
			}})
		}
	}
	for range rapid.IntRange(0, 8).Draw(t, "wishes") {
		n.TherapistPreferences = append(n.TherapistPreferences, anyWish(t))
	}
	for range rapid.IntRange(0, 3).Draw(t, "conflicts") {
		n.Conflicts = append(n.Conflicts, &typev1.Conflict{
			Therapist: rapid.SampledFrom([]string{aTherapist, goneTherapist}).Draw(t, "therapist"), Kind: anyOf[typev1.Conflict_Kind](t, "kind"),
		})
	}
	if rapid.Bool().Draw(t, "has style") {
		scale := func(name string) int32 { return rapid.Int32Range(-3, 3).Draw(t, name) }
		n.Style = &typev1.Need_Style{Directiveness: scale("leads"), Intensity: scale("intense"), PastOrientation: scale("past"), Warmth: scale("warm")}
	}
	return n
}

func anyPayment(t *rapid.T) *typev1.Need_Payment {
	cents := rapid.OneOf(rapid.SampledFrom([]int64{0, 18750, 18705, 18000, 10000000}), rapid.Int64Range(0, 10000000))
	spelling := rapid.SampledFrom([]string{"AETNA", "Blue Cross", "Health First", "Smith & Sons.", "PPO", "a-b "})
	switch rapid.IntRange(0, 4).Draw(t, "payment") {
	case 0:
		return nil
	case 1:
		return &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: cents.Draw(t, "limit")}}
	case 2:
		return &typev1.Need_Payment{Network: spelling.Draw(t, "network"), OutOfNetworkMaxCents: cents.Draw(t, "outside")}
	case 3:
		return &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: spelling.Draw(t, "insurer")}}
	default:
		return &typev1.Need_Payment{
			Kind:    &typev1.Need_Payment_Insurer{Insurer: spelling.Draw(t, "insurer")},
			Network: spelling.Draw(t, "network"), OutOfNetworkMaxCents: cents.Draw(t, "outside"),
		}
	}
}

func anyWish(t *rapid.T) *typev1.Need_TherapistPreference {
	w := &typev1.Need_TherapistPreference{
		Kind: typev1.Need_TherapistPreference_Kind(rapid.Int32Range(1, 6).Draw(t, "kind")), Strength: anyOf[typev1.Need_Strength](t, "strength"),
	}
	of := map[typev1.Need_TherapistPreference_Kind]protoreflect.EnumDescriptor{
		typev1.Need_TherapistPreference_GENDER: typev1.Gender_Id(0).Descriptor(), typev1.Need_TherapistPreference_APPROACH: typev1.TherapyApproach_Id(0).Descriptor(),
		typev1.Need_TherapistPreference_CULTURE: typev1.Culture_Id(0).Descriptor(), typev1.Need_TherapistPreference_FAITH: typev1.Faith_Id(0).Descriptor(),
		typev1.Need_TherapistPreference_LGBTQ_AFFIRMING: typev1.AffirmingPractice_Id(0).Descriptor(),
	}[w.GetKind()]
	if of == nil {
		w.Value = rapid.SampledFrom([]string{"1", "5", "10", "100"}).Draw(t, "years")
		return w
	}
	w.Value, w.Avoid = anyName(t, "value", of, false), rapid.Bool().Draw(t, "avoid")
	return w
}

// anyOf is any value of an enum, the zero value among them.
func anyOf[E protoreflect.Enum](t *rapid.T, name string) E {
	var zero E
	return rapid.SampledFrom(numbers(zero, 0)).Draw(t, name).(E)
}

// someOf are values of an enum, each once, in any order.
func someOf[E protoreflect.Enum](t *rapid.T, name string, most int) []E {
	var zero E
	var out []E
	for _, v := range rapid.SliceOfNDistinct(rapid.SampledFrom(numbers(zero, 1)), 0, most, protoreflect.Enum.Number).Draw(t, name) {
		out = append(out, v.(E))
	}
	return out
}

func numbers(of protoreflect.Enum, from int) []protoreflect.Enum {
	var out []protoreflect.Enum
	for i := from; i < of.Descriptor().Values().Len(); i++ {
		out = append(out, of.Type().New(of.Descriptor().Values().Get(i).Number()))
	}
	return out
}

// anyName is the name of a value, or nothing where that may be.
func anyName(t *rapid.T, label string, of protoreflect.EnumDescriptor, orNone bool) string {
	i := rapid.IntRange(1, of.Values().Len()-1).Draw(t, label)
	if orNone && rapid.Bool().Draw(t, "no "+label) {
		return ""
	}
	return string(of.Values().Get(i).Name())
}

// What is changed is changed, and nothing beside it.
func TestAFormChangesWhatWasChanged(t *testing.T) {
	t.Parallel()
	was := &typev1.Need{
		Concerns: []typev1.Need_Concern{typev1.Need_GRIEF, typev1.Need_ANXIETY}, Tier: typev1.Urgency_ROUTINE, Languages: []string{"zh-Hant", "en"},
		Payment: &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: 18750}},
		Times:   []*typev1.Need_TimeWish{window(typev1.WeeklyWindow_TUESDAY, "08:00", "12:00", 3), window(typev1.WeeklyWindow_MONDAY, "17:00", "21:00", 1)},
		TherapistPreferences: []*typev1.Need_TherapistPreference{
			wished(2, "CBT", 2), wished(2, "EFT", 0), wished(5, "YES", 3), wished(1, "WOMAN", 0),
		},
		Persons: 3, Style: &typev1.Need_Style{},
	}
	for name, c := range map[string]struct {
		field  string
		values []string
		want   func(*typev1.Need)
	}{
		"another approach":       {"approach", []string{"EMDR"}, func(n *typev1.Need) { n.TherapistPreferences[0].Value = "EMDR" }},
		"no approach":            {"approach", []string{""}, func(n *typev1.Need) { n.TherapistPreferences = n.GetTherapistPreferences()[1:] }},
		"affirming matters less": {"affirming-strength", []string{"MILD"}, func(n *typev1.Need) { n.TherapistPreferences[2].Strength = typev1.Need_MILD }},
		"gender is a must":       {"gender-strength", []string{"REQUIRED"}, func(n *typev1.Need) { n.TherapistPreferences[3].Strength = typev1.Need_REQUIRED }},
		"nothing in the table":   {"time", nil, func(n *typev1.Need) { n.Times = n.GetTimes()[1:] }},
		"one more time": {"time", []string{"TUESDAY-MORNING", "FRIDAY-EVENING"}, func(n *typev1.Need) {
			n.Times = append(n.Times, window(typev1.WeeklyWindow_FRIDAY, "17:00", "21:00", 3))
		}},
		"the table is nice to have": {"time-strength", []string{"MILD"}, func(n *typev1.Need) { n.Times[0].Strength = typev1.Need_MILD }},
		"no money":                  {"fee", []string{"0"}, func(n *typev1.Need) { n.Payment.Kind.(*typev1.Need_Payment_SelfPayMaxCents).SelfPayMaxCents = 0 }},
		"cents":                     {"fee", []string{"$1,234.5"}, func(n *typev1.Need) { n.Payment.Kind.(*typev1.Need_Payment_SelfPayMaxCents).SelfPayMaxCents = 123450 }},
		"something else first":      {"main", []string{"ANXIETY"}, func(n *typev1.Need) { n.Concerns = []typev1.Need_Concern{typev1.Need_ANXIETY, typev1.Need_GRIEF} }},
		"a language less":           {"language", []string{"en"}, func(n *typev1.Need) { n.Languages = []string{"en"} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPractice()
			p.inquiry.Need = proto.CloneOf(was)
			b := staff(t, p)
			form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
			form.Set("outcome", "REACHED")
			form[c.field] = c.values
			require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", form).status)
			want := proto.CloneOf(was)
			c.want(want)
			require.True(t, proto.Equal(want, p.recorded[0].GetNeed()), "want %v\nis   %v", want, p.recorded[0].GetNeed())
		})
	}
}

func window(day typev1.WeeklyWindow_Day, from, to string, strength typev1.Need_Strength) *typev1.Need_TimeWish {
	return &typev1.Need_TimeWish{Strength: strength, Window: &typev1.WeeklyWindow{Day: day, StartTime: from, EndTime: to}}
}

func wished(kind typev1.Need_TherapistPreference_Kind, value string, strength typev1.Need_Strength) *typev1.Need_TherapistPreference {
	return &typev1.Need_TherapistPreference{Kind: kind, Value: value, Strength: strength}
}

// Two people edit one inquiry: the second is told, sees what the first changed beside what they typed, and sends both.
func TestTwoFormsAtOnce(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
	form = with(form, "outcome", "REACHED", "severity", "SEVERE", "shown", form.Get("shown"))
	p.inquiry = proto.CloneOf(p.inquiry)
	p.inquiry.Etag, p.inquiry.CallNote, p.inquiry.Need.LocationState = "e2", "What the other one heard", "NJ"
	p.inquiry.Need.Concerns = append(p.inquiry.Need.Concerns, typev1.Need_GRIEF)
	p.fail["RecordCall"] = []error{errs.New(errs.Aborted, errs.ReasonETagMismatch, "stale")}
	got := b.post("/inquiries/3q/call", form)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "Someone changed this inquiry")

	again := b.submitted(got, "/inquiries/3q/call")
	require.NotEqual(t, form.Get("request"), again.Get("request"))
	require.Equal(t, []string{"e2", "REACHED", "SEVERE", "NJ"}, []string{again.Get("etag"), again.Get("outcome"), again.Get("severity"), again.Get("state")})
	require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", again).status)
	want := proto.CloneOf(p.inquiry.GetNeed())
	want.Severity = typev1.Severity_SEVERE
	require.True(t, proto.Equal(want, p.recorded[0].GetNeed()), fmt.Sprint(p.recorded[0].GetNeed()))
	require.Equal(t, "What the other one heard", p.recorded[0].GetNote())
}

// A note that was taken out of the form is cleared; a form without the field leaves it.
func TestANoteIsTakenOut(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.CallNote = "Warm call"
	b := staff(t, p)
	form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
	require.Equal(t, "Warm call", form.Get("note"))
	for i, outcome := range []string{"REACHED", "NO_ANSWER"} {
		cleared := with(form, "outcome", outcome, "note", "")
		require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", cleared).status)
		require.NotNil(t, p.recorded[2*i].Note)
		require.Empty(t, p.recorded[2*i].GetNote())
		cleared.Del("note")
		require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", cleared).status)
		require.Nil(t, p.recorded[2*i+1].Note)
	}
}

// A form that does not say what it showed changes nothing: it is shown again, with what was typed.
func TestAFormWithoutWhatItShowed(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
	got := b.post("/inquiries/3q/call", with(form, "outcome", "REACHED", "shown", "%", "note", "typed for minutes"))
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "typed for minutes")
	require.Equal(t, form.Get("shown"), b.submitted(got, "/inquiries/3q/call").Get("shown"))
	require.Empty(t, p.recorded)
}
