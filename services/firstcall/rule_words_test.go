package firstcall

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

// TestNobodyIsToldARule puts into every field of every message what is too little, too much or unknown, and reads what is said of it:
// words, and no numbers of an enum or plurals that fit anything.
func TestNobodyIsToldARule(t *testing.T) {
	t.Parallel()
	machine := regexp.MustCompile(`list \[|enum value|item\(s\)|valid UUID|regex|\b1 [a-z]+s\b|_UNSPECIFIED`)
	var all []protoreflect.MessageDescriptor
	protoregistry.GlobalTypes.RangeMessages(func(m protoreflect.MessageType) bool {
		if strings.HasPrefix(string(m.Descriptor().FullName()), "firstcall.") && !m.Descriptor().IsMapEntry() {
			all = append(all, m.Descriptor())
		}
		return true
	})
	v, err := rpcserver.NewValidator(all...)
	require.NoError(t, err)
	said := map[string]protoreflect.FullName{}
	for _, md := range all {
		kind, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName())
		require.NoError(t, err)
		for i := range md.Fields().Len() {
			for _, wrong := range extremes(kind, md.Fields().Get(i)) {
				found, err := v.Violations(wrong)
				require.NoError(t, err)
				for _, violation := range found {
					said[violation.Description] = md.Fields().Get(i).FullName()
				}
			}
		}
	}
	require.Greater(t, len(said), 60)
	for words, field := range said {
		require.NotRegexp(t, machine, words, field)
	}
}

// extremes are messages in which a field holds what it hardly can.
func extremes(kind protoreflect.MessageType, field protoreflect.FieldDescriptor) (out []proto.Message) {
	set := func(put func(m protoreflect.Message)) {
		m := kind.New()
		put(m)
		out = append(out, m.Interface())
	}
	set(func(protoreflect.Message) {})
	for i, value := range valuesOf(field) {
		switch {
		case field.IsMap():
		case field.IsList():
			counts := []int{1, 2}
			if i == 0 {
				counts = append(counts, 1<<13)
			}
			for _, n := range counts {
				set(func(m protoreflect.Message) {
					for range n {
						m.Mutable(field).List().Append(value)
					}
				})
			}
		default:
			set(func(m protoreflect.Message) { m.Set(field, value) })
		}
	}
	return out
}

func valuesOf(field protoreflect.FieldDescriptor) []protoreflect.Value {
	switch field.Kind() {
	case protoreflect.StringKind:
		return []protoreflect.Value{protoreflect.ValueOfString(""), protoreflect.ValueOfString("é"), protoreflect.ValueOfString(strings.Repeat("x", 1<<18))}
	case protoreflect.EnumKind:
		return []protoreflect.Value{protoreflect.ValueOfEnum(0), protoreflect.ValueOfEnum(9999)}
	case protoreflect.Int32Kind:
		return []protoreflect.Value{protoreflect.ValueOfInt32(math.MinInt32), protoreflect.ValueOfInt32(0), protoreflect.ValueOfInt32(math.MaxInt32)}
	case protoreflect.Int64Kind:
		return []protoreflect.Value{protoreflect.ValueOfInt64(math.MinInt64), protoreflect.ValueOfInt64(0), protoreflect.ValueOfInt64(math.MaxInt64)}
	case protoreflect.DoubleKind:
		return []protoreflect.Value{protoreflect.ValueOfFloat64(math.Inf(-1)), protoreflect.ValueOfFloat64(math.NaN()), protoreflect.ValueOfFloat64(math.Inf(1))}
	default:
		return nil
	}
}
