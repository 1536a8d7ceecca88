package rpcserver

import (
	"fmt"
	"slices"
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// ruleWords says what a rule of the protos wants, for whoever sent something else; false where the library's own words do.
func ruleWords(v *protovalidate.Violation, field protoreflect.FieldDescriptor) (string, bool) {
	switch v.Proto.GetRuleId() {
	case "required":
		return "must be given", true
	case "repeated.unique":
		return "must not hold the same twice", true
	case "repeated.min_items":
		return "must have at least " + count(v, "value"), true
	case "repeated.max_items":
		return "must have at most " + count(v, "value"), true
	case "string.min_len":
		if v.RuleValue.IsValid() && v.RuleValue.Uint() == 1 {
			return "must not be empty", true
		}
		return "must have at least " + count(v, "character"), true
	case "string.max_len":
		return "must have at most " + count(v, "character"), true
	case "string.max_bytes":
		return "must have at most " + count(v, "byte"), true
	case "string.uuid", "string.uuid_empty":
		return "must be a UUID, such as 3b241101-e2bb-4255-8caf-4136c566a962", true
	case "enum.in", "enum.not_in", "enum.defined_only":
		return enumWords(v, field)
	case "string.pattern":
		if v.RuleValue.IsValid() {
			return PatternWords(v.RuleValue.String())
		}
	}
	return "", false
}

// count is how many of something a rule allows or asks for.
func count(v *protovalidate.Violation, what string) string {
	n := uint64(0)
	if v.RuleValue.IsValid() {
		n = v.RuleValue.Uint()
	}
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// enumWords lists the values that may be given: the rule's own, or all but those it leaves out. The zero stands for none.
func enumWords(v *protovalidate.Violation, field protoreflect.FieldDescriptor) (string, bool) {
	if field == nil || field.Enum() == nil {
		return "", false
	}
	var listed []protoreflect.EnumNumber
	if v.Proto.GetRuleId() != "enum.defined_only" {
		for i := range v.RuleValue.List().Len() {
			listed = append(listed, protoreflect.EnumNumber(v.RuleValue.List().Get(i).Int())) //nolint:gosec // an enum's, of 32 bits
		}
	}
	only := v.Proto.GetRuleId() == "enum.in"
	var names []string
	values := field.Enum().Values()
	for i := range values.Len() {
		if n := values.Get(i).Number(); n != 0 && slices.Contains(listed, n) == only {
			names = append(names, string(values.Get(i).Name()))
		}
	}
	return "must be one of " + strings.Join(names, ", "), true
}
