// Command benchtable reads the output of go test -bench and prints one table, and the same as JSON to the file named.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
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
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -bench . | benchtable FILE.json")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	reader := benchfmt.NewReader(bufio.NewReader(os.Stdin), "stdin")
	var rows []row
	var order []string
	seen := map[string]bool{}
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		r := row{Package: lastPart(result.GetConfig("pkg")), Name: string(result.Name), Runs: result.Iters, Values: map[string]float64{}}
		for _, value := range result.Values {
			number, unit := value.Value, value.Unit
			if value.OrigUnit != "" {
				number, unit = value.OrigValue, value.OrigUnit
			}
			r.Values[unit] = number
			if !seen[unit] {
				seen[unit] = true
				order = append(order, unit)
			}
		}
		rows = append(rows, r)
	}
	if err := reader.Err(); err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("no benchmark ran")
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "package\tbenchmark\t%s\t\n", strings.Join(order, "\t"))
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s", r.Package, r.Name)
		for _, unit := range order {
			if value, ok := r.Values[unit]; ok {
				fmt.Fprintf(table, "\t%.4g", value)
			} else {
				fmt.Fprint(table, "\t")
			}
		}
		fmt.Fprintln(table, "\t")
	}
	if err := table.Flush(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}

func lastPart(path string) string {
	_, after, found := strings.Cut(path, "/firstcall/")
	if !found {
		return path
	}
	return after
}
