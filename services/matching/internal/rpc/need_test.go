package rpc

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// TestNeedGoesThereAndBack: nothing that intake knows of a need is lost here.
func TestNeedGoesThereAndBack(t *testing.T) {
	t.Parallel()
	full := &typev1.Need{}
	fill(full.ProtoReflect())
	for _, c := range full.GetConflicts() {
		c.Therapist = therapists + "x"
	}
	full.Sites = []string{sites + "x", sites + "y"}
	insured := proto.CloneOf(full)
	insured.Payment.Kind = &typev1.Need_Payment_Insurer{Insurer: "AETNA"}
	selfPaid := proto.CloneOf(full)
	selfPaid.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: 15000}}
	for _, n := range []*typev1.Need{insured, selfPaid, {}} {
		was := needOf(n)
		back := needProto(&was)
		if back.GetPayment() == nil {
			n.Payment = nil
		}
		require.True(t, proto.Equal(n, back), "%v\n%v", n, back)
	}
}

// fill sets every field of m, and two elements of every list.
func fill(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsList():
			list := m.Mutable(f).List()
			for range 2 {
				if f.Message() != nil {
					fill(list.AppendMutable().Message())
				} else {
					list.Append(example(f))
				}
			}
		case f.Message() != nil:
			fill(m.Mutable(f).Message())
		default:
			m.Set(f, example(f))
		}
	}
}

func example(f protoreflect.FieldDescriptor) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(f.Enum().Values().Get(1).Number())
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(2)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(3)
	default:
		return protoreflect.ValueOfString("X")
	}
}
