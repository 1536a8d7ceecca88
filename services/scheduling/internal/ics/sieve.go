package ics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-ical"
)

// Bounds of one line: the name with its parameters, and the value. The parser's time grows with the square of the
// former.
const (
	maxHead  = 512
	maxValue = 64 << 10
)

// unreadable marks an event of which the sieve held something back.
const unreadable = "X-FIRSTCALL-UNREADABLE"

//nolint:gochecknoglobals // constants
var (
	// components are those that say when somebody is busy.
	components = set("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT")
	// properties are those that say when; what it is about does not get further than the sieve.
	properties = set("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP",
		"X-MICROSOFT-CDO-BUSYSTATUS", "TZID", "TZOFFSETFROM", "TZOFFSETTO")
)

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out
}

// sieve returns the lines of a file that say when somebody is busy, unfolded. Subjects, descriptions, people and
// attachments are left behind line by line.
func sieve(file []byte) []byte {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	s := sifter{}
	for len(file) > 0 {
		line := file
		if i := bytes.IndexByte(file, '\n'); i >= 0 {
			line, file = file[:i], file[i+1:]
		} else {
			file = nil
		}
		s.take(bytes.TrimSuffix(line, []byte("\r")))
	}
	s.flush()
	return s.out.Bytes()
}

type sifter struct {
	out  bytes.Buffer
	line []byte
	// keeping says that the line being gathered is one to keep.
	keeping bool
	// skipped is the depth inside components that are left behind.
	skipped int
}

// take gathers one line of the file, which may go on the one before.
func (s *sifter) take(line []byte) {
	if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
		if s.keeping && len(s.line) <= maxHead+maxValue {
			s.line = append(s.line, line[1:]...)
		}
		return
	}
	s.flush()
	end := bytes.IndexAny(line, ";:")
	if end <= 0 {
		return
	}
	name := strings.ToUpper(string(line[:min(end, 64)]))
	if name == "BEGIN" || name == "END" || s.skipped == 0 && properties[name] {
		s.line, s.keeping = append(s.line[:0], line...), true
	}
}

// flush passes the gathered line on.
func (s *sifter) flush() {
	if !s.keeping {
		return
	}
	s.keeping = false
	head, value, ok := cut(s.line)
	component := strings.ToUpper(strings.TrimSpace(string(value[:min(len(value), 64)])))
	name, _, _ := strings.Cut(strings.ToUpper(string(head[:min(len(head), 64)])), ";")
	switch {
	case !ok || len(head) > maxHead || len(value) > maxValue:
		if s.skipped == 0 {
			s.out.WriteString(unreadable + ":1\r\n")
		}
	case name == "BEGIN" && (s.skipped > 0 || !components[component]):
		s.skipped++
	case name == "END" && s.skipped > 0:
		s.skipped--
	case name == "BEGIN" || name == "END":
		s.out.WriteString(name + ":" + component + "\r\n")
	default:
		s.out.Write(s.line)
		s.out.WriteString("\r\n")
	}
}

// cut parts a line at the first colon outside quotes.
func cut(line []byte) (head, value []byte, ok bool) {
	quoted := false
	for i, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			return line[:i], line[i+1:], true
		}
	}
	return line, nil, false
}

// maxDepth is that of STANDARD in VTIMEZONE in VCALENDAR, and one to spare.
const maxDepth = 4

// decode parses what the sieve let through. The parser panics at some malformed parameters.
func decode(file []byte) (out []*ical.Component, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			out, err = nil, ErrNotCalendar
		}
	}()
	if !shallow(file) {
		return nil, ErrNotCalendar
	}
	decoder := ical.NewDecoder(bytes.NewReader(file))
	for {
		calendar, err := decoder.Decode()
		switch {
		case errors.Is(err, io.EOF) && len(out) > 0:
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("%w: %s", ErrNotCalendar, "malformed")
		}
		out = append(out, calendar.Component)
	}
}

// shallow reports whether no component lies deeper than any does: the parser calls itself for each.
func shallow(file []byte) bool {
	depth := 0
	for line := range bytes.Lines(file) {
		switch {
		case bytes.HasPrefix(line, []byte("BEGIN:")):
			depth++
		case bytes.HasPrefix(line, []byte("END:")):
			depth--
		}
		if depth > maxDepth {
			return false
		}
	}
	return true
}
