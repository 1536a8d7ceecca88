package sheet

import (
	"encoding/csv"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// mark tells spreadsheets that the file is in UTF-8, without which they damage every accent they save.
const mark = "\ufeff"

// namePrefix begins a therapist's resource name.
const namePrefix = "therapists/"

// Header is the beginning of a file.
func Header() string {
	var cells []string
	for _, c := range Columns() {
		cells = append(cells, c.Name)
	}
	return mark + line(cells)
}

// Rows writes a row for each profile, to follow the header.
func Rows(therapists []*matchingv1.Therapist) string {
	columns := Columns()
	paths := make([]path, len(columns))
	for i, c := range columns {
		paths[i] = pathOf(c.Name)
	}
	var out strings.Builder
	cells := make([]string, len(columns))
	for _, t := range therapists {
		for i, c := range columns {
			switch c.Name {
			case idColumn:
				cells[i] = guard(strings.TrimPrefix(t.GetName(), namePrefix))
			case etagColumn:
				cells[i] = guard(t.GetEtag())
			default:
				cells[i] = guard(write(t.ProtoReflect(), paths[i]))
			}
		}
		out.WriteString(line(cells))
	}
	return out.String()
}

// line writes one row, with the end of line that RFC 4180 names.
func line(cells []string) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	_ = w.Write(cells) // a strings.Builder takes everything
	w.Flush()
	return out.String()
}
