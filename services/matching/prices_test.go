package matching_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// past has the practice look back on so many inquiries of couples, one every so often, the last of them now.
func (b *bundle) past(n int, every time.Duration) {
	b.t.Helper()
	s := store.New(b.db, nil)
	for i := range n {
		d := domain.Decision{ID: id.New(), Inquiry: id.New(), Engine: "0", CreateTime: b.clock.Now().Add(-every * time.Duration(i)).Truncate(time.Microsecond)}
		d.Input.Need = domain.Need{
			Concerns: []domain.Concern{"BETRAYAL_TRUST"}, Format: "COUPLE", AgeGroup: "ADULT", LocationState: "NY", Languages: []string{"en"},
			Modes: []domain.Mode{domain.InPerson, domain.Video},
		}
		require.NoError(b.t, s.SaveDecision(b.t.Context(), &d))
	}
}

// kept is the text of the price in the ranking for a couple, empty when there is none.
func (b *bundle) kept() string {
	for _, c := range b.rank(newInquiry(), couple()).GetCandidates() {
		for _, reason := range c.GetConcerns() {
			if reason.GetCode() == "KEPT_OPEN" {
				return reason.GetText()
			}
		}
	}
	return ""
}

// TestForecastPrices: nobody makes a plan, yet whom more couples are likely to want than there will be places is kept open, for a week after
// the last forecast; the plan's answer says so with the time; what was decided is reproduced.
func TestForecastPrices(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		require.Empty(t, b.kept(), "no past")
		b.past(400, 12*time.Hour)
		b.sweepUntil(func() bool { return b.kept() != "" })
		require.Contains(t, b.kept(), "in the next 13 weeks")

		waits := newInquiry()
		b.waits(waits, matchingv1.WaitlistEntry_WAITING, 1, couple())
		p := b.plan()
		assigned := p.GetAssignments()[0]
		scores := map[string]float64{}
		for _, c := range b.rank(waits, couple()).GetCandidates() {
			scores[c.GetTherapist()] = c.GetScore()
		}
		require.Equal(t, assigned.GetScore(), scores[assigned.GetTherapist()], "as the ranking has it, price and all")
		require.NotEmpty(t, p.GetPricesInForce())
		for _, price := range p.GetPricesInForce() {
			require.Equal(t, matchingv1.Plan_Price_FORECAST, price.GetSource())
			require.Positive(t, price.GetPrice())
			require.NotEmpty(t, price.GetDisplayName())
			require.False(t, price.GetTime().AsTime().After(b.clock.Now()))
			require.True(t, price.GetTime().AsTime().After(b.clock.Now().Add(-24*time.Hour)))
		}
		replayed, err := matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Positive(t, replayed.Same)

		b.stop()
		b.clock.Advance(8 * 24 * time.Hour)
		require.Empty(t, b.kept(), "the news is old")
	})
}

// TestForecastOnReplicas runs the same forecast in many places at once: one of them moves the prices, all of them and once.
func TestForecastOnReplicas(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.stop() // the service's own
		b.past(400, 12*time.Hour)
		const replicas = 4
		prices := func() map[string]domain.Micro {
			all, err := store.New(b.db, nil).ListTherapists(t.Context(), b.clock.Now(), "", "", 0, false)
			require.NoError(t, err)
			out := map[string]domain.Micro{}
			for i := range all {
				if all[i].Price > 0 {
					out[all[i].ID] = all[i].Price
				}
			}
			return out
		}
		for day := range 2 {
			before := prices()
			var group sync.WaitGroup
			var made [replicas]domain.Pricing
			var done [replicas]bool
			var errs [replicas]error
			for i := range replicas {
				group.Go(func() {
					m := domain.New(store.New(b.db, nil), nil, b.clock, domain.Rules{Zone: "America/New_York"})
					made[i], done[i], errs[i] = m.Forecast(t.Context())
				})
			}
			group.Wait()
			winners := 0
			for i := range replicas {
				require.NoError(t, errs[i])
				if !done[i] {
					continue
				}
				winners++
				require.Equal(t, int64(day+1), made[i].Run)
				require.NotEmpty(t, made[i].Prices)
				after := prices()
				require.Len(t, after, len(made[i].Prices))
				for therapist, price := range made[i].Prices {
					require.Equal(t, forecast.Smooth(before[therapist], price, forecast.Night), after[therapist], "moved once")
				}
			}
			require.Equal(t, 1, winners)
			b.clock.Advance(24 * time.Hour)
		}
		require.True(t, strings.HasPrefix(b.kept(), "Kept open for clients who need this therapist more"))
	})
}
