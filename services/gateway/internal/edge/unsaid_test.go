package edge

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

func TestUnsaid(t *testing.T) {
	t.Parallel()
	u := newUnsaid("firstcall.")
	for in, want := range map[string]string{
		`{}`:                                                      `{}`,
		`{"mode":"MODE_UNSPECIFIED"}`:                             `{}`,
		`{"mode":"MODE_UNSPECIFIED","a":1}`:                       `{"a":1}`,
		`{"a":1,"mode":"MODE_UNSPECIFIED"}`:                       `{"a":1}`,
		`{"a":1, "mode":"MODE_UNSPECIFIED", "b":2}`:               `{"a":1, "b":2}`,
		`{"a":1, "mode": "MODE_UNSPECIFIED"}`:                     `{"a":1}`,
		`[{"mode":"MODE_UNSPECIFIED"},{"mode":"VIDEO"}]`:          `[{},{"mode":"VIDEO"}]`,
		`{"modes":["MODE_UNSPECIFIED"]}`:                          `{"modes":["MODE_UNSPECIFIED"]}`,
		`{"note":"\"mode\":\"MODE_UNSPECIFIED\""}`:                `{"note":"\"mode\":\"MODE_UNSPECIFIED\""}`,
		`{"note":"MODE_UNSPECIFIED"}`:                             `{"note":"MODE_UNSPECIFIED"}`,
		`{"mode":"MODE_UNSPECIFIED","state":"STATE_UNSPECIFIED"}`: `{}`,
	} {
		require.Equal(t, want, string(u.strip([]byte(in))), in)
	}
}

func TestUnsaidKeepsWhatWasSaid(t *testing.T) {
	t.Parallel()
	in := &intakev1.Inquiry{
		Note: `"mode":"MODE_UNSPECIFIED"`, Consultation: &intakev1.Inquiry_Visit{TimeZone: "STATE_UNSPECIFIED"},
		Need: &typev1.Need{Modes: []typev1.Need_Mode{0, 1}}, State: intakev1.Inquiry_CLOSED,
	}
	text, err := newCodec().Marshal(in)
	require.NoError(t, err)
	var back intakev1.Inquiry
	require.NoError(t, protojson.Unmarshal(text, &back))
	require.True(t, proto.Equal(in, &back), string(text))
	require.NotContains(t, string(text), "CLOSE_REASON_UNSPECIFIED")
}

func FuzzUnsaid(f *testing.F) {
	codec := newCodec()
	f.Add("a", "b", int32(0), int32(0))
	f.Add(`"mode":"MODE_UNSPECIFIED"`, `,"state":"STATE_UNSPECIFIED"`, int32(2), int32(0))
	f.Fuzz(func(t *testing.T, a, b string, state, mode int32) {
		in := &schedulingv1.Appointment{
			Name: a, Type: b, State: schedulingv1.Appointment_State(state), Mode: typev1.Need_Mode(mode), Etag: a + b,
		}
		text, err := codec.Marshal(in)
		if err != nil {
			return // not UTF-8
		}
		var back schedulingv1.Appointment
		if err := codec.Unmarshal(text, &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !proto.Equal(in, &back) {
			t.Fatalf("%s is not what went in", text)
		}
	})
}
