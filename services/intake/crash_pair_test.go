package intake

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

func pairFaults() []fault {
	return []fault{
		{"reservation does not arrive", blocked("ReservePairing"), false},
		{"answer to the reservation is lost", lost("ReservePairing"), false},
		{"dies after the reservation", death(1), false},
		{"booking does not arrive", blocked("BookAppointment"), false},
		{"answer to the booking is lost", lost("BookAppointment"), true},
		{"dies after the booking", death(2), true},
		{"confirmation does not arrive", blocked("ConfirmPairing"), true},
		{"answer to the confirmation is lost", lost("ConfirmPairing"), true},
		{"dies after the confirmation", death(3), true},
	}
}

var paired = []string{
	"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "MATCHED", "PAIRED", "FIRST_SESSION_BOOKED",
}

func TestPairAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range pairFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := b.consulted()
				r := b.pairing(inquiry.GetName())
				over := f.strike(b)
				_, err := b.staff.PairInquiry(b.desk(), r)
				require.Error(t, err)
				over()
				_, err = b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{
					Name: inquiry.GetName(), Reason: intakev1.Inquiry_SPAM, RequestId: newRequest(),
				})
				require.ErrorIs(t, err, domain.ErrPairingUnderWay)

				b.sweep()
				if !f.booked {
					require.Equal(t, intakev1.Inquiry_CONSULTED, b.only().GetState(), "undone")
					require.Zero(t, b.booked("first-session"))
					_, err = b.staff.PairInquiry(b.desk(), r)
					require.NoError(t, err, "the same request may be made again")
				}
				require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, b.only().GetState())
				require.Equal(t, 1, b.booked("first-session"))
				require.Equal(t, paired, b.kinds(inquiry.GetName()))
				answer, err := b.staff.PairInquiry(b.desk(), r)
				require.NoError(t, err)
				require.True(t, proto.Equal(answer.GetInquiry(), b.only()))
			})
		})
	}
}

func TestPairRepeatedAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range pairFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := b.consulted()
				r := b.pairing(inquiry.GetName())
				over := f.strike(b)
				_, err := b.staff.PairInquiry(b.desk(), r)
				require.Error(t, err)
				over()
				_, err = b.staff.PairInquiry(b.desk(), r)
				require.NoError(t, err)
				require.Equal(t, 1, b.booked("first-session"))
				require.Equal(t, paired, b.kinds(inquiry.GetName()))
			})
		})
	}
}

// An answer that asks for a licensed person comes while a pairing lies where it broke off, and its reservation lapses: what is booked goes
// forward, and what is not is refused.
func TestPairLongAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range pairFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := b.consulted().GetName()
				r := b.pairing(inquiry)
				over := f.strike(b)
				_, err := b.staff.PairInquiry(b.desk(), r)
				require.Error(t, err)
				over()
				b.clock.Advance(time.Hour)
				b.answer(inquiry)
				_, err = b.staff.PairInquiry(b.desk(), r)
				if !f.booked {
					requireHold(t, err)
					require.Equal(t, intakev1.Inquiry_CONSULTED, b.state(inquiry))
					require.Zero(t, b.booked("first-session"))
					return
				}
				require.NoError(t, err)
				require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, b.state(inquiry))
				require.Equal(t, 1, b.booked("first-session"))
			})
		})
	}
}

// A rule comes between as well: what is booked goes forward, and what is not is refused with the rule.
func TestPairAgainstARuleLongAfterACrash(t *testing.T) {
	t.Parallel()
	for name, deaths := range map[string]int{"before the booking": 1, "after the booking": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := b.consulted().GetName()
				r := b.pairing(inquiry)
				over := death(deaths)(b)
				_, err := b.staff.PairInquiry(b.desk(), r)
				require.Error(t, err)
				over()
				b.clock.Advance(time.Hour)
				staleChanges()["licence suspended"].apply(b, inquiry, r.GetTherapist(), b.clock.Now())
				_, err = b.staff.PairInquiry(b.desk(), r)
				if deaths == 2 {
					require.NoError(t, err)
					require.Equal(t, 1, b.booked("first-session"))
					return
				}
				refusal, ok := errs.As(err)
				require.True(t, ok, "%v", err)
				require.Equal(t, "RULE_LICENSE", refusal.Metadata["rule"])
				require.Equal(t, intakev1.Inquiry_CONSULTED, b.state(inquiry))
				require.Zero(t, b.booked("first-session"))
			})
		})
	}
}

func TestPairManyAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted()
		r := b.pairing(inquiry.GetName())
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				one := proto.CloneOf(r)
				one.RequestId = newRequest()
				_, _ = b.staff.PairInquiry(b.desk(), one)
			})
		}
		wg.Wait()
		require.Equal(t, 1, b.booked("first-session"))
		require.Equal(t, paired, b.kinds(inquiry.GetName()))
	})
}
