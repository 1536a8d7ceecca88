package rpcserver

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	validatepb "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Validator judges messages by the rules that stand in the protos.
type Validator struct {
	rules protovalidate.Validator
	names namings
}

// NewValidator compiles the rules of messages once.
func NewValidator(inputs ...protoreflect.MessageDescriptor) (*Validator, error) {
	rules, err := protovalidate.New(protovalidate.WithMessageDescriptors(inputs...))
	if err != nil {
		return nil, fmt.Errorf("compile validation rules: %w", err)
	}
	v := &Validator{rules: rules, names: namings{}}
	for _, md := range inputs {
		if _, err := v.names.of(md); err != nil {
			return nil, fmt.Errorf("read the options of names: %w", err)
		}
	}
	return v, nil
}

// Violations names every wrong field of a message by its JSON path, and says in words what is wrong with it. The message is
// of a kind the validator was made for.
func (v *Validator) Violations(msg proto.Message) ([]errs.Violation, error) {
	m := msg.ProtoReflect()
	var out []errs.Violation
	if err := v.rules.Validate(msg); err != nil {
		invalid, ok := errors.AsType[*protovalidate.ValidationError](err)
		if !ok {
			return nil, errs.Internal(err)
		}
		for _, one := range invalid.Violations {
			path, field, choice := jsonPath(m.Descriptor(), one.Proto.GetField())
			out = append(out, errs.Field(path, description(one, field, choice)))
		}
	}
	return append(out, v.names[m.Descriptor().FullName()].violations(m, "")...), nil
}

// validate refuses a unary request that breaks a rule of its message.
func validate(ctx context.Context, c *call, next func(context.Context) error) error {
	if c.request != nil {
		if err := c.method.validate(c.request); err != nil {
			return err
		}
	}
	return next(ctx)
}

// validate names every wrong field by its JSON path; methods without a policy have no rules.
func (m *method) validate(request any) error {
	msg, ok := request.(proto.Message)
	if m == nil || !ok {
		return nil
	}
	wrong, err := m.validator.Violations(msg)
	if err != nil || len(wrong) == 0 {
		return err
	}
	return errs.Invalid(wrong...)
}

// description says what is wrong in words: neither a pattern nor numbers of an enum nor a choice that JSON does not know say it to anybody.
func description(v *protovalidate.Violation, field protoreflect.FieldDescriptor, choice protoreflect.OneofDescriptor) string {
	if choice != nil {
		names := make([]string, choice.Fields().Len())
		for i := range names {
			names[i] = choice.Fields().Get(i).JSONName()
		}
		return "one of these must be given: " + strings.Join(names, ", ")
	}
	if words, ok := ruleWords(v, field); ok {
		return words
	}
	return v.Proto.GetMessage()
}

// jsonPath writes a field path in the names of the JSON mapping, such as need.concerns[0], and returns the field or the choice that it
// ends in.
func jsonPath(
	md protoreflect.MessageDescriptor, path *validatepb.FieldPath,
) (_ string, field protoreflect.FieldDescriptor, choice protoreflect.OneofDescriptor) {
	var b strings.Builder
	for i, element := range path.GetElements() {
		name := element.GetFieldName()
		if md != nil {
			if fd := md.Fields().ByNumber(protoreflect.FieldNumber(element.GetFieldNumber())); fd != nil {
				name, md, field = fd.JSONName(), inside(fd), fd
			} else if od := md.Oneofs().ByName(protoreflect.Name(name)); od != nil {
				name, md, choice = oneofName(od), nil, od
			}
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(name)
		b.WriteString(subscript(element))
	}
	return b.String(), field, choice
}

// oneofName names a choice by its first alternative: a oneof does not occur in JSON.
func oneofName(od protoreflect.OneofDescriptor) string { return od.Fields().Get(0).JSONName() }

func inside(fd protoreflect.FieldDescriptor) protoreflect.MessageDescriptor {
	if fd.IsMap() {
		fd = fd.MapValue()
	}
	return fd.Message()
}

func subscript(element *validatepb.FieldPathElement) string {
	switch s := element.GetSubscript().(type) {
	case *validatepb.FieldPathElement_Index:
		return "[" + strconv.FormatUint(s.Index, 10) + "]"
	case *validatepb.FieldPathElement_BoolKey:
		return "[" + strconv.FormatBool(s.BoolKey) + "]"
	case *validatepb.FieldPathElement_IntKey:
		return "[" + strconv.FormatInt(s.IntKey, 10) + "]"
	case *validatepb.FieldPathElement_UintKey:
		return "[" + strconv.FormatUint(s.UintKey, 10) + "]"
	case *validatepb.FieldPathElement_StringKey:
		// A key may be personal; that some key of the map is wrong has to do.
		return "[]"
	default:
		return ""
	}
}
