package rpcserver

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	validatepb "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// naming is what a message says about texts that name a value of an enumeration, in its fields and below; nil where it says
// nothing.
type naming struct{ fields []namingField }

type namingField struct {
	field protoreflect.FieldDescriptor
	// of is the enumeration; by is the field beside it whose value tells which, from choices.
	of      protoreflect.EnumDescriptor
	by      protoreflect.FieldDescriptor
	choices map[protoreflect.EnumNumber]protoreflect.EnumDescriptor
	// inside is what the message in the field says.
	inside *naming
}

// namings reads the options of messages, each once.
type namings map[protoreflect.FullName]*naming

func (n namings) of(md protoreflect.MessageDescriptor) (*naming, error) {
	if known, ok := n[md.FullName()]; ok {
		return known, nil
	}
	out := &naming{}
	n[md.FullName()] = out // whoever holds itself is not read again
	for i := range md.Fields().Len() {
		f, err := n.field(md.Fields().Get(i))
		if err != nil {
			return nil, err
		}
		if f.of != nil || f.by != nil || f.inside != nil {
			out.fields = append(out.fields, f)
		}
	}
	if len(out.fields) == 0 {
		n[md.FullName()] = nil
	}
	return n[md.FullName()], nil
}

func (n namings) field(fd protoreflect.FieldDescriptor) (namingField, error) {
	f := namingField{field: fd}
	var err error
	if of, _ := proto.GetExtension(fd.Options(), optionsv1.E_NamesOf).(string); of != "" {
		f.of, err = enumeration(of)
		return f, err
	}
	if by, _ := proto.GetExtension(fd.Options(), optionsv1.E_NamesBy).(string); by != "" {
		if f.by = fd.ContainingMessage().Fields().ByName(protoreflect.Name(by)); f.by == nil || f.by.Enum() == nil {
			return f, fmt.Errorf("%s: there is no enumeration %s beside it", fd.FullName(), by)
		}
		f.choices = map[protoreflect.EnumNumber]protoreflect.EnumDescriptor{}
		for i := range f.by.Enum().Values().Len() {
			v := f.by.Enum().Values().Get(i)
			if of, _ := proto.GetExtension(v.Options(), optionsv1.E_NamesFor).(string); of != "" {
				if f.choices[v.Number()], err = enumeration(of); err != nil {
					return f, err
				}
			}
		}
		return f, nil
	}
	rules, _ := proto.GetExtension(fd.Options(), validatepb.E_Field).(*validatepb.FieldRules)
	if fd.Message() != nil && !fd.IsMap() && rules.GetIgnore() != validatepb.Ignore_IGNORE_ALWAYS {
		f.inside, err = n.of(fd.Message())
	}
	return f, err
}

func enumeration(name string) (protoreflect.EnumDescriptor, error) {
	t, err := protoregistry.GlobalTypes.FindEnumByName(protoreflect.FullName(name))
	if err != nil {
		return nil, fmt.Errorf("enumeration %s: %w", name, err)
	}
	return t.Descriptor(), nil
}

// violations are the texts that name nothing, by JSON path.
func (n *naming) violations(m protoreflect.Message, prefix string) []errs.Violation {
	if n == nil {
		return nil
	}
	var out []errs.Violation
	for i := range n.fields {
		f := &n.fields[i]
		each(m, f.field, prefix, func(v protoreflect.Value, path string) {
			if f.inside != nil {
				out = append(out, f.inside.violations(v.Message(), path+".")...)
			} else if of := f.enumeration(m); of != nil && !names(of, v.String()) {
				out = append(out, errs.Field(path, "must be one of "+known(of, v.String())))
			}
		})
	}
	return out
}

// each calls do with every value that the field has.
func each(m protoreflect.Message, fd protoreflect.FieldDescriptor, prefix string, do func(v protoreflect.Value, path string)) {
	path := prefix + fd.JSONName()
	switch {
	case !m.Has(fd):
	case fd.IsList():
		list := m.Get(fd).List()
		for i := range list.Len() {
			do(list.Get(i), path+"["+strconv.Itoa(i)+"]")
		}
	default:
		do(m.Get(fd), path)
	}
}

// enumeration is the one whose values the field of the message names; nil where its text is free.
func (f *namingField) enumeration(m protoreflect.Message) protoreflect.EnumDescriptor {
	if f.by != nil {
		return f.choices[m.Get(f.by).Enum()]
	}
	return f.of
}

func names(of protoreflect.EnumDescriptor, text string) bool {
	v := of.Values().ByName(protoreflect.Name(text))
	return v != nil && v.Number() != 0
}

// known lists the names, those that are most like the text first when there are too many to look through.
func known(of protoreflect.EnumDescriptor, text string) string {
	const few = 12
	var out []string
	for i := range of.Values().Len() {
		if v := of.Values().Get(i); v.Number() != 0 {
			out = append(out, string(v.Name()))
		}
	}
	if len(out) <= few {
		return strings.Join(out, ", ")
	}
	slices.SortStableFunc(out, func(a, b string) int { return apart(a, text) - apart(b, text) })
	return "these, the most alike first: " + strings.Join(out, ", ")
}

// apart is how many letters have to be put in, taken out or changed to make one text the other, for texts of up to 40.
func apart(a, b string) int {
	b = strings.ToUpper(b[:min(len(b), 40)])
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := before
			if a[i] != b[j] {
				changed++
			}
			before, row[j+1] = row[j+1], min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
