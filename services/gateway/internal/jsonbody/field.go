package jsonbody

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

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

// Clip makes a name that a client chose fit for an answer: short, and UTF-8.
func Clip(name string) string {
	if len(name) > maxPath {
		name = strings.ToValidUTF8(name[:maxPath], "") + "…"
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

func alternatives(group protoreflect.OneofDescriptor) string {
	names := make([]string, group.Fields().Len())
	for i := range names {
		names[i] = group.Fields().Get(i).JSONName()
	}
	return strings.Join(names, ", ")
}
