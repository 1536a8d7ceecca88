package domain

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// record writes the recorded decisions anew. Do that only together with a new EngineVersion: a decision that no longer
// comes out as it was made is what this test is for.
var record = flag.Bool("record", false, "record decisions anew")

const recordedFile = "testdata/decisions.jsonl"

func TestRecordedDecisions(t *testing.T) {
	t.Parallel()
	if *record {
		recordDecisions(t)
	}
	file, err := os.Open(recordedFile)
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	var n, ranked, excluded, gains, drawn int
	for lines.Scan() {
		var d Decision
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		require.NoError(t, Replay(&d))
		if len(d.Output.Ranked) > 0 && d.Output.Ranked[0].Explored() > 0 {
			drawn++
		}
		n, ranked, excluded, gains = n+1, ranked+len(d.Output.Ranked), excluded+len(d.Output.Excluded), gains+len(d.Output.Counterfactuals)
	}
	require.NoError(t, lines.Err())
	require.Equal(t, recordings, n)
	require.Positive(t, ranked)
	require.Positive(t, excluded)
	require.Positive(t, gains)
	require.Positive(t, drawn)
}

// recordings is enough to meet every rule and term, and little enough to read.
const recordings = 24

func recordDecisions(t *testing.T) {
	t.Helper()
	file, err := os.Create(recordedFile)
	require.NoError(t, err)
	encoder := json.NewEncoder(file)
	for seed, i := 0, 0; i < recordings; seed++ {
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
	require.NoError(t, file.Close())
}
