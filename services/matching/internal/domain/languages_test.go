package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLanguagesMeet: who understands whom, and what it is called.
func TestLanguagesMeet(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string][2]string{
		"en": {"en", "English"}, "en-GB": {"en", "English"}, "EN-us": {"en", "English"}, "es-MX": {"es", "Spanish"}, "pt-BR": {"pt", "Portuguese"},
		"zh": {"zh", "Mandarin"}, "zh-CN": {"zh", "Mandarin"}, "zh-Hans-SG": {"zh", "Mandarin"}, "zh-TW": {"zh", "Mandarin"}, "zh-Hant": {"zh", "Mandarin"},
		"cmn": {"zh", "Mandarin"}, "zh-cmn-Hans": {"zh", "Mandarin"}, "cmn-Hant-HK": {"zh", "Mandarin"},
		"zh-HK": {"yue", "Cantonese"}, "zh-Hant-MO": {"yue", "Cantonese"}, "yue": {"yue", "Cantonese"}, "yue-Hans-CN": {"yue", "Cantonese"},
		"zh-yue-HK": {"yue", "Cantonese"}, "zh-nan": {"nan", "Min Nan Chinese"}, "nan-TW": {"nan", "Min Nan Chinese"}, "zh-419": {"zh", "Mandarin"},
	} {
		require.Equal(t, want, [2]string{spoken(tag), languageName(tag)}, tag)
	}
	// The rule and the sentence go by it, and the sentence names what the therapist speaks.
	for _, c := range []struct {
		client, therapist []string
		said              string
	}{
		{[]string{"zh-HK"}, []string{"en", "zh"}, ""}, {[]string{"zh"}, []string{"yue"}, ""}, {[]string{"zh-CN"}, []string{"zh-TW"}, "speaks Mandarin."},
		{[]string{"zh-HK", "en"}, []string{"en-US", "zh"}, "speaks English."}, {[]string{"yue"}, []string{"en", "zh-HK"}, "speaks Cantonese."},
		{[]string{"es-MX"}, []string{"es"}, "speaks Spanish."},
	} {
		need, therapist := couple(), fitting("a")
		need.Languages, therapist.Languages = c.client, c.therapist
		out, err := Rank(new(inputFor(need, therapist)))
		require.NoError(t, err)
		if c.said == "" {
			require.Len(t, out.Excluded, 1, c)
			require.Equal(t, RuleLanguage, out.Excluded[0].Reasons[0].Code)
			continue
		}
		require.Len(t, out.Ranked, 1, c)
		require.Contains(t, out.Ranked[0].Terms[0].Text, c.said)
	}
}

// TestAhead: a wait is told to the nearest week.
func TestAhead(t *testing.T) {
	t.Parallel()
	for days, want := range map[int64]string{
		0: "within a week", 6: "within a week", 7: "in a little more than a week", 10: "in a little more than a week", 11: "in about 2 weeks",
		13: "in about 2 weeks", 14: "in 2 weeks", 17: "in about 2 weeks", 18: "in about 3 weeks", 56: "in 8 weeks",
	} {
		require.Equal(t, want, ahead(days), days)
	}
}
