package crisis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/crisis"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, locale, text string
		want               bool
	}{
		{"plain", "en-US", "I want to die", true},
		{"case and spacing", "en-US", "i WANT\n  to   DIE.", true},
		{"typewriter apostrophe", "en-US", "I don't want to live like this", true},
		{"typographic apostrophe", "en-US", "I don’t want to be alive", true},
		{"acute accent as apostrophe", "en-US", "I don´t want to be alive", true},
		{"hyphen", "en-US", "self-harm since spring", true},
		{"invisible characters", "en-US", "sui\u200bcide", true},
		{"full width letters", "en-US", "ｓｕｉｃｉｄｅ", true},
		{"danger to others", "en-US", "He threatened to kill us", true},
		{"spanish with accents", "es-US", "Ojalá no despertara nunca", true},
		{"spanish with eñe", "es", "quiero hacerme daño", true},
		{"spanish without accents", "es", "quiero hacerme dano", true},
		{"spanish on the english page", "en-US", "ya no quiero vivir", true},
		{"english on the spanish page", "es-US", "suicidal since march", true},
		{"unknown locale", "de-DE", "suicide", true},
		{"no locale", "", "end my life", true},
		{"grief", "en-US", "My mother died in May and I miss her", false},
		{"figure of speech", "en-US", "this commute is killing me", false},
		{"part of a word", "en-US", "I work in suicidology", false},
		{"part of a word at the start", "en-US", "nonsuicidal", false},
		{"spanish grief", "es", "mi madre acaba de morir", false},
		{"spanish part of a word", "es", "el matarmero", false},
		{"ordinary", "en-US", "Trust after an affair", false},
		{"empty", "en-US", "", false},
		{"only punctuation", "en-US", "…!?", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, crisis.Match(tc.locale, tc.text))
		})
	}
}

func TestMatchFindsAPhraseAnywhereInALongText(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("we argue about money and the children. ", 25)
	require.False(t, crisis.Match("en-US", filler))
	require.True(t, crisis.Match("en-US", filler+"I want to end it all. "+filler))
	require.True(t, crisis.Match("en-US", filler+"overdose"))
}

func TestReviewedOnIsSet(t *testing.T) {
	t.Parallel()
	require.True(t, crisis.ReviewedOn().After(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
}
