package matching_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// tie measures in everyone who fits what they lack of the best, less a little for each place they come later.
func (b *bundle) tie(need *typev1.Need) {
	b.t.Helper()
	const apart = 0.002
	candidates, tracks := b.rank(newInquiry(), need).GetCandidates(), map[string]domain.Track{}
	for place, c := range candidates {
		track := domain.Track{Version: "v"}
		for k := range track.N {
			track.N[k], track.SD[k], track.Left[k] = 9, 190_000, 1_000_000
			track.Theta[k] = int32(1e6 * (candidates[0].GetScore() - c.GetScore() - apart*float64(place)))
		}
		tracks[strings.TrimPrefix(c.GetTherapist(), "therapists/")] = track
	}
	require.NoError(b.t, store.New(b.db, nil).SaveEvidence(b.t.Context(), &outcome.Evidence{Version: "v", CreateTime: b.clock.Now()}, tracks))
}

// individual is a need that several of the demonstration meet.
func individual() *typev1.Need {
	n := couple()
	n.Format, n.Concerns = typev1.Need_INDIVIDUAL, []typev1.Need_Concern{typev1.Need_ANXIETY}
	return n
}

// TestTheDrawIsTheInquirys: one need of one inquiry is answered with the same first however often it is asked, and over many
// inquiries everyone comes first as often as the decisions say, by Pearson's chi-square.
func TestTheDrawIsTheInquirys(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.tie(individual())
		decisions := store.New(b.db, nil)
		inquiry, first := newInquiry(), ""
		for range 30 {
			r := b.rank(inquiry, individual())
			if first == "" {
				first = r.GetCandidates()[0].GetTherapist()
			}
			require.Equal(t, first, r.GetCandidates()[0].GetTherapist())
			b.clock.Advance(time.Second)
		}

		const inquiries = 200
		var came, expected, variance float64
		drawn := map[string]int{}
		for i := range inquiries {
			r := b.rank("inquiries/"+id.Derive("draw", strconv.Itoa(i)), individual())
			d, err := decisions.Decision(t.Context(), strings.TrimPrefix(r.GetDecision(), "decisions/"))
			require.NoError(t, err)
			best := 0
			for i := range d.Output.Ranked {
				if d.Output.Ranked[i].Fit() > d.Output.Ranked[best].Fit() {
					best = i
				}
			}
			p := float64(d.Output.Ranked[best].Propensity) / 1e6
			require.Greater(t, p, 0.0)
			require.Less(t, p, 1.0)
			if expected, variance = expected+p, variance+p*(1-p); best == 0 {
				came++
			}
			drawn[d.Output.Ranked[0].Therapist]++
		}
		require.Greater(t, len(drawn), 1, "others come first too")
		require.Less(t, (came-expected)*(came-expected)/variance, 10.83, "%v of %v; the 99.9 %% quantile of chi-square", came, expected)

		replayed, err := matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Empty(t, replayed.Left)
		require.Equal(t, 1+30+inquiries, replayed.Same)
	})
}
