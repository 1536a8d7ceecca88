package convert_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/convert"
)

func TestNeedGoesThereAndBack(t *testing.T) {
	t.Parallel()
	full := &typev1.Need{}
	fill(full.ProtoReflect(), 3)
	insured := proto.CloneOf(full)
	insured.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "AETNA"}}
	free := proto.CloneOf(full)
	free.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{}}
	for name, need := range map[string]*typev1.Need{
		"empty": {}, "everything": full, "insured": insured, "pays nothing": free,
		"negative style": {Style: &typev1.Need_Style{Directiveness: -3}},
	} {
		there, err := convert.NeedFrom(need)
		require.NoError(t, err, name)
		back, err := convert.NeedTo(there)
		require.NoError(t, err, name)
		require.True(t, proto.Equal(need, back), "%s: %v became %v", name, need, back)
	}
}

// fill sets every field of a message, so that a field the domain lacks is found by the test above.
func fill(m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch {
		case fd.IsList():
			list := m.Mutable(fd).List()
			if fd.Message() != nil {
				one := list.NewElement()
				fill(one.Message(), depth-1)
				list.Append(one)
				continue
			}
			list.Append(value(fd))
		case fd.Message() != nil:
			fill(m.Mutable(fd).Message(), depth-1)
		default:
			m.Set(fd, value(fd))
		}
	}
}

func value(fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(2)
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(2)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(12345678901)
	default:
		return protoreflect.ValueOfString("AB")
	}
}
