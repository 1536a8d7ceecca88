package simulate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTables(t *testing.T) {
	t.Parallel()
	cfg := small()
	var reports []*Report
	for _, load := range []float64{0.8, 1.2} {
		cfg.Load = load
		r, err := Run(t.Context(), cfg)
		require.NoError(t, err)
		reports = append(reports, r)
	}
	var text, encoded bytes.Buffer
	require.NoError(t, WriteText(&text, reports))
	for _, part := range []string{Random, Declared, Planned, Oracle, "load 0.80", "load 1.20", "hindsight", "Gini", "product: rankings", "the product does not do that by itself"} {
		require.Contains(t, text.String(), part)
	}
	require.NoError(t, WriteJSON(&encoded, reports))
	var back []*Report
	require.NoError(t, json.Unmarshal(encoded.Bytes(), &back))
	require.Equal(t, reports, back)

	dir := filepath.Join(t.TempDir(), "plots")
	require.NoError(t, WritePlots(dir, reports))
	for _, name := range []string{"benefit", "net", "wait", "coverage", "gini", "regret"} {
		drawing, err := os.ReadFile(filepath.Join(dir, name+".svg"))
		require.NoError(t, err)
		bars := countBars(t, string(drawing))
		require.Equal(t, 1+len(reports)+len(reports)*12, bars, "background, legend and a bar for each method and load")
	}
	require.Error(t, WritePlots(os.DevNull, reports))
}

// TestChartsShowWhatIsBelowNothing draws a loss to the left of zero, within the drawing, and says that one seed has no spread.
func TestChartsShowWhatIsBelowNothing(t *testing.T) {
	t.Parallel()
	report := &Report{Config: Config{Seeds: 1, Load: 1}, Rows: []Row{{Method: "worse", Mean: Figures{Gain: -0.3}}, {Method: "better", Mean: Figures{Gain: 0.1}}}}
	var drawn bytes.Buffer
	c := charts()[0]
	c.draw(&drawn, []*Report{report})
	require.Contains(t, drawn.String(), "one seed: the spread is not known")
	require.Contains(t, drawn.String(), `<rect x="190.0" y="52" width="345.0"`, "three quarters of the width, up to zero")
	require.Contains(t, drawn.String(), `<rect x="535.0" y="74" width="115.0"`)
	report.Config.Seeds = 2
	drawn.Reset()
	c.draw(&drawn, []*Report{report})
	require.NotContains(t, drawn.String(), "one seed")
}

// countBars reads the drawing as XML and counts its rectangles.
func countBars(t *testing.T, drawing string) int {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(drawing))
	bars := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return bars
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "rect" {
			continue
		}
		bars++
		for _, a := range start.Attr {
			require.NotContains(t, a.Value, "NaN")
			require.NotContains(t, a.Value, "-")
		}
	}
}
