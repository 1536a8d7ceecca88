package cli_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/cli"
)

func TestSimulate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out, log bytes.Buffer
	for _, c := range []struct {
		flags             []string
		first, therapists int
	}{{nil, 1001, 40}, {[]string{"--tuning", "--part=0.1"}, 1, 4}} {
		out.Reset()
		args := append([]string{"matching", "simulate", "--load=0.9", "--seeds=1", "--json", "--plots=" + dir}, c.flags...)
		require.Zero(t, cli.Main(args, &out, &log), log.String())
		var reports []struct {
			Config struct {
				Load              float64
				First, Therapists int
			}
			Rows []struct{ Method string }
		}
		require.NoError(t, json.Unmarshal(out.Bytes(), &reports))
		require.Len(t, reports, 1)
		require.InDelta(t, 0.9, reports[0].Config.Load, 1e-9)
		require.Equal(t, c.first, reports[0].Config.First)
		require.Equal(t, c.therapists, reports[0].Config.Therapists)
		require.Len(t, reports[0].Rows, 12)
		require.FileExists(t, filepath.Join(dir, "benefit.svg"))
	}

	require.NotZero(t, cli.Main([]string{"matching", "simulate", "--preset=nation"}, &out, &log))
	require.Contains(t, log.String(), "takes hours: play a part (--part=0.05), or allow it (--nation)")
	for _, wrong := range []string{"--part=2", "--part=0", "--part=0.01", "--seeds=-2", "--seeds=0", "--load=0.8,11"} {
		log.Reset()
		require.NotZero(t, cli.Main([]string{"matching", "simulate", wrong}, &out, &log))
		require.Regexp(t, "the part must be above 0|a part of 0.01 leaves nobody|--seeds must be at least 1|the load must be a number between", log.String())
	}
	require.Equal(t, 2, cli.Main([]string{"matching", "frobnicate"}, &out, &log))
	require.Contains(t, log.String(), `unknown command "frobnicate" for "firstcall matching"`)
	require.Zero(t, cli.Main([]string{"matching"}, &out, &log))
	require.NotZero(t, cli.Main([]string{"matching", "simulate", "--preset=galaxy"}, &out, &log))
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	var out, log bytes.Buffer
	require.Zero(t, cli.Main([]string{"matching", "generate", "--preset=plain", "--format=min"}, &out, &log), log.String())
	// 1500 clients, 300 therapists and the sink; 40 therapists for each client, and one arc more; one arc for each therapist
	require.True(t, bytes.HasPrefix(out.Bytes(), []byte("p min 1801 61800\n")), "%.40s", out.Bytes())
	require.NotZero(t, cli.Main([]string{"matching", "generate", "--preset=nation"}, &out, &log))
	require.Contains(t, log.String(), "allow it (--nation)")
	require.NotZero(t, cli.Main([]string{"matching", "generate", "--format=csv"}, &out, &log))
	require.Contains(t, log.String(), `no format "csv"; there are jsonl, min, asn`)
}
