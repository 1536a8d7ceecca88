package id_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
)

func TestNew(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		s := id.New()
		require.True(t, id.Valid(s), s)
		require.False(t, seen[s])
		seen[s] = true
	}
}

func TestValid(t *testing.T) {
	t.Parallel()
	good := strings.Repeat("a", 26)
	require.True(t, id.Valid(good))
	for name, s := range map[string]string{
		"empty": "", "short": good[1:], "long": good + "a", "upper case": "A" + good[1:], "digit one": "1" + good[1:],
		"slash": "/" + good[1:], "colon": ":" + good[1:], "spare bits": good[1:] + "b", "not ASCII": "é" + good[2:],
	} {
		require.False(t, id.Valid(s), name)
	}
}

func TestDerive(t *testing.T) {
	t.Parallel()
	require.True(t, id.Valid(id.Derive()))
	require.Equal(t, "hsovsecfxsehn6oqhgn37mc4ni", id.Derive("a", "b"), "the same in every release")
	seen := map[string]bool{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"ab", "c"}, {"a", "bc"}, {"abc"}, {"abc", ""}} {
		s := id.Derive(parts...)
		require.False(t, seen[s], "%q", parts)
		seen[s] = true
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	require.Regexp(t, `^[A-Za-z0-9_-]{43}$`, id.Secret())
	require.NotEqual(t, id.Secret(), id.Secret())
	require.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", id.SecretHash("abc"))
}

func TestCode(t *testing.T) {
	t.Parallel()
	for range 1000 {
		code := id.Code()
		require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{8}$`, code)
		same, ok := id.NormalizeCode(code)
		require.True(t, ok)
		require.Equal(t, code, same)
	}
}

func TestNormalizeCode(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"7K3M-9QX2": "7K3M9QX2", " 7k3m 9qx2 ": "7K3M9QX2", "OoIiLl00": "00111100",
		"": "", "7K3M9QX": "", "7K3M9QX22": "", "7K3M9QXU": "", "7K3M9QXé": "",
	}
	for in, want := range tests {
		got, ok := id.NormalizeCode(in)
		require.Equal(t, want != "", ok, in)
		if ok {
			require.Equal(t, want, got)
		}
	}
}
