// Package jsonbody says what is wrong with a JSON request body, all of it at once and by JSON path. What is right is
// protojson's decision alone: Check finds fault exactly where protojson (without discarding unknown fields) refuses.
package jsonbody

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

const (
	// Root is the path of the body as a whole.
	Root = "body"
	// maxViolations bounds the answer to a body full of nonsense.
	maxViolations = 50
	maxPath       = 200
)

// errStop ends the walk: the rest of the text has no meaning.
var errStop = errors.New("malformed JSON")

// Check returns every violation of the message's JSON form in text, in the order of the text; none when it is right.
// After malformed JSON nothing more is looked at, and the violation gives its position. No value is ever repeated.
func Check(text []byte, md protoreflect.MessageDescriptor) []errs.Violation {
	if at := invalidUTF8(text); at >= 0 {
		return []errs.Violation{malformed(text, at)}
	}
	w := &walker{text: text, dec: json.NewDecoder(bytes.NewReader(text))}
	err := w.object(md, "")
	if err == nil {
		err = w.end()
	}
	if err != nil {
		w.violations = append(w.violations, malformed(text, w.position(err)))
	}
	return w.violations
}

// end refuses what follows the value.
func (w *walker) end() error {
	if _, err := w.dec.Token(); !errors.Is(err, io.EOF) {
		return errStop
	}
	return nil
}

// position is where the text stopped making sense.
func (w *walker) position(err error) int {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return int(syntax.Offset) - 1
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return len(w.text)
	}
	return w.next()
}

func malformed(text []byte, at int) errs.Violation {
	at = max(0, min(at, len(text)))
	before := text[:at]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return errs.Field(Root, fmt.Sprintf("malformed JSON at line %d, column %d", line, column))
}

func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
