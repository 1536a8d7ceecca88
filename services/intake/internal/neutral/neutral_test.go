package neutral_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/neutral"
)

func TestTells(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              "",
		"MB Office":                     "",
		"Call confirmed – Hudson House": "",
		"Hudson Psychotherapy":          "therap",
		"PSYCHOLOGY":                    "psycho",
		"Consultorio Psicológico":       "psico",
		"Terapía":                       "terap",
		"Environmental Office":          "mental",
		"our clients":                   "client",
		"Paciente":                      "pacient",
		"counselling":                   "counsel",
	} {
		require.Equal(t, want, neutral.Tells(text), text)
	}
}
