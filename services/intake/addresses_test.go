package intake_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// A stranger's form writes to nobody but who fills it in: whoever comes along, or answers for a minor, has no field for an
// address that could be somebody else's.
func TestAFormHasOneAddress(t *testing.T) {
	t.Parallel()
	var found []string
	var walk func(path string, m protoreflect.MessageDescriptor)
	walk = func(path string, m protoreflect.MessageDescriptor) {
		for i := range m.Fields().Len() {
			f := m.Fields().Get(i)
			at := path + "." + string(f.Name())
			switch {
			case f.Message() != nil && f.Message().ParentFile().Package() != "google.protobuf":
				walk(at, f.Message())
			case f.Kind() == protoreflect.StringKind && (f.Name() == "email" || f.Name() == "address"):
				found = append(found, at)
			}
		}
	}
	walk("form", (&intakev1.SubmitInquiryRequest{}).ProtoReflect().Descriptor())
	require.Equal(t, []string{"form.contact.email"}, found)
}
