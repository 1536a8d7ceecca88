package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// A decision keeps what was counted; it is counted again after a minute, and not for each ranking.
func TestRecentIsKept(t *testing.T) {
	t.Parallel()
	s := network(4)
	s.lately = Recent{Clients: 40, Learning: 3}
	fake := clock.NewFake(testNow())
	m := New(s, &openDays{}, fake, Rules{Zone: testZone})
	rank := func() Recent {
		r, err := m.Rank(t.Context(), "inquiry", couple(), "", 0)
		require.NoError(t, err)
		require.NoError(t, Replay(&r.Decision))
		return r.Decision.Input.Recent
	}
	require.Equal(t, s.lately, rank())
	s.lately = Recent{Clients: 41, Learning: 4}
	require.Equal(t, Recent{Clients: 40, Learning: 3}, rank())
	require.Equal(t, 1, s.counted)
	fake.Advance(time.Minute)
	require.Equal(t, s.lately, rank())
	require.Equal(t, 2, s.counted)
}

func TestShort(t *testing.T) {
	t.Parallel()
	tenth := DefaultWeights().LearnShare
	require.False(t, Recent{}.short(tenth), "nobody new, nothing to make up for")
	require.True(t, Recent{Clients: 1}.short(tenth))
	require.True(t, Recent{Clients: 41, Learning: 4}.short(tenth))
	require.False(t, Recent{Clients: 40, Learning: 4}.short(tenth))
}

func TestLearning(t *testing.T) {
	t.Parallel()
	d := Decision{Input: inputFor(couple(), measured("known", 30, 0), measured("little", 29, 0))}
	require.False(t, d.Learning(d.Input.Therapists[0].ID))
	require.True(t, d.Learning(d.Input.Therapists[1].ID))
	require.False(t, d.Learning("nobody"))
	d.Input.Need.Concerns = nil
	require.False(t, d.Learning(d.Input.Therapists[1].ID), "nothing is asked of what is measured")
	d.Input.Need, d.Input.Weights = couple(), Weights{}
	require.False(t, d.Learning(d.Input.Therapists[1].ID), "early decisions do not say")
}
