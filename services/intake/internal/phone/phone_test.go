package phone_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/phone"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"+1 212 555 0142":    "+12125550142",
		"(212) 555-0142":     "+12125550142",
		"212.555.0142":       "+12125550142",
		"2125550142":         "+12125550142",
		"1-212-555-0142":     "+12125550142",
		"  212 555 0142 ":    "+12125550142",
		"+44 20 7946 0958":   "+442079460958",
		"+49 30 1234567":     "+49301234567",
		"+34 612 345 678":    "+34612345678",
		"212 555 0142 ext 5": "",
		"555-0142":           "",
		"1-800-FLOWERS":      "",
		"hello":              "",
		"":                   "",
		"+1":                 "",
		"+999 123 456 789":   "",
		"212555014":          "",
		"21255501423":        "",
		"2125550142\n":       "+12125550142",
		"212\n5550142":       "",
	} {
		got, ok := phone.Normalize(typed)
		require.Equal(t, want, got, typed)
		require.Equal(t, want != "", ok, typed)
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add("+1 212 555 0142")
	f.Add("(212) 555-0142;ext=3")
	f.Fuzz(func(t *testing.T, typed string) {
		e164, ok := phone.Normalize(typed)
		if !ok {
			require.Empty(t, e164)
			return
		}
		require.Regexp(t, `^\+[0-9]{7,17}$`, e164)
		again, ok := phone.Normalize(e164)
		require.True(t, ok)
		require.Equal(t, e164, again)
	})
}
