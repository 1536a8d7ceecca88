package domain

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Merging keeps every minute and no other, in order and disjoint.
func TestMerge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Span {
			begin := int64(rapid.IntRange(0, 60).Draw(t, "start"))
			return Span{Start: begin, End: begin + int64(rapid.IntRange(-3, 9).Draw(t, "length"))}
		})).Draw(t, "spans")
		merged := Merge(slices.Clone(spans))
		in := func(all []Span, at int64) bool {
			return slices.ContainsFunc(all, func(s Span) bool { return s.Start <= at && at < s.End })
		}
		for at := int64(-5); at < 80; at++ {
			if in(spans, at) != in(merged, at) {
				t.Fatalf("%d: %v, %v", at, spans, merged)
			}
		}
		for i, s := range merged {
			if s.Start >= s.End || i > 0 && s.Start <= merged[i-1].End {
				t.Fatalf("%v", merged)
			}
		}
	})
}

func TestSealedAddress(t *testing.T) {
	t.Parallel()
	keys := Keys{Address: slices.Repeat([]byte{7}, 32)}
	sealed, err := keys.sealURL("https://calendar.example.org/private-1", "calendar")
	require.NoError(t, err)
	require.NotContains(t, string(sealed), "private-1")
	again, err := keys.sealURL("https://calendar.example.org/private-1", "calendar")
	require.NoError(t, err)
	require.NotEqual(t, sealed, again)
	address, ok := keys.openURL(sealed, "calendar")
	require.True(t, ok)
	require.Equal(t, "https://calendar.example.org/private-1", address)
	for _, other := range []struct {
		keys   Keys
		row    string
		sealed []byte
	}{
		{keys, "another", sealed}, {Keys{Address: make([]byte, 32)}, "calendar", sealed}, {Keys{}, "calendar", sealed},
		{keys, "calendar", sealed[:20]}, {keys, "calendar", nil},
	} {
		_, ok := other.keys.openURL(other.sealed, other.row)
		require.False(t, ok)
	}
	_, err = Keys{}.sealURL("x", "y")
	require.Error(t, err)
}
