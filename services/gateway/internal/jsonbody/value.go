package jsonbody

import (
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// value walks one value: a field's, or an element's of a list or a map.
func (w *walker) value(fd protoreflect.FieldDescriptor, path string) error {
	if md := fd.Message(); md != nil && !wellKnown(md) {
		return w.object(md, path)
	}
	text, err := w.raw()
	if err != nil {
		return err
	}
	if !accepted(text, fd) {
		w.wrong(path, want(fd))
	}
	return nil
}

// wellKnown reports whether the message has a JSON form of its own.
func wellKnown(md protoreflect.MessageDescriptor) bool {
	return strings.HasPrefix(string(md.FullName()), "google.protobuf.")
}

// accepted asks protojson about a single value, in the wrapper message of its kind.
func accepted(text []byte, fd protoreflect.FieldDescriptor) bool {
	var target proto.Message
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		target = message(fd.Message())
	case protoreflect.EnumKind:
		return acceptedEnum(text, fd.Enum())
	case protoreflect.BoolKind:
		target = &wrapperspb.BoolValue{}
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		target = &wrapperspb.Int32Value{}
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		target = &wrapperspb.Int64Value{}
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		target = &wrapperspb.UInt32Value{}
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		target = &wrapperspb.UInt64Value{}
	case protoreflect.FloatKind:
		target = &wrapperspb.FloatValue{}
	case protoreflect.DoubleKind:
		target = &wrapperspb.DoubleValue{}
	case protoreflect.BytesKind:
		target = &wrapperspb.BytesValue{}
	default:
		target = &wrapperspb.StringValue{}
	}
	return protojson.Unmarshal(text, target) == nil
}

// acceptedEnum takes the name of a value, or any number: which numbers mean something is validated by the service.
func acceptedEnum(text []byte, ed protoreflect.EnumDescriptor) bool {
	if text[0] != '"' {
		return protojson.Unmarshal(text, &wrapperspb.Int32Value{}) == nil
	}
	var name wrapperspb.StringValue
	return protojson.Unmarshal(text, &name) == nil && ed.Values().ByName(protoreflect.Name(name.GetValue())) != nil
}

func message(md protoreflect.MessageDescriptor) proto.Message {
	if mt, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName()); err == nil {
		return mt.New().Interface()
	}
	return dynamicpb.NewMessage(md)
}

// want says what would be right.
func want(fd protoreflect.FieldDescriptor) string {
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return wantMessage(fd.Message())
	case protoreflect.EnumKind:
		return "must be one of " + names(fd.Enum())
	case protoreflect.BoolKind:
		return "must be true or false"
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return "must be a number"
	case protoreflect.BytesKind:
		return "must be base64"
	case protoreflect.StringKind:
		return "must be a string"
	default:
		return "must be an integer"
	}
}

func wantMessage(md protoreflect.MessageDescriptor) string {
	switch md.Name() {
	case "Timestamp":
		return "must be an RFC 3339 time such as 2026-11-24T15:00:00Z"
	case "Duration":
		return "must be a duration in seconds such as 90s"
	case "FieldMask":
		return "must be field names joined by commas"
	default:
		return fmt.Sprintf("must be a %s", md.Name())
	}
}

// names lists the values a client may send; the first one means that nothing was said.
func names(ed protoreflect.EnumDescriptor) string {
	out := make([]string, 0, ed.Values().Len())
	for i := range ed.Values().Len() {
		if v := ed.Values().Get(i); v.Number() != 0 {
			out = append(out, string(v.Name()))
		}
	}
	return strings.Join(out, ", ")
}

// mapKey returns the key in a canonical form.
func mapKey(name string, fd protoreflect.FieldDescriptor) (string, bool) {
	switch fd.Kind() {
	case protoreflect.StringKind:
		return name, true
	case protoreflect.BoolKind:
		return name, name == "true" || name == "false"
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		n, err := strconv.ParseUint(name, 10, 32)
		return strconv.FormatUint(n, 10), err == nil
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		n, err := strconv.ParseUint(name, 10, 64)
		return strconv.FormatUint(n, 10), err == nil
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		n, err := strconv.ParseInt(name, 10, 32)
		return strconv.FormatInt(n, 10), err == nil
	default:
		n, err := strconv.ParseInt(name, 10, 64)
		return strconv.FormatInt(n, 10), err == nil
	}
}
