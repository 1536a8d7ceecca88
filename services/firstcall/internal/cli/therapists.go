package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/services/firstcall"
	"github.com/firstcall-health/firstcall/services/matching"
)

// errRefusedRows makes a script notice that not every row was taken.
var errRefusedRows = errors.New("not every row can be taken")

func (a *app) importTherapists() *cobra.Command {
	var mode matching.ImportMode
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take therapists' profiles from a CSV file; - is standard input",
		Long: "Takes therapists' profiles from a CSV file such as export writes. A row with an id changes that profile, one without makes\n" +
			"a new therapist. All rows are taken, or none. The same file again changes nothing.",
		Example: "  firstcall matching import therapists.csv --dry-run",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := readFile(cmd.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			cfg, err := a.databases()
			if err != nil {
				return err
			}
			result, err := firstcall.ImportTherapists(cmd.Context(), cfg, file, mode)
			if err != nil {
				return err
			}
			return a.report(&result, mode)
		},
	}
	cmd.Flags().BoolVar(&mode.DryRun, "dry-run", false, "say what would happen and change nothing")
	cmd.Flags().BoolVar(&mode.Partial, "partial", false, "take the rows that are right although others are not")
	return cmd
}

func readFile(stdin io.Reader, name string) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(stdin)
		return string(text), err
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

// report writes what became of each row that is not as it was, and the sum.
func (a *app) report(result *matching.ImportResult, mode matching.ImportMode) error {
	counts := map[string]int{}
	for _, row := range result.Rows {
		counts[string(row.Action)]++
		if row.Action == "UNCHANGED" {
			continue
		}
		fmt.Fprintf(a.stdout, "line %d\t%s\t%s\t%s\n", row.Line, row.Action, row.Therapist, row.DisplayName)
		for _, p := range row.Problems {
			fmt.Fprintf(a.stdout, "line %d\t%s\t%s\n", row.Line, p.Column, p.Message)
		}
	}
	outcome := "The profiles are as the rows say."
	switch {
	case mode.DryRun:
		outcome = "Nothing was changed."
	case !result.Applied:
		outcome = "Nothing was changed: correct the rows that are refused, or take the others with --partial."
	}
	fmt.Fprintf(a.stderr, "%d new, %d changed, %d as they were, %d refused. %s\n",
		counts["CREATED"], counts["UPDATED"], counts["UNCHANGED"], counts["REFUSED"], outcome)
	if counts["REFUSED"] > 0 {
		return errRefusedRows
	}
	return nil
}

func (a *app) exportTherapists() *cobra.Command {
	return &cobra.Command{
		Use:     "export",
		Short:   "Write therapists' profiles as CSV to standard output",
		Example: "  firstcall matching export > therapists.csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.databases()
			if err != nil {
				return err
			}
			return firstcall.ExportTherapists(cmd.Context(), cfg, a.stdout)
		},
	}
}

func (a *app) therapistColumns() *cobra.Command {
	return &cobra.Command{
		Use:   "columns",
		Short: "Say what each column of that CSV file holds",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, c := range matching.SheetColumns() {
				fmt.Fprintf(a.stdout, "%s\t%s\n", c.Name, c.Doc)
			}
			return nil
		},
	}
}
