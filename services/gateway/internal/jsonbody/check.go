// Package jsonbody says what is wrong with a JSON request body, all of it at once and by JSON path. What is right is
// protojson's decision alone: Check finds fault exactly where protojson (without discarding unknown fields) refuses.
package jsonbody

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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

// Check returns every violation of the message's JSON form in text, in the order of the text; none when it is right.
// Of malformed JSON it only says where it stops making sense. No value is ever repeated.
func Check(text []byte, md protoreflect.MessageDescriptor) []errs.Violation {
	if at := nonsense(text); at >= 0 {
		return []errs.Violation{malformed(text, at)}
	}
	w := &walker{text: text, dec: json.NewDecoder(bytes.NewReader(text))}
	if err := w.object(md, ""); err != nil {
		w.violations = append(w.violations, malformed(text, w.next())) // cannot be: the text is JSON
	}
	return w.violations
}

// nonsense is the offset from which text is no JSON in UTF-8, -1 when it is.
func nonsense(text []byte) int {
	if at := invalidUTF8(text); at >= 0 {
		return at
	}
	// With a space behind it, text that ends too early goes wrong behind its end and not at its last byte.
	var whole json.RawMessage
	syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(append(bytes.Clone(text), ' '), &whole))
	if !ok {
		return -1
	}
	return min(int(syntax.Offset)-1, len(text))
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
