package jsonbody

import (
	"encoding/json"
	"strconv"
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

// field walks the value of a known field that is not null.
func (w *walker) field(fd protoreflect.FieldDescriptor, path string) error {
	switch {
	case fd.IsMap():
		return w.mapping(fd, path)
	case fd.IsList():
		return w.list(fd, path)
	default:
		return w.value(fd, path)
	}
}

func (w *walker) list(fd protoreflect.FieldDescriptor, path string) error {
	if w.peek() != '[' {
		return w.refuse(path, "must be a list")
	}
	if _, err := w.dec.Token(); err != nil {
		return err
	}
	for i := 0; w.dec.More(); i++ {
		if err := w.value(fd, path+"["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (w *walker) mapping(fd protoreflect.FieldDescriptor, path string) error {
	if w.peek() != '{' {
		return w.refuse(path, "must be an object")
	}
	return w.members(path, func(seen map[string]bool, name, path string) error {
		key, ok := mapKey(name, fd.MapKey())
		switch {
		case !ok:
			return w.refuse(path, "not a valid key")
		case seen[key]:
			return w.refuse(path, "given twice")
		}
		seen[key] = true
		return w.value(fd.MapValue(), path)
	})
}

func join(path, name string) string {
	if path != "" {
		name = path + "." + name
	}
	return Clip(name)
}

// Clip shortens a name that a client chose, so that an answer never grows with it.
func Clip(name string) string {
	if len(name) <= maxPath {
		return name
	}
	return strings.ToValidUTF8(name[:maxPath], "") + "…"
}

func alternatives(group protoreflect.OneofDescriptor) string {
	names := make([]string, group.Fields().Len())
	for i := range names {
		names[i] = group.Fields().Get(i).JSONName()
	}
	return strings.Join(names, ", ")
}
