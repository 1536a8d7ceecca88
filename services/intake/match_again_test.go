package intake

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// One request is one ranking: who draws again for a near-tie may draw otherwise, and what was read aloud once stands.
func TestMatchRepeated(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		r := &intakev1.MatchInquiryRequest{Name: name, MaxCandidates: 5, RequestId: newRequest()}
		first, err := b.staff.MatchInquiry(b.desk(), r)
		require.NoError(t, err)
		b.clock.Advance(time.Hour)
		again, err := b.staff.MatchInquiry(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(first, again))
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "MATCHED"}, b.kinds(name))

		other := proto.CloneOf(r)
		other.MaxCandidates = 4
		_, err = b.staff.MatchInquiry(b.desk(), other)
		require.Equal(t, errs.ReasonRequestIDReused, errs.ReasonOf(err))
		other.RequestId = newRequest()
		anew, err := b.staff.MatchInquiry(b.desk(), other)
		require.NoError(t, err)
		require.NotEqual(t, first.GetDecision(), anew.GetDecision())
	})
}

func TestMatchRepeatedAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		r := &intakev1.MatchInquiryRequest{Name: name, RequestId: newRequest()}
		var answers [6]*intakev1.MatchInquiryResponse
		var failures [6]error
		var wg sync.WaitGroup
		ctx := b.desk()
		for i := range answers {
			wg.Go(func() { answers[i], failures[i] = b.staff.MatchInquiry(ctx, r) })
		}
		wg.Wait()
		for i := range answers {
			require.NoError(t, failures[i])
			require.True(t, proto.Equal(answers[0], answers[i]))
		}
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "MATCHED"}, b.kinds(name))
	})
}
