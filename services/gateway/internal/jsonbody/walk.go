package jsonbody

import (
	"encoding/json"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// walker goes through the tokens of a body beside the descriptor of its message. What is wrong becomes a violation, and
// the walk goes on behind it; an error would mean that the text is no JSON.
type walker struct {
	text       []byte
	dec        *json.Decoder
	violations []errs.Violation
}

func (w *walker) wrong(path, description string) {
	if len(w.violations) < maxViolations {
		w.violations = append(w.violations, errs.Field(path, description))
	}
}

// next is the offset of the next token.
func (w *walker) next() int {
	i := int(w.dec.InputOffset())
	for i < len(w.text) && strings.IndexByte(" \t\r\n,:", w.text[i]) >= 0 {
		i++
	}
	return i
}

// peek is the first byte of the next token, 0 at the end.
func (w *walker) peek() byte {
	if i := w.next(); i < len(w.text) {
		return w.text[i]
	}
	return 0
}

// raw consumes the next value whole.
func (w *walker) raw() (json.RawMessage, error) {
	var value json.RawMessage
	err := w.dec.Decode(&value)
	return value, err
}

// refuse consumes the next value and says why it cannot stand there.
func (w *walker) refuse(path, description string) error {
	if path == "" {
		path = Root
	}
	_, err := w.raw()
	if err == nil {
		w.wrong(path, description)
	}
	return err
}

// object walks a message other than the well-known ones.
func (w *walker) object(md protoreflect.MessageDescriptor, path string) error {
	if w.peek() != '{' {
		return w.refuse(path, "must be an object")
	}
	return w.members(path, func(seen map[string]bool, name, path string) error {
		fd := md.Fields().ByJSONName(name)
		if fd == nil {
			fd = md.Fields().ByTextName(name)
		}
		if fd == nil {
			return w.refuse(path, "unknown field")
		}
		if seen[fd.JSONName()] {
			return w.refuse(path, "given twice")
		}
		seen[fd.JSONName()] = true
		if w.peek() == 'n' { // null: as if it were not there
			_, err := w.raw()
			return err
		}
		if group := fd.ContainingOneof(); group != nil {
			if seen["oneof "+string(group.Name())] {
				return w.refuse(path, "only one of "+alternatives(group)+" may be given")
			}
			seen["oneof "+string(group.Name())] = true
		}
		return w.field(fd, path)
	})
}

// members consumes an object and hands each member's name and path on; member consumes the value.
func (w *walker) members(path string, member func(seen map[string]bool, name, path string) error) error {
	if _, err := w.dec.Token(); err != nil {
		return err
	}
	seen := make(map[string]bool)
	for w.dec.More() {
		token, err := w.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if err := member(seen, name, join(path, name)); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}
