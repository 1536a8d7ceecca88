package scheduling_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Many want what two lapsed holds with two providers under limits leave, some both times at once, some one of them, to hold
// or to book: one has each, everybody else hears that it is taken, and nobody a fault.
func TestRaceOverLapsedHolds(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		var providers []string
		for _, name := range []string{"dr one", "dr two"} {
			provider := b.therapist(name, 9, 12, typev1.Need_VIDEO)
			b.limit(provider, func(s *schedulingv1.Schedule) { s.Caps = []*schedulingv1.Cap{{PerDay: 1}} })
			providers = append(providers, "providers/"+provider)
		}
		hold := func(slots ...string) error {
			_, err := b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
				Slots: slots, Inquiry: "inquiries/" + id.New(), Duration: hours(1), RequestId: uuid.NewString(),
			})
			return err
		}
		for _, day := range []string{"2026-11-27", "2026-11-30", "2026-12-01"} {
			var slots []string
			for _, provider := range providers {
				slots = append(slots, b.explain(&schedulingv1.ExplainSlotRequest{
					AppointmentType: "first-session", Provider: provider, StartTime: at(day + "T14:00:00Z"),
				}).GetSlot().GetSlot())
			}
			require.NoError(t, hold(slots...))
			b.clock.Advance(time.Hour)
			var group sync.WaitGroup
			errors, both := make([]error, 32), 0
			for i := range errors {
				group.Go(func() {
					switch i % 4 {
					case 0, 1:
						errors[i] = hold(slots[i%2], slots[1-i%2])
					case 2:
						errors[i] = hold(slots[i/4%2])
					default:
						_, errors[i] = b.first(slots[i/4%2])
					}
				})
			}
			group.Wait()
			var held [2]int
			for i, err := range errors {
				switch {
				case err != nil:
					reason(t, err, "SLOT_TAKEN")
				case i%4 < 2:
					both++
					held[0]++
					held[1]++
				default:
					held[i/4%2]++
				}
			}
			require.LessOrEqual(t, both, 1)
			require.Equal(t, [2]int{1, 1}, held)
		}
	})
}
