package page_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/page"
)

func requireInvalid(t *testing.T, err error, field string) {
	t.Helper()
	e, ok := errs.As(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, errs.InvalidArgument, e.Code)
	require.Len(t, e.Violations, 1)
	require.Equal(t, field, e.Violations[0].Field)
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, position := range [][]string{{}, {""}, {"a"}, {"1772953200000000", "b"}, {"", "", ""}, {strings.Repeat("x", 300)}} {
		token := page.Encode(position, "state=NEW")
		require.Regexp(t, `^[A-Za-z0-9_-]+$`, token)
		got, err := page.Decode(token, "state=NEW")
		require.NoError(t, err)
		require.Equal(t, position, got)
	}
}

func TestFirstPage(t *testing.T) {
	t.Parallel()
	position, err := page.Decode("", "anything")
	require.NoError(t, err)
	require.Nil(t, position)
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	token := page.Encode([]string{"1", "b"}, "state=NEW")
	flipped := []byte(token)
	flipped[len(flipped)/2] ^= 1
	tests := map[string]struct{ token, bound string }{
		"another filter": {token, "state=PAIRED"},
		"no filter":      {token, ""},
		"changed":        {string(flipped), "state=NEW"},
		"cut":            {token[:len(token)-2], "state=NEW"},
		"longer":         {token + "AA", "state=NEW"},
		"not base64":     {"%%%", "state=NEW"},
		"short":          {"AQ", "state=NEW"},
		"huge":           {strings.Repeat("A", 1<<20), "state=NEW"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := page.Decode(test.token, test.bound)
			requireInvalid(t, err, "pageToken")
		})
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	for requested, want := range map[int32]int{0: 50, 1: 1, 200: 200, 201: 200, math.MaxInt32: 200} {
		got, err := page.Size(requested, 50, 200)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, requested := range []int32{-1, math.MinInt32} {
		_, err := page.Size(requested, 50, 200)
		requireInvalid(t, err, "pageSize")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("", "")
	f.Add(page.Encode([]string{"1", "b"}, "x"), "x")
	f.Add("AQAAAAAAAAAAAAAAAAAA_____w8", "")
	f.Fuzz(func(t *testing.T, token, bound string) {
		position, err := page.Decode(token, bound)
		if err != nil {
			requireInvalid(t, err, "pageToken")
			return
		}
		if token != "" {
			again, err := page.Decode(page.Encode(position, bound), bound)
			require.NoError(t, err)
			require.Equal(t, position, again)
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add("", "", "")
	f.Add("1772953200000000", "b", "state=NEW")
	f.Fuzz(func(t *testing.T, a, b, bound string) {
		if len(a)+len(b) > 1024 {
			return
		}
		position, err := page.Decode(page.Encode([]string{a, b}, bound), bound)
		require.NoError(t, err)
		require.Equal(t, []string{a, b}, position)
	})
}
