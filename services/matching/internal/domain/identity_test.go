package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhatIsStated: a wish about who the therapist is is met by what they stated, broader or not; what they have not said
// meets neither a wish for something nor one for something else, and is not read aloud as an answer.
func TestWhatIsStated(t *testing.T) {
	t.Parallel()
	nothing := Identity{}
	gender := func(g string) Identity { return Identity{Gender: g} }
	cultures := func(c ...string) Identity { return Identity{Cultures: c} }
	faith := func(f string) Identity { return Identity{Faiths: []string{f}} }
	for _, tt := range []struct {
		kind     PreferenceKind
		value    string
		avoid    bool
		identity Identity
		// rule is what is said when the wish is required and not met; term when it is mild.
		rule, term string
	}{
		{WishGender, "WOMAN", false, gender("WOMAN"), "", "Is a woman, as the client wishes."},
		{WishGender, "WOMAN", false, gender("TRANS_WOMAN"), "", "Is a woman, as the client wishes."},
		{WishGender, "TRANS_WOMAN", false, gender("WOMAN"), "The client asks for a trans woman.", "Is not a trans woman; the client would rather see a trans woman."},
		{WishGender, "WOMAN", false, nothing, "Has not said their gender; the client asks for a woman.", "Has not said their gender; the client would rather see a woman."},
		{WishGender, "MAN", true, gender("WOMAN"), "", "Is not a man, as the client wishes."},
		{WishGender, "MAN", true, gender("TRANS_MAN"), "The client asks for someone other than a man.", "Is a man, which the client would rather avoid."},
		{WishGender, "MAN", true, nothing, "Has not said their gender; the client asks for someone other than a man.", "Has not said their gender; the client would rather avoid a man."},
		{WishGender, "MAN", true, gender("MALE"), "Has not said their gender; the client asks for someone other than a man.", ""},
		{WishCulture, "LATINO", false, cultures("LATINA"), "", "Is of Latino background, as the client wishes."},
		{WishCulture, "LATINX", false, cultures("POLISH", "DOMINICAN"), "", "Is of Latinx background, as the client wishes."},
		{WishCulture, "LATINA", false, cultures("LATINO"), "The client asks for someone of Latina background.", ""},
		{WishCulture, "ASIAN_AMERICAN", true, cultures("KOREAN"), "The client asks for someone not of Asian American background.", ""},
		{WishCulture, "ASIAN_AMERICAN", true, cultures("GREEK"), "", ""},
		{WishCulture, "ASIAN_AMERICAN", true, nothing, "Has not said their background; the client asks for someone not of Asian American background.", ""},
		{WishFaith, "CHRISTIAN", false, faith("CATHOLIC"), "", ""},
		{WishFaith, "CHRISTIAN", false, faith("BAPTIST"), "", ""},
		{WishFaith, "CHRISTIAN", true, faith("BAPTIST"), "The client asks for someone not of Christian faith.", ""},
		{WishFaith, "CHRISTIAN", true, nothing, "Has not said their faith; the client asks for someone not of Christian faith.", ""},
		{WishLGBTQ, "YES", false, Identity{LGBTQAffirming: true}, "", ""},
		{WishLGBTQ, "YES", false, nothing, "Has not said whether the practice is LGBTQ+ affirming; the client asks for an LGBTQ+ affirming therapist.", ""},
		{WishLGBTQ, "YES", true, nothing, "Has not said whether the practice is LGBTQ+ affirming; the client asks for a therapist who is not LGBTQ+ affirming.", ""},
		{WishLGBTQ, "YES", true, Identity{LGBTQAffirming: true}, "The client asks for a therapist who is not LGBTQ+ affirming.", ""},
	} {
		need, therapist := couple(), fitting("one")
		therapist.Identity = tt.identity
		p := Preference{Kind: tt.kind, Value: tt.value, Avoid: tt.avoid, Strength: Required}
		need.Preferences = []Preference{p}
		if got := excluded(t, &need, &therapist); tt.rule == "" {
			require.Empty(t, got, "%+v of %+v", p, tt.identity)
		} else {
			require.Equal(t, []Reason{{RulePreference, tt.rule}}, got, "%+v of %+v", p, tt.identity)
		}
		need.Preferences[0].Strength = Mild
		said, ok := term(scored(t, need, therapist).Terms, "PREFERENCE_"+string(tt.kind))
		require.True(t, ok)
		require.Equal(t, tt.rule != "", said.Against, said.Text)
		require.Equal(t, tt.rule == "", said.Points > 0, said.Text)
		if tt.term != "" {
			require.Equal(t, tt.term, said.Text)
		}
	}
}
