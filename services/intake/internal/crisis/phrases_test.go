package crisis

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestShippedPhrases(t *testing.T) {
	t.Parallel()
	p, err := parse(shippedYAML)
	require.NoError(t, err)
	for _, language := range []string{"en", "es"} {
		require.NotEmpty(t, p.Locales[language], language)
		seen := map[string]bool{}
		for _, phrase := range p.Locales[language] {
			require.False(t, seen[phrase], "twice: %s", phrase)
			seen[phrase] = true
			require.True(t, Match(language, strings.ToUpper("xx "+phrase+", yy")), phrase)
		}
	}
}

func TestParseRefusesABrokenList(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"not yaml":      "{",
		"no date":       "locales: {en: [suicide]}",
		"bad date":      "reviewedOn: soon\nlocales: {en: [suicide]}",
		"unknown key":   "reviewedOn: 2026-11-23\nphrases: []",
		"empty phrase":  "reviewedOn: 2026-11-23\nlocales: {en: ['…']}",
		"wrong content": "reviewedOn: 2026-11-23\nlocales: [en]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parse([]byte(data))
			require.Error(t, err)
		})
	}
}

func FuzzMatch(f *testing.F) {
	for _, seed := range []string{"", "I don't want to live", "daño", "\xff\xfe suicide", "İ", "ﬃ", "´`'", "a\u0301\u0301"} {
		f.Add("en-US", seed)
	}
	f.Fuzz(func(t *testing.T, locale, text string) {
		matched := Match(locale, text)
		require.Equal(t, matched, Match(strings.ToUpper(locale), text), "the locale's case decides nothing")
		require.Equal(t, matched, Match("", text), "a phrase counts on every page")
		require.True(t, Match(locale, text+" suicide "+text), "surrounding text hides nothing")
		folded := Fold(text)
		require.True(t, utf8.ValidString(folded))
		require.Equal(t, strings.Join(strings.Fields(folded), " "), folded, "single spaces only")
		require.Equal(t, folded, Fold(folded), "folding is done after one pass")
	})
}
