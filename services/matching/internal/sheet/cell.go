package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// write is the cell of a field.
func write(m protoreflect.Message, p path) string {
	parent, ok := p.parent(m)
	if !ok {
		return ""
	}
	field := p.field()
	if !field.IsList() {
		if field.HasPresence() && !parent.Has(field) {
			return ""
		}
		return scalar(field, parent.Get(field))
	}
	list := parent.Get(field).List()
	values := make([]string, list.Len())
	for i := range values {
		if field.Message() == nil {
			values[i] = quoted(scalar(field, list.Get(i)))
			continue
		}
		part := list.Get(i).Message()
		var parts []string
		for j := range field.Message().Fields().Len() {
			fd := field.Message().Fields().Get(j)
			parts = append(parts, scalar(fd, part.Get(fd)))
		}
		values[i] = joined(parts)
	}
	return strings.Join(values, between)
}

// scalar writes one value; an enum's zero is nothing.
func scalar(field protoreflect.FieldDescriptor, v protoreflect.Value) string {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return strings.ToUpper(strconv.FormatBool(v.Bool()))
	case protoreflect.EnumKind:
		if value := field.Enum().Values().ByNumber(v.Enum()); value != nil && v.Enum() != 0 {
			return string(value.Name())
		}
		return ""
	default:
		return v.String()
	}
}

// fault is what cannot be read: one of a list's values, counted from one, or the cell.
type fault struct {
	value int
	err   error
}

// read puts a cell into its field; an empty cell leaves the field empty. What of a list can be read keeps its place.
func read(m protoreflect.Message, p path, cell string) []fault {
	field := p.field()
	if !field.IsList() {
		if cell == "" || (field.Kind() != protoreflect.StringKind && strings.TrimSpace(cell) == "") {
			return nil
		}
		v, err := parse(field, cell)
		if err != nil {
			return []fault{{err: err}}
		}
		p.make(m).Set(field, v)
		return nil
	}
	values, err := items(cell)
	if err != nil {
		return []fault{{err: err}}
	}
	if len(values) == 0 {
		return nil
	}
	list := p.make(m).Mutable(field).List()
	var wrong []fault
	for i, parts := range values {
		v, err := value(field, list, parts)
		if err != nil {
			wrong = append(wrong, fault{i + 1, err})
			v = list.NewElement()
		}
		list.Append(v)
	}
	return wrong
}

// value reads one value of a list.
func value(field protoreflect.FieldDescriptor, list protoreflect.List, parts []string) (protoreflect.Value, error) {
	if field.Message() == nil {
		if len(parts) > 1 {
			return protoreflect.Value{}, fmt.Errorf("%q is several words: separate values by semicolons", shortened(strings.Join(parts, " ")))
		}
		return parse(field, parts[0])
	}
	fields := field.Message().Fields()
	if len(parts) > fields.Len() {
		return protoreflect.Value{}, fmt.Errorf("%q has more than %d parts: separate values by semicolons", shortened(strings.Join(parts, " ")), fields.Len())
	}
	v := list.NewElement()
	for i, part := range parts {
		if part == "" {
			continue
		}
		one, err := parse(fields.Get(i), part)
		if err != nil {
			return protoreflect.Value{}, err
		}
		v.Message().Set(fields.Get(i), one)
	}
	return v, nil
}

var errKind = errors.New("cannot be read from a cell")

// parse reads one value.
func parse(field protoreflect.FieldDescriptor, text string) (protoreflect.Value, error) {
	trimmed := strings.TrimSpace(text)
	switch field.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text), nil
	case protoreflect.BoolKind:
		switch strings.ToUpper(trimmed) {
		case "TRUE", "YES":
			return protoreflect.ValueOfBool(true), nil
		case "FALSE", "NO":
			return protoreflect.ValueOfBool(false), nil
		}
		return protoreflect.Value{}, fmt.Errorf("%q must be TRUE or FALSE", shortened(trimmed))
	case protoreflect.Int32Kind:
		n, err := strconv.ParseInt(trimmed, 10, 32)
		if err != nil {
			return protoreflect.Value{}, fmt.Errorf("%q must be a whole number without signs or separators, such as 12", shortened(trimmed))
		}
		return protoreflect.ValueOfInt32(int32(n)), nil
	case protoreflect.Int64Kind:
		n, err := strconv.ParseInt(trimmed, 10, 64)
		if err != nil {
			return protoreflect.Value{}, fmt.Errorf("%q must be a whole number without signs or separators, such as 18000", shortened(trimmed))
		}
		return protoreflect.ValueOfInt64(n), nil
	case protoreflect.EnumKind:
		known := field.Enum().Values().ByName(protoreflect.Name(strings.ToUpper(trimmed)))
		if known == nil || known.Number() == 0 {
			return protoreflect.Value{}, fmt.Errorf("%q must be one of %s", shortened(trimmed), names(field.Enum()))
		}
		return protoreflect.ValueOfEnum(known.Number()), nil
	default:
		return protoreflect.Value{}, errKind
	}
}

// names lists the values of an enum that can be written.
func names(enum protoreflect.EnumDescriptor) string {
	var out []string
	for i := range enum.Values().Len() {
		if v := enum.Values().Get(i); v.Number() != 0 {
			out = append(out, string(v.Name()))
		}
	}
	return strings.Join(out, ", ")
}
