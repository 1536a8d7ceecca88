package domain

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// record writes the recorded decisions anew. Do that only together with a new EngineVersion: a decision that no longer
// comes out as it was made is what this test is for.
var record = flag.Bool("record", false, "record decisions anew")

const recordedFile = "testdata/decisions.jsonl"

// recorded is the digest of what an engine version has recorded. It is never written over, but with the next version: decisions that are
// kept under the same one would no longer come out.
var recorded = map[string]string{"2026.6": "6eab0c1302aa7a1c21d9d3901c04f340f518c057e68e486201aa9478f6d5c3fe", "2026.7": "584ea52faa5374ce497cba74a82139744ac2232113f61a2f5cc081b88001a91d"}

func TestRecordedDecisions(t *testing.T) {
	t.Parallel()
	if *record {
		recordDecisions(t)
	}
	file, err := os.ReadFile(recordedFile)
	require.NoError(t, err)
	require.Equal(t, recorded[EngineVersion], fmt.Sprintf("%x", sha256.Sum256(file)), "what is recorded changed, and the EngineVersion did not")
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, 1<<20)
	var n int
	met := map[string]bool{}
	for lines.Scan() {
		var d Decision
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		require.NoError(t, Replay(&d))
		n++
		in, out := &d.Input, &d.Output
		for kind, is := range map[string]bool{
			"excluded": len(out.Excluded) > 0, "gains": len(out.Counterfactuals) > 0,
			"drawn": len(out.Ranked) > 0 && out.Ranked[0].Explored() > 0, "weekly hours": len(in.Weekly) > 0,
			"sites": len(in.Need.Sites) > 0, "legal matters": len(in.Need.Legal) > 0, "answers": in.Answered != (Answered{}),
			"of very many": in.Pool != nil,
		} {
			if is {
				met[kind] = true
			}
		}
	}
	require.NoError(t, lines.Err())
	require.Equal(t, recordings, n)
	require.Len(t, met, 8, met)
}

// recordings is enough to meet every rule and term, and little enough to read.
const recordings = 24

func recordDecisions(t *testing.T) {
	t.Helper()
	file, err := os.Create(recordedFile)
	require.NoError(t, err)
	encoder := json.NewEncoder(file)
	for seed, i := 0, 1; i < recordings; seed++ {
		dice, in := newDice(uint64(seed)), rapid.Custom(genInput).Example(seed)
		if i%2 == 1 {
			var all []Therapist
			for k := range 8 {
				all = append(all, dice.therapist(k))
			}
			in = dice.fuzzed(all)
		}
		if i%6 == 5 {
			in = inputFor(couple(), dice.nearTie()...)
			in.Seed, in.Recent = strconv.Itoa(seed), Recent{Clients: 50, Learning: int64(dice.IntN(10))}
		}
		if i%6 == 3 {
			in.Need.Legal = []LegalMatter{Custody}
			in.hear(Answered{Severity: "SEVERE", Human: true})
			in.Weekly = map[string][]Weekly{}
			for therapist, openings := range in.Openings[KeyBase] {
				for _, o := range openings {
					in.Weekly[therapist] = append(in.Weekly[therapist], Weekly{Start: o.Start, Weeks: 8, Missing: []time.Time{o.Start.AddDate(0, 0, 7)}})
				}
			}
		}
		require.NoError(t, onlyAsk(&in))
		out, err := Rank(&in)
		require.NoError(t, err)
		if len(out.Ranked) == 0 || (i%2 == 0 && len(out.Counterfactuals) == 0) {
			continue // says little
		}
		i++
		d := Decision{ID: "recorded-" + strconv.Itoa(i), Inquiry: in.Inquiry, Engine: EngineVersion, CreateTime: in.Now, Input: in, Output: out}
		require.NoError(t, encoder.Encode(d))
	}
	many, err := New(network(2*wholeRoster), &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone}).Rank(t.Context(), "inquiry", couple(), "", 0)
	require.NoError(t, err)
	require.NoError(t, encoder.Encode(many.Decision))
	require.NoError(t, file.Close())
}
