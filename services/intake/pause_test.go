package intake

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// These tests stop a request for so long that the sweeper takes it for dead, and then let it go on.

func TestSubmitOvertakenBySweeper(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(3)
		b.faults.between("BookAppointment", true, b.sweep)
		answer, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err, "the sweeper saw the booking and finished")
		again, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		require.True(t, proto.Equal(answer, again))
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(b.only().GetName()))
		require.Equal(t, 1, b.booked("consultation"))
	})
}

func TestSubmitGivenUpBySweeper(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(3)
		b.faults.between("BookAppointment", false, b.sweep)
		_, err := b.public.SubmitInquiry(b.visitor(), form)
		require.Error(t, err)
		require.Zero(t, b.booked("consultation"), "what was given up is not booked for nobody")
		require.Zero(t, b.rows("persons"))
		_, err = b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		require.Equal(t, 1, b.booked("consultation"))
	})
}

func TestPairOvertakenBySweeper(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method   string
		answered bool
		done     bool
	}{
		"before the booking":       {"BookAppointment", false, false},
		"after the booking":        {"BookAppointment", true, true},
		"before the confirmation":  {"ConfirmPairing", false, true},
		"after the confirmation":   {"ConfirmPairing", true, true},
		"after the reservation":    {"ReservePairing", true, false},
		"ahead of the reservation": {"ReservePairing", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := b.consulted()
				r := b.pairing(inquiry.GetName())
				b.faults.between(c.method, c.answered, b.sweep)
				_, err := b.staff.PairInquiry(b.desk(), r)
				if !c.done {
					require.Error(t, err)
					require.Zero(t, b.booked("first-session"))
					require.Equal(t, intakev1.Inquiry_CONSULTED, b.only().GetState())
				}
				// The person's token has lapsed during the pause, so the answer may be missing, never the outcome.
				_, err = b.staff.PairInquiry(b.desk(), r)
				require.NoError(t, err)
				require.Equal(t, 1, b.booked("first-session"))
				require.Equal(t, paired, b.kinds(inquiry.GetName()))
			})
		})
	}
}
