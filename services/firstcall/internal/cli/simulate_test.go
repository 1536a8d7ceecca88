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
	require.Zero(t, cli.Main([]string{"matching", "simulate", "--load=0.9", "--seeds=1", "--json", "--plots=" + dir}, &out, &log), log.String())
	var reports []struct {
		Config struct{ Load float64 }
		Rows   []struct{ Method string }
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &reports))
	require.Len(t, reports, 1)
	require.InDelta(t, 0.9, reports[0].Config.Load, 1e-9)
	require.Len(t, reports[0].Rows, 10)
	require.FileExists(t, filepath.Join(dir, "benefit.svg"))

	require.NotZero(t, cli.Main([]string{"matching", "simulate", "--preset=nation"}, &out, &log))
	require.Contains(t, log.String(), "takes hours")
	require.NotZero(t, cli.Main([]string{"matching", "simulate", "--preset=galaxy"}, &out, &log))
}
