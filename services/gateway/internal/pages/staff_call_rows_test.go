package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

const goneTherapist = "therapists/gone7777777777777777777777"

func everythingWished() *typev1.Need {
	return &typev1.Need{
		Format: typev1.Need_FAMILY, Persons: 4, Languages: []string{"es"}, LocationState: "NY",
		Access: []typev1.Access_Id{typev1.Access_ASL}, Legal: []typev1.Legal_Matter{typev1.Legal_CUSTODY},
		Style:   &typev1.Need_Style{Directiveness: -2, Warmth: 3},
		Payment: &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "AETNA"}, Network: "PPO", OutOfNetworkMaxCents: 12050},
		Times:   []*typev1.Need_TimeWish{window(typev1.WeeklyWindow_TUESDAY, "08:00", "12:00", 3), window(typev1.WeeklyWindow_MONDAY, "09:30", "11:00", 0)},
		TherapistPreferences: []*typev1.Need_TherapistPreference{
			wished(4, "QUAKER", 3), {Kind: 1, Value: "MAN", Strength: 2, Avoid: true}, wished(6, "10", 1), wished(5, "YES", 2),
		},
		Conflicts: []*typev1.Conflict{{Therapist: "therapists/t1", Kind: typev1.Conflict_RELATIVE}, {Therapist: goneTherapist}},
		Risk:      typev1.Risk_NONE,
	}
}

// Everything that was wished is on the page of the client, in words, so that it can be seen why nobody fits.
func TestTheWholeNeedIsShown(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.Need = everythingWished()
	b := staff(t, p)
	for _, path := range []string{"/inquiries/3q", "/decisions/d1"} {
		page := b.get(path).body
		for _, words := range []string{
			"Family, 4 come", "<dd>Custody is disputed</dd>", "<dd>An interpreter for sign language</dd>", "<dd>Spanish</dd>",
			"Insurance Aetna, network PPO, outside it up to $120.50 a session",
			"Tue 08:00–12:00 (must be); Mon 09:30–11:00 (nice to have)",
			"Faith: Quaker (must be); Gender, but not: A man (matters much); At least 10 years of practice (nice to have); Practice: An LGBTQ&#43; affirming therapist (matters much)",
			"the client leads, clearly; warm support, very much",
			"Dr. Maya Stern, LMFT (the therapist sees a relative or the partner alone); a therapist who is not here any more",
			"<dd>Nothing said</dd>",
		} {
			require.Contains(t, page, words, path)
		}
	}
}

// A minor's consent is asked for in the form and beside the need, until it is recorded.
func TestAMinorsConsentIsAskedFor(t *testing.T) {
	t.Parallel()
	p := newPractice()
	p.inquiry.Need = &typev1.Need{AgeGroup: typev1.Need_TEEN}
	b := staff(t, p)
	page := b.get("/inquiries/3q").body
	require.Contains(t, page, "<dd>Under 18, and no consent recorded: nobody can be offered yet</dd>")
	require.Contains(t, page, "<details open><summary>What the law asks about first")
	p.inquiry.Guardian = &intakev1.Guardian{GivenName: "Lou"}
	require.NotContains(t, b.get("/inquiries/3q").body, "no consent recorded", "who is on record consents")
	p.inquiry.Guardian = nil
	form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
	form.Set("outcome", "REACHED")
	form.Set("legal", "CONSENT_GIVEN")
	require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", form).status)
	require.Equal(t, []typev1.Legal_Matter{typev1.Legal_CONSENT_GIVEN}, p.recorded[0].GetNeed().GetLegal())
	p.inquiry.Need = p.recorded[0].GetNeed()
	page = b.get("/inquiries/3q").body
	require.NotContains(t, page, "no consent recorded")
	require.Contains(t, page, "<dd>A minor: a parent or guardian has consented, or a clinician found that they may consent alone</dd>")
}

// A concern that speaks of harm asks for the safety questions, until it is recorded what they brought.
func TestTheSafetyQuestionsAreAskedFor(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.inquiry.Need = &typev1.Need{Concerns: []typev1.Need_Concern{typev1.Need_SELF_HARM}}
	require.Contains(t, b.get("/inquiries/3q").body, "<dd>Not asked, and a concern speaks of harming oneself: ask the safety questions</dd>")
	p.inquiry.Need.Risk = typev1.Risk_NONE
	require.NotContains(t, b.get("/inquiries/3q").body, "<dd>Not asked")
}

// What is not in use is folded away; what is in use is not.
func TestTheFormUnfoldsWhatIsInUse(t *testing.T) {
	t.Parallel()
	folds := []string{
		"More about the plan", "Other times, or some that matter more", "More wishes, and whom they would rather not see",
		"How they would like the therapist to work", "What makes a session possible", "What the law asks about first", "Therapists who must not see them",
	}
	p := newPractice()
	b := staff(t, p)
	for _, need := range []*typev1.Need{{}, everythingWished()} {
		p.inquiry.Need = need
		page := b.get("/inquiries/3q").body
		for _, fold := range folds {
			before, _, found := strings.Cut(page, "<summary>"+fold+"</summary>")
			require.True(t, found, fold)
			open := strings.HasSuffix(before, " open>")
			require.Equal(t, need.GetPersons() > 0, open, fold)
		}
	}
}

// Each of the rows and fields records what it says, and an emptied row takes its wish away.
func TestRowsOfACall(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fill func(url.Values)
		want func(*typev1.Need)
	}{
		"no faith":        {func(f url.Values) { f["wish"][0] = "" }, func(n *typev1.Need) { n.TherapistPreferences = n.GetTherapistPreferences()[1:] }},
		"not so strongly": {func(f url.Values) { f["wish-strength"][1] = "MILD" }, func(n *typev1.Need) { n.TherapistPreferences[1].Strength = 1 }},
		"rather than not": {func(f url.Values) { f["wish-avoid"][1] = "" }, func(n *typev1.Need) { n.TherapistPreferences[1].Avoid = false }},
		"a culture": {func(f url.Values) { f["wish"][2], f["wish-strength"][2] = "CULTURE:KOREAN", "STRONG" }, func(n *typev1.Need) {
			n.TherapistPreferences = append(n.TherapistPreferences, wished(3, "KOREAN", 2))
		}},
		"more years": {func(f url.Values) { f.Set("years", "15") }, func(n *typev1.Need) { n.TherapistPreferences[2].Value = "15" }},
		"never mind the years": {func(f url.Values) { f.Set("years", "") }, func(n *typev1.Need) {
			n.TherapistPreferences = append(n.GetTherapistPreferences()[:2:2], n.GetTherapistPreferences()[3])
		}},
		"another time": {func(f url.Values) { f["other-to"][0] = "11:30 am" }, func(n *typev1.Need) { n.Times[1].Window.EndTime = "11:30" }},
		"one more time": {func(f url.Values) {
			f["other-day"][1], f["other-from"][1], f["other-to"][1], f["other-strength"][1] = "SUNDAY", "9pm", "24:00", "REQUIRED"
		}, func(n *typev1.Need) {
			n.Times = append(n.Times, window(typev1.WeeklyWindow_SUNDAY, "21:00", "24:00", 3))
		}},
		"met again": {func(f url.Values) { f["conflict"][1] = "" }, func(n *typev1.Need) { n.Conflicts = n.GetConflicts()[:1] }},
		"why not":   {func(f url.Values) { f["conflict-kind"][1] = "CLIENT_WISH" }, func(n *typev1.Need) { n.Conflicts[1].Kind = typev1.Conflict_CLIENT_WISH }},
		"one more not to meet": {func(f url.Values) { f["conflict"][2] = "therapists/t2" }, func(n *typev1.Need) {
			n.Conflicts = append(n.Conflicts, &typev1.Conflict{Therapist: "therapists/t2"})
		}},
		"style":   {func(f url.Values) { f.Set("intensity", "1") }, func(n *typev1.Need) { n.Style.Intensity = 1 }},
		"law":     {func(f url.Values) { f["legal"] = []string{"COURT"} }, func(n *typev1.Need) { n.Legal = []typev1.Legal_Matter{typev1.Legal_COURT} }},
		"access":  {func(f url.Values) { f.Add("access", "STEP_FREE") }, func(n *typev1.Need) { n.Access = append(n.Access, typev1.Access_STEP_FREE) }},
		"persons": {func(f url.Values) { f.Set("persons", "") }, func(n *typev1.Need) { n.Persons = 0 }},
		"network": {func(f url.Values) { f.Set("network", "") }, func(n *typev1.Need) { n.Payment.Network = "" }},
		"outside": {func(f url.Values) { f.Set("outside", "99") }, func(n *typev1.Need) { n.Payment.OutOfNetworkMaxCents = 9900 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPractice()
			p.inquiry.Need = everythingWished()
			b := staff(t, p)
			form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
			form.Set("outcome", "REACHED")
			c.fill(form)
			require.Equal(t, http.StatusSeeOther, b.post("/inquiries/3q/call", form).status)
			want := everythingWished()
			c.want(want)
			require.True(t, proto.Equal(want, p.recorded[0].GetNeed()), "want %v\nis   %v", want, p.recorded[0].GetNeed())
		})
	}
}

// What cannot be read is said at its field, which is unfolded, and stays as it was typed.
func TestRowsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
	form = with(form, "outcome", "REACHED", "persons", "a few", "payment", "insurer", "insurer", "Aetna", "outside", "some")
	form["other-day"][0], form["other-from"][0], form["other-to"][0] = "MONDAY", "late", "later"
	got := b.post("/inquiries/3q/call", form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	for _, field := range []string{"persons", "outside", "other-times"} {
		require.Contains(t, got.body, `href="#`+field+`"`)
		require.Contains(t, got.body, `id="`+field+`"`)
	}
	require.Contains(t, got.body, `<details class="beside" id="other-times" open>`)
	again := b.submitted(got, "/inquiries/3q/call")
	require.Equal(t, "late", again["other-from"][0])
	require.Equal(t, "a few", again.Get("persons"))
}
