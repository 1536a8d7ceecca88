package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
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
	require.Less(t, len(body), len(asJSON(t, want))/11)
}

// TestUnpackOlderBodies reads bodies as they were written before terms and therapists were numbered, before therapists were deflated
// one by one, and before they were packed by S2.
func TestUnpackOlderBodies(t *testing.T) {
	t.Parallel()
	type row struct {
		Decision domain.Decision `json:"decision"`
		Body     []byte          `json:"body"`
	}
	for file, n := range map[string]int{"whole": 2, "lines": 1, "deflated": 1} {
		require.Equal(t, n, eachLine(t, "testdata/"+file+".jsonl", func(_ []byte, r row) {
			requireUnpacked(t, r.Decision, r.Body)
			need, err := deflatedNeed(r.Body)
			require.NoError(t, err)
			require.Equal(t, r.Decision.Input.Need, need)
		}))
	}
}

// TestLikely keeps the texts as they were when the first body was packed after them.
func TestLikely(t *testing.T) {
	t.Parallel()
	for text, sum := range map[string]string{
		likelyProfile: "af048bb180291fd2debdfe1ee8b13c3a8c9455b45975725957b2f348885d51df",
		likelyRanking: "ada3f85c9546bfd042b858e17bd90af84250274984900dda06b1132cee7e313a",
	} {
		require.Equal(t, sum, fmt.Sprintf("%x", sha256.Sum256([]byte(text))))
	}
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
		"openings of another":       `{"openings":[{"therapists":[0],"n":[0]}]}`,
		"an hour of another":        `{"weekly":[{"therapist":0}]}`,
	} {
		main := afterRanking.Encode(nil, []byte(plain))
		require.Error(t, unpack(new(domain.Decision), append(binary.AppendUvarint([]byte{packedMark}, uint64(len(main))), main...), "", ""), name)
		var body bytes.Buffer
		deflate, err := flate.NewWriter(&body, flate.BestSpeed)
		require.NoError(t, err)
		_, err = deflate.Write([]byte(plain))
		require.NoError(t, err)
		require.NoError(t, deflate.Close())
		require.Error(t, unpack(new(domain.Decision), body.Bytes(), "", ""), name)
	}
	for _, body := range []string{"", "not deflated", "\x07", "\x07\x03ab", "\x07\x02ab", "\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
		require.Error(t, unpack(new(domain.Decision), []byte(body), "", ""), "%q", body)
	}
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
