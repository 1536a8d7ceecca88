package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// Problem is one thing to correct.
type Problem struct {
	// Column is empty when the row as a whole is wrong.
	Column string
	// Message says what is wrong and what to do.
	Message string
	// Value is which of the values in the cell could not be read, counted from one; zero: none of it.
	Value int
}

// Row is a row as it was read.
type Row struct {
	// Line is where the row begins in the file; the header is on line 1.
	Line int
	// ID is the therapist's, empty for a new one.
	ID string
	// Profile holds what the cells say; its etag is the version the row was exported from.
	Profile *matchingv1.Therapist
	// Problems are what could not be read.
	Problems []Problem
}

// Table is a file as it was read.
type Table struct {
	// Mask holds the fields for which the file has columns.
	Mask []string
	Rows []Row
	// Whole says that the file could be told apart into rows; otherwise none of them is to be trusted.
	Whole bool
}

// Read reads a file. What is wrong with a row is part of the row; what is wrong with the file is a row without a
// profile, and the table is not whole.
func Read(file string) Table {
	if !utf8.ValidString(file) {
		return broken(1, Problem{Message: `The file is not in UTF-8. Save it as "CSV UTF-8" and send it again.`})
	}
	file = strings.TrimPrefix(file, mark)
	if !strings.Contains(file, "\n") {
		file = strings.ReplaceAll(file, "\r", "\n") // as spreadsheets for the Macintosh end lines
	}
	r := csv.NewReader(strings.NewReader(file))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return broken(1, Problem{Message: "The file is empty. It needs a header line with the names of the columns."})
	}
	if err != nil {
		return broken(1, unreadable(err))
	}
	if only := strings.Join(header, ""); len(header) == 1 && strings.ContainsAny(only, ";\t") {
		return broken(1, Problem{Message: "The columns are not separated by commas. Save the file as CSV with commas from a spreadsheet and send it again."})
	}
	columns, wrong := headerOf(header)
	if len(wrong) > 0 {
		return broken(1, wrong...)
	}
	t := Table{Mask: maskOf(columns), Whole: true}
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return t
		case err != nil:
			at := 1
			if e, ok := errors.AsType[*csv.ParseError](err); ok {
				at = e.StartLine
			}
			return Table{Rows: append(t.Rows, Row{Line: at, Problems: []Problem{unreadable(err)}})}
		case strings.TrimSpace(strings.Join(cells, "")) == "":
			// Spreadsheets leave rows of empty cells behind.
		default:
			at, _ := r.FieldPos(0)
			t.Rows = append(t.Rows, rowOf(at, columns, cells))
		}
	}
}

func broken(line int, problems ...Problem) Table {
	return Table{Rows: []Row{{Line: line, Problems: problems}}}
}

func unreadable(err error) Problem {
	what := "The row cannot be told apart into cells"
	if errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote) {
		what = "A quotation mark stands where none can, or is never closed"
	}
	return Problem{Message: what + ". Save the file as CSV with commas from a spreadsheet and send it again."}
}

// onceActive is a column of exports from before clients paired here were counted.
const onceActive = "capacity.active_clients"

// shortened is as much of a cell as tells which one is meant.
func shortened(cell string) string {
	const enough = 60
	if r := []rune(cell); len(r) > enough {
		return string(r[:enough]) + "…"
	}
	return cell
}

// headerOf reads the names of the columns; spaces at the end and case do not matter.
func headerOf(cells []string) ([]string, []Problem) {
	var known []string
	for _, c := range Columns() {
		known = append(known, c.Name)
	}
	var out []string
	var wrong []Problem
	unknown := false
	for _, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case name == onceActive:
			wrong = append(wrong, Problem{Column: name, Message: "Clients who were paired here are counted. Remove the column, or name it capacity.brought_clients and leave in it those the therapist brought along."})
		case !slices.Contains(known, name):
			wrong = append(wrong, Problem{Column: shortened(name), Message: fmt.Sprintf("%q is no column. Remove it, or give it the name of one.", shortened(name))})
			unknown = true
		case slices.Contains(out, name):
			wrong = append(wrong, Problem{Column: name, Message: "The column is there twice. Remove one of them."})
		}
		out = append(out, name)
	}
	if unknown {
		wrong = append(wrong, Problem{Message: "The columns are " + strings.Join(known, ", ") + "."})
	}
	if !slices.Contains(out, idColumn) && !slices.Contains(out, "display_name") {
		wrong = append(wrong, Problem{Message: "There is neither an id nor a display_name column to tell whose profile a row is. Add one."})
	}
	return out, wrong
}

// maskOf lists the fields the columns set: a message as a whole when all of its columns are there.
func maskOf(columns []string) []string {
	var out []string
	for _, c := range columns {
		group, _, nested := strings.Cut(c, ".")
		switch {
		case c == idColumn || c == etagColumn:
		case nested && complete(group, columns):
			if !slices.Contains(out, group) {
				out = append(out, group)
			}
		default:
			out = append(out, c)
		}
	}
	return out
}

func complete(group string, columns []string) bool {
	for _, c := range Columns() {
		if strings.HasPrefix(c.Name, group+".") && !slices.Contains(columns, c.Name) {
			return false
		}
	}
	return true
}

func rowOf(line int, columns, cells []string) Row {
	row := Row{Line: line, Profile: &matchingv1.Therapist{}}
	for len(cells) > len(columns) && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(columns) {
		row.Problems = []Problem{{Message: fmt.Sprintf("The row has %d cells and the header %d. Put a text with a comma in quotation marks.", len(cells), len(columns))}}
		return row
	}
	for i, column := range columns {
		cell := unguard(cells[i])
		switch column {
		case idColumn:
			row.ID = strings.TrimPrefix(strings.TrimSpace(cell), namePrefix)
		case etagColumn:
			row.Profile.Etag = strings.TrimSpace(cell)
		default:
			for _, f := range read(row.Profile.ProtoReflect(), pathOf(column), cell) {
				row.Problems = append(row.Problems, Problem{column, sentence(f.err), f.value})
			}
		}
	}
	return row
}

// sentence begins with "The cell" where the fault does not begin with what is in it.
func sentence(err error) string {
	text := err.Error()
	if !strings.HasPrefix(text, `"`) {
		text = "The cell " + text
	}
	return text + "."
}
