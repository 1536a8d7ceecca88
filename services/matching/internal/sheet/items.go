package sheet

import (
	"errors"
	"strconv"
	"strings"
)

const (
	between = "; "
	missing = "-"
)

var errOpenQuote = errors.New(`has a quotation mark that is not closed`)

// quoted writes a part so that [parts] reads it as one.
func quoted(part string) string {
	if part == "" || part == missing || strings.ContainsAny(part, "; \t\r\n\"") || strings.TrimSpace(part) != part {
		return strconv.Quote(part)
	}
	return part
}

// joined writes the parts of one value; those that are empty at the end are left out.
func joined(parts []string) string {
	for len(parts) > 0 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	out := make([]string, len(parts))
	for i, p := range parts {
		if out[i] = quoted(p); p == "" {
			out[i] = missing
		}
	}
	return strings.Join(out, " ")
}

// items splits a cell into its values, each into its parts.
func items(cell string) ([][]string, error) {
	var out [][]string
	var item []string
	for rest := cell; ; {
		rest = strings.TrimLeft(rest, " \t\r\n")
		switch {
		case rest == "" || rest[0] == ';':
			if len(item) > 0 {
				out = append(out, item)
			}
			if rest == "" {
				return out, nil
			}
			item, rest = nil, rest[1:]
		case rest[0] == '"':
			prefix, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return nil, errOpenQuote
			}
			part, _ := strconv.Unquote(prefix) // a quoted prefix can be unquoted
			item, rest = append(item, part), rest[len(prefix):]
		default:
			end := strings.IndexAny(rest, "; \t\r\n")
			if end < 0 {
				end = len(rest)
			}
			part := rest[:end]
			if part == missing {
				part = ""
			}
			item, rest = append(item, part), rest[end:]
		}
	}
}
