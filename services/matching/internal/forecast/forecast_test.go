package forecast_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

const unit = score.Unit

// client is somebody with what each therapist is worth to them; never is one who does not fit.
type client []score.Micro

const never = -100 * unit

func bids(places []int32, clients ...client) *forecast.Bids {
	b := forecast.NewBids(places)
	for _, c := range clients {
		for j, worth := range c {
			if worth != never {
				b.Bid(int32(j), 0, worth)
			}
		}
		b.Next()
	}
	return b
}

// TestPrices: the first therapist is a specialist, whom the first kind of client needs, the second is for everybody.
func TestPrices(t *testing.T) {
	t.Parallel()
	weights := score.Default()
	needs, anyone := client{unit / 2, never}, client{unit / 2, unit/2 - 100_000}
	for _, c := range []struct {
		name    string
		places  []int32
		clients []client
		want    func(t *testing.T, prices []score.Micro)
	}{
		{"nobody comes", []int32{1, 1}, nil, func(t *testing.T, p []score.Micro) { require.Equal(t, []score.Micro{0, 0}, p) }},
		{"places for all", []int32{3, 3}, []client{needs, anyone, anyone}, func(t *testing.T, p []score.Micro) {
			require.Equal(t, []score.Micro{0, 0}, p)
		}},
		{"the better one is sought", []int32{1, 3}, []client{anyone, anyone}, func(t *testing.T, p []score.Micro) {
			require.InDelta(t, 100_000, p[0], 1000, "what the other would gain")
			require.Zero(t, p[1])
		}},
		{"somebody would be left out", []int32{1, 3}, []client{needs, needs, anyone}, func(t *testing.T, p []score.Micro) {
			require.Equal(t, weights.PriceMax, p[0], "as much as counts")
			require.Zero(t, p[1])
		}},
		{"too few places for all", []int32{1, 1}, []client{anyone, anyone, anyone}, func(t *testing.T, p []score.Micro) {
			require.InDelta(t, 100_000, p[0], 1000, "not what it is worth to be served at all")
			require.Zero(t, p[1])
		}},
		{"who has no place has no price", []int32{0, 1}, []client{anyone, anyone}, func(t *testing.T, p []score.Micro) {
			require.Equal(t, []score.Micro{0, 0}, p)
		}},
	} {
		var f forecast.Forecast
		require.Zero(t, f.Ways())
		require.NoError(t, f.Add(t.Context(), bids(c.places, c.clients...)), c.name)
		require.Equal(t, 1, f.Ways())
		t.Run(c.name, func(t *testing.T) { c.want(t, f.Prices(&weights)) })
	}
}

// TestMeanOfWays: what happens in one way of four weighs a quarter.
func TestMeanOfWays(t *testing.T) {
	t.Parallel()
	weights := score.Default()
	anyone := client{unit / 2, unit/2 - 100_000}
	var f forecast.Forecast
	for way := range 4 {
		clients := []client{anyone}
		if way == 2 {
			clients = append(clients, anyone)
		}
		require.NoError(t, f.Add(t.Context(), bids([]int32{1, 3}, clients...)))
	}
	require.InDelta(t, 25_000, f.Prices(&weights)[0], 500)
}

func TestUrgencyIsWorthMore(t *testing.T) {
	t.Parallel()
	b := forecast.NewBids([]int32{1, 0})
	require.True(t, b.Bid(0, 0, 1))
	require.False(t, b.Bid(1, 0, 1), "no place")
	b.Next()
	require.True(t, b.Bid(0, 2, 1))
	b.Next()
	require.Equal(t, 2, b.Clients())
	require.Equal(t, []int64{forecast.Served + 1, forecast.Served + 2*unit + 1}, b.Benefit)
}

func TestStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var f forecast.Forecast
	require.ErrorIs(t, f.Add(ctx, bids([]int32{1}, client{unit})), context.Canceled)
	require.Zero(t, f.Ways())
}

func TestSmooth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		last, fresh, want score.Micro
		nights            float64
	}{
		{0, 80_000, 40_000, 1}, {40_000, 80_000, 60_000, 1}, {60_000, 0, 30_000, 1}, {60_000, 0, 15_000, 2}, {60_000, 0, 60_000, 0},
		{60_000, 0, 60_000, -1}, {1, 0, 0, 1}, {0, 1, 1, 1}, {400_000, 0, 3125, 7}, {400_000, 5, 5, 1000}, {100_000, 0, 97_153, 1.0 / 24},
	} {
		require.Equal(t, c.want, forecast.Smooth(c.last, c.fresh, nights(c.nights)), "%+v", c)
	}
	rapid.Check(t, func(t *rapid.T) {
		last, fresh := rapid.Int64Range(0, unit).Draw(t, "last"), rapid.Int64Range(0, unit).Draw(t, "fresh")
		got := forecast.Smooth(last, fresh, nights(rapid.Float64Range(-1, 100).Draw(t, "nights")))
		require.GreaterOrEqual(t, got, min(last, fresh))
		require.LessOrEqual(t, got, max(last, fresh))
		// A night is half the way in however many steps.
		steps := rapid.IntRange(1, 48).Draw(t, "steps")
		got = last
		for range steps {
			got = forecast.Smooth(got, fresh, nights(1)/time.Duration(steps))
		}
		require.InDelta(t, forecast.Smooth(last, fresh, forecast.Night), got, float64(steps))
	})
}

func nights(n float64) time.Duration { return time.Duration(n * float64(forecast.Night)) }
