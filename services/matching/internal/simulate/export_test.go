package simulate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

func export(t *testing.T, cfg Config, format string) []byte {
	t.Helper()
	var out, again bytes.Buffer
	require.NoError(t, Export(&out, cfg, 3, format))
	require.NoError(t, Export(&again, cfg, 3, format))
	require.Equal(t, out.Bytes(), again.Bytes(), "the same seed")
	require.NoError(t, Export(&again, cfg, 4, format))
	require.NotEqual(t, out.Bytes(), again.Bytes()[out.Len():], "another seed")
	return out.Bytes()
}

// The lines, read again, are the instance, and its optimum is that of the hindsight.
func TestExportLines(t *testing.T) {
	t.Parallel()
	cfg := small()
	w := newWorld(&cfg, 3)
	lines := bufio.NewScanner(bytes.NewReader(export(t, cfg, "jsonl")))
	var practice practiceLine
	require.True(t, lines.Scan())
	require.NoError(t, json.Unmarshal(lines.Bytes(), &practice))
	require.Equal(t, practiceLine{&cfg, 3}, practice)
	in := &assign.Instance{First: []int32{0}}
	arc := 0
	for lines.Scan() {
		var line struct {
			therapistLine
			clientLine
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &line))
		if strings.HasPrefix(lines.Text(), `{"therapist"`) {
			require.Len(t, in.Capacity, line.Therapist)
			in.Capacity = append(in.Capacity, line.Capacity)
			continue
		}
		require.Equal(t, in.Clients(), line.Client)
		require.Equal(t, w.demand.clients[line.Client].arrives, line.Arrives)
		require.Equal(t, w.demand.clients[line.Client].tier, line.Tier)
		for _, a := range line.Arcs {
			in.Place = append(in.Place, a.Therapist)
			in.Benefit = append(in.Benefit, a.Benefit)
			require.Equal(t, w.demand.truth[arc], a.Truth)
			arc++
		}
		in.First = append(in.First, int32(len(in.Place)))
	}
	require.Equal(t, w.estimated(), in)
}

// The flow that is written is that of the instance.
func TestExportMin(t *testing.T) {
	t.Parallel()
	cfg := small()
	var own bytes.Buffer
	require.NoError(t, assign.WriteMin(&own, newWorld(&cfg, 3).estimated()))
	require.Equal(t, own.Bytes(), export(t, cfg, "min"))
}

func TestExportAsn(t *testing.T) {
	t.Parallel()
	cfg := small()
	cfg.Clients = 60
	var own bytes.Buffer
	require.NoError(t, assign.WriteAsn(&own, newWorld(&cfg, 3).estimated()))
	require.Equal(t, own.Bytes(), export(t, cfg, "asn"))
}

func TestExportRefuses(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, Export(&bytes.Buffer{}, small(), 1, "csv"), `no format "csv"`)
	require.Error(t, Export(&bytes.Buffer{}, Config{}, 1, "min"))
}
