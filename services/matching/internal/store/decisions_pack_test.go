package store

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// TestPackRecordedDecisions packs the recorded decisions: each comes out as it went in, is reproduced, and takes a fraction.
func TestPackRecordedDecisions(t *testing.T) {
	t.Parallel()
	file, err := os.Open("../domain/testdata/decisions.jsonl")
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	var n, plain, deflated int
	for lines.Scan() {
		var want domain.Decision
		require.NoError(t, json.Unmarshal(lines.Bytes(), &want))
		body, err := pack(&want)
		require.NoError(t, err)
		got := want
		got.Input, got.Output = domain.Input{}, domain.Output{}
		require.NoError(t, unpack(&got, body, "", ""))
		require.JSONEq(t, asJSON(t, want), asJSON(t, got), "decision %s", want.ID)
		require.NoError(t, domain.Replay(&got))
		n, plain, deflated = n+1, plain+len(lines.Bytes()), deflated+len(body)
	}
	require.NoError(t, lines.Err())
	require.Positive(t, n)
	require.Less(t, deflated, plain/3)
	require.Error(t, unpack(new(domain.Decision), []byte("not deflated"), "", ""))
}

func asJSON(t *testing.T, d domain.Decision) string {
	t.Helper()
	out, err := json.Marshal(d)
	require.NoError(t, err)
	return string(out)
}
