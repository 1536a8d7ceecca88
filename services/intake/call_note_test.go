package intake

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// A note that is not sent stays, one that is sent replaces, and an empty one clears, which the history tells without the words.
func TestACallNoteIsLeftReplacedAndCleared(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		for _, step := range []struct {
			note *string
			want string
			fact string
		}{
			{nil, "a call note", ""},
			{proto.String("another"), "another", ""},
			{proto.String("another"), "another", ""},
			{proto.String(""), "", "CLEARED"},
			{proto.String(""), "", ""},
			{nil, "", ""},
			{proto.String("a third"), "a third", ""},
		} {
			req := &intakev1.RecordCallRequest{
				Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Note: step.note, RequestId: newRequest(),
			}
			for range 2 { // a repeat changes nothing
				r, err := b.staff.RecordCall(b.desk(), req)
				require.NoError(t, err)
				require.Equal(t, step.want, r.GetInquiry().GetCallNote())
			}
			require.Equal(t, step.want, b.only().GetCallNote())
			history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: name})
			require.NoError(t, err)
			events := history.GetEvents()
			require.Equal(t, step.fact, events[len(events)-1].GetFacts()["note"])
		}
	})
}
