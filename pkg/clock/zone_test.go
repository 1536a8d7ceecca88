package clock_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

func TestZoneIsReadOnce(t *testing.T) {
	t.Parallel()
	want, err := clock.Zone("America/New_York")
	require.NoError(t, err)
	require.Equal(t, "America/New_York", want.String())
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := clock.Zone("America/New_York")
			assert.NoError(t, err)
			assert.Same(t, want, got)
		})
	}
	wait.Wait()
	for range 2 {
		_, err = clock.Zone("Nowhere/At_All")
		require.Error(t, err)
	}
}
