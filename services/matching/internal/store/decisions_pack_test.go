package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store/storetest"
)

// eachLine decodes the lines of a file of JSON and returns how many there were.
func eachLine[T any](t *testing.T, name string, do func(line []byte, v T)) (n int) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for ; lines.Scan(); n++ {
		var v T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &v))
		do(lines.Bytes(), v)
	}
	require.NoError(t, lines.Err())
	return n
}

const recorded = "../domain/testdata/decisions.jsonl"

// TestPackRecordedDecisions packs the recorded decisions: each comes out as it went in, is reproduced, and takes a fraction.
func TestPackRecordedDecisions(t *testing.T) {
	t.Parallel()
	var plain, deflated int
	n := eachLine(t, recorded, func(line []byte, want domain.Decision) {
		body, err := pack(&want)
		require.NoError(t, err)
		requireUnpacked(t, want, body)
		plain, deflated = plain+len(line), deflated+len(body)
	})
	require.Positive(t, n)
	require.Less(t, deflated, plain/3)
}

// TestPackANetwork packs what is known of the best of very many, which says much the same of each.
func TestPackANetwork(t *testing.T) {
	t.Parallel()
	want := storetest.Ranking(t, time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC))
	require.Len(t, want.Output.Ranked, 32)
	body, err := pack(&want)
	require.NoError(t, err)
	requireUnpacked(t, want, body)
	require.Less(t, len(body), len(asJSON(t, want))/12)
}

// TestUnpackOlderBodies reads bodies as they were written before terms and therapists were numbered, and before therapists were
// deflated one by one.
func TestUnpackOlderBodies(t *testing.T) {
	t.Parallel()
	type row struct {
		Decision domain.Decision `json:"decision"`
		Body     []byte          `json:"body"`
	}
	for file, n := range map[string]int{"whole": 2, "lines": 1} {
		require.Equal(t, n, eachLine(t, "testdata/"+file+".jsonl", func(_ []byte, r row) {
			requireUnpacked(t, r.Decision, r.Body)
			need, err := needOf(r.Body)
			require.NoError(t, err)
			require.Equal(t, r.Decision.Input.Need, need)
		}))
	}
}

// TestLikelyProfile keeps the text as it was when the first profile was deflated after it.
func TestLikelyProfile(t *testing.T) {
	t.Parallel()
	require.Equal(t, "af048bb180291fd2debdfe1ee8b13c3a8c9455b45975725957b2f348885d51df", fmt.Sprintf("%x", sha256.Sum256([]byte(likelyProfile))))
}

// requireUnpacked reads the body and finds the decision it was made of, which is reproduced if this engine made it.
func requireUnpacked(t *testing.T, want domain.Decision, body []byte) {
	t.Helper()
	got := want
	got.Input, got.Output = domain.Input{}, domain.Output{}
	require.NoError(t, unpack(&got, body, "", ""))
	require.JSONEq(t, asJSON(t, want), asJSON(t, got), "decision %s", want.ID)
	if got.Engine == domain.EngineVersion {
		require.NoError(t, domain.Replay(&got))
	}
}

// TestUnpackNonsense refuses bodies that say what cannot be.
func TestUnpackNonsense(t *testing.T) {
	t.Parallel()
	for name, plain := range map[string]string{
		"nothing":                   ``,
		"no JSON":                   `{"terms"`,
		"no JSON after it":          `{} {"id"`,
		"another therapist":         `{"ranked":[{"therapist":1}]} {"id":"a"}`,
		"another term":              `{"ranked":[{"terms":[0]}]} {"id":"a"}`,
		"another opening":           `{"ranked":[{"openings":[0]}]} {"id":"a"}`,
		"more openings than slots":  `{"openings":[{"of":["a"],"n":[1]}]}`,
		"a slot without a time":     `{"openings":[{"of":["a"],"n":[1],"slots":["s"]}]}`,
		"a therapist without count": `{"openings":[{"of":["a"]}]}`,
		"an older one":              `{"input":{},"output":{"ranked":[{"therapist":"a","openings":[0]}]}}`,
	} {
		var body bytes.Buffer
		deflate, err := flate.NewWriter(&body, flate.BestSpeed)
		require.NoError(t, err)
		_, err = deflate.Write([]byte(plain))
		require.NoError(t, err)
		require.NoError(t, deflate.Close())
		require.Error(t, unpack(new(domain.Decision), body.Bytes(), "", ""), name)
	}
	require.Error(t, unpack(new(domain.Decision), []byte("not deflated"), "", ""))
	d := storetest.Ranking(t, time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC))
	body, err := pack(&d)
	require.NoError(t, err)
	require.Error(t, unpack(new(domain.Decision), body[:len(body)-1], "", ""), "half a therapist")
	_, err = pack(&domain.Decision{Output: domain.Output{Ranked: []domain.Ranked{{Therapist: "a"}}}})
	require.ErrorIs(t, err, errBody, "nobody of that name was judged")
}

func asJSON(t *testing.T, d domain.Decision) string {
	t.Helper()
	out, err := json.Marshal(d)
	require.NoError(t, err)
	return string(out)
}

// BenchmarkPack packs a decision on the best of a network.
func BenchmarkPack(b *testing.B) {
	d := storetest.Ranking(b, time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC))
	b.ReportAllocs()
	var body []byte
	for b.Loop() {
		var err error
		body, err = pack(&d)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(len(body)), "bytes")
}
