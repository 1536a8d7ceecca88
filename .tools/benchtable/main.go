// Command benchtable reads the output of go test -bench and prints one table, and the same as JSON to the file named.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"text/tabwriter"

	"golang.org/x/perf/benchfmt"
)

// row is one benchmark.
type row struct {
	Package string             `json:"package"`
	Name    string             `json:"name"`
	Runs    int                `json:"runs"`
	Values  map[string]float64 `json:"values"`
	// units are those of the values, in the order in which they came.
	units []string
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -bench . | benchtable FILE.json")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Stdout, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, file string) error {
	rows, err := read(in)
	if err != nil {
		return err
	}
	if err := print(out, rows); err != nil {
		return err
	}
	text, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}

// processors is the suffix that go test gives a name.
var processors = regexp.MustCompile(`-\d+$`)

func read(in io.Reader) ([]row, error) {
	reader := benchfmt.NewReader(bufio.NewReader(in), "stdin")
	var rows []row
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		r := row{
			Package: lastPart(result.GetConfig("pkg")), Name: processors.ReplaceAllString(string(result.Name), ""),
			Runs: result.Iters, Values: map[string]float64{},
		}
		for _, value := range result.Values {
			number, unit := value.Value, value.Unit
			if value.OrigUnit != "" {
				number, unit = value.OrigValue, value.OrigUnit
			}
			r.Values[unit] = number
			r.units = append(r.units, unit)
		}
		rows = append(rows, r)
	}
	if err := reader.Err(); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("no benchmark ran")
	}
	return rows, nil
}

func lastPart(path string) string {
	_, after, found := strings.Cut(path, "/firstcall/")
	if !found {
		return path
	}
	return after
}

// print writes a line per benchmark: what it took, how often it can be done, what was run beside it, and the rest.
func print(out io.Writer, rows []row) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "package\tbenchmark\ttime\tp99\trate\tbeside\tratio\tmore")
	for _, r := range rows {
		var c columns
		for _, unit := range r.units {
			c.take(unit, r.Values[unit])
		}
		fmt.Fprintln(table, strings.Join([]string{
			r.Package, r.Name, c.time, c.p99, c.rate, c.beside, c.ratio, strings.Join(c.more, ", "),
		}, "\t"))
	}
	return table.Flush()
}

// columns are the cells of a line.
type columns struct {
	time, p99, rate, beside, ratio string
	more                           []string
}

// take puts a value into the column that its unit belongs in. The median stands for the time where there is one.
func (c *columns) take(unit string, value float64) {
	short, isTime := duration(unit, value)
	switch {
	case isTime && (strings.HasPrefix(unit, "beside-") || strings.HasPrefix(unit, "bare-") || strings.HasPrefix(unit, "postgres-")):
		c.beside = short
	case isTime && strings.HasPrefix(unit, "commit-"):
		c.more = append(c.more, short+" "+unit[:strings.LastIndexByte(unit, '-')])
	case isTime && strings.Contains(unit, "p99"):
		c.p99 = short
	case isTime && strings.Contains(unit, "p50"):
		c.time = short
	case unit == "ns/op":
		if c.time == "" {
			c.time = short
		}
	case strings.HasSuffix(unit, "/s"):
		c.rate = strings.TrimSpace(c.rate + fmt.Sprintf("  %.4g %s", value, unit))
	case strings.HasPrefix(unit, "x-"), strings.HasPrefix(unit, "%-of-"):
		c.ratio = fmt.Sprintf("%.3g %s", value, strings.ReplaceAll(unit, "-", " "))
	default:
		c.more = append(c.more, fmt.Sprintf("%.4g %s", value, unit))
	}
}

// nanoseconds are the units of time that figures are given in, longest first where one ends in another.
var nanoseconds = []struct {
	unit string
	ns   float64
}{{"-ms", 1e6}, {"-µs", 1e3}, {"-us", 1e3}, {"ns/op", 1}}

// duration writes a time with three digits; false when the unit is none of time.
func duration(unit string, value float64) (string, bool) {
	for _, n := range nanoseconds {
		if !strings.HasSuffix(unit, n.unit) {
			continue
		}
		switch ns := value * n.ns; {
		case ns >= 1e9:
			return fmt.Sprintf("%.3g s", ns/1e9), true
		case ns >= 1e6:
			return fmt.Sprintf("%.3g ms", ns/1e6), true
		case ns >= 1e3:
			return fmt.Sprintf("%.3g µs", ns/1e3), true
		default:
			return fmt.Sprintf("%.3g ns", ns), true
		}
	}
	return "", false
}
