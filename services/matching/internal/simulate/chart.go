package simulate

import (
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// chart is one figure of every method, a bar for each load, with the spread over the seeds.
type chart struct {
	file, title string
	of          func(f *Figures) float64
	format      string
}

func charts() []chart {
	return []chart{
		{"benefit", "Benefit per client over random, in standard deviations of outcome", func(f *Figures) float64 { return f.Gain }, "%.3f"},
		{"net", "The same with being served at all counted, and what waiting costs in starts", func(f *Figures) float64 { return f.Net }, "%.3f"},
		{"wait", "Days nine in ten clients wait at most", func(f *Figures) float64 { return f.WaitP90 }, "%.0f"},
		{"coverage", "Share of the stated wishes that is met", func(f *Figures) float64 { return f.Coverage }, "%.2f"},
		{"gini", "Inequality of how full the therapists' places are (Gini)", func(f *Figures) float64 { return f.Gini }, "%.3f"},
		{"regret", "Share of the possible benefit that is missed", func(f *Figures) float64 { return f.Regret }, "%.2f"},
	}
}

// WritePlots writes the charts as SVG files into the folder, which is made if it does not exist.
func WritePlots(dir string, reports []*Report) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, c := range charts() {
		var b strings.Builder
		c.draw(&b, reports)
		if err := os.WriteFile(filepath.Join(dir, c.file+".svg"), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Sizes of the drawing, in pixels. Policy.
const (
	labels, plot, margin = 190, 460, 70
	bar, gap, head       = 13, 9, 52
)

// shades are of one hue, so that they stay apart without colour; the first is the darkest.
func shade(i int) string { return fmt.Sprintf("hsl(205 45%% %d%%)", 30+16*min(i, 3)) }

func (c *chart) draw(w io.Writer, reports []*Report) {
	if len(reports) == 0 {
		return
	}
	rows := reports[0].Rows
	group := len(reports)*bar + gap
	height := head + len(rows)*group + gap
	most, least, alone := 0.0, 0.0, false
	for _, r := range reports {
		alone = alone || r.Config.Seeds == 1
		for i := range r.Rows {
			value, spread := c.of(&r.Rows[i].Mean), c.of(&r.Rows[i].Spread)
			most, least = max(most, value+spread), min(least, value-spread)
		}
	}
	scale := plot / max(most-least, 1e-9)
	zero := labels - least*scale
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11" role="img">`+"\n",
		labels+plot+margin, height)
	fmt.Fprintf(w, `<title>%s</title>`+"\n"+`<rect width="100%%" height="100%%" fill="#fff"/>`+"\n", html.EscapeString(c.title))
	fmt.Fprintf(w, `<text x="8" y="18" font-size="14">%s</text>`+"\n", html.EscapeString(c.title))
	for n, r := range reports {
		x := labels + n*110
		fmt.Fprintf(w, `<rect x="%d" y="29" width="10" height="10" fill="%s"/><text x="%d" y="38">load %.2f</text>`+"\n", x, shade(n), x+15, r.Config.Load)
	}
	if alone {
		fmt.Fprintf(w, `<text x="%d" y="38">one seed: the spread is not known</text>`+"\n", labels+len(reports)*110)
	}
	for i := range rows {
		top := head + i*group
		fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", labels-8, top+len(reports)*bar/2+4, html.EscapeString(rows[i].Method))
		for n, r := range reports {
			c.bar(w, &r.Rows[i], top+n*bar, shade(n), zero, scale)
		}
	}
	fmt.Fprintf(w, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#333"/>`+"\n</svg>\n", zero, head-4, zero, height-gap)
}

// bar is drawn from zero, to the left where the figure is negative; its number stands behind it and its spread.
func (c *chart) bar(w io.Writer, row *Row, top int, fill string, zero, scale float64) {
	value, spread := c.of(&row.Mean), c.of(&row.Spread)
	end := zero + value*scale
	fmt.Fprintf(w, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`, min(zero, end), top, max(end-zero, zero-end), bar-2, fill)
	if spread > 0 {
		middle := top + bar/2 - 1
		fmt.Fprintf(w, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#000"/>`, end-spread*scale, middle, end+spread*scale, middle)
		end += spread * scale
	}
	fmt.Fprintf(w, `<text x="%.1f" y="%d" font-size="9">`+c.format+"</text>\n", max(zero, end)+4, top+bar-4, value)
}
