package jsonbody

import (
	"encoding/json"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// CheckText says what is wrong with a field's value that came as plain text, in a query; "" when it is right.
func CheckText(text string, fd protoreflect.FieldDescriptor) string {
	if !utf8.ValidString(text) {
		return "must be UTF-8"
	}
	if !acceptedText(text, fd) {
		return want(fd)
	}
	return ""
}

func acceptedText(text string, fd protoreflect.FieldDescriptor) bool {
	switch fd.Kind() {
	case protoreflect.StringKind:
		return true
	case protoreflect.EnumKind, protoreflect.MessageKind, protoreflect.BytesKind,
		protoreflect.FloatKind, protoreflect.DoubleKind:
		quoted, err := json.Marshal(text)
		return err == nil && accepted(quoted, fd)
	default:
		_, ok := mapKey(text, fd) // the same spelling as a map's key
		return ok
	}
}
