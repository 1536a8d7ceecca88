package sqldb

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Those who share a transaction go in order, and those without one as they came, so that transactions take what several
// want one way round.
func TestSharingGoesInOrder(t *testing.T) {
	t.Parallel()
	b, a, none, again := &write{order: "b"}, &write{order: "a"}, &write{}, &write{order: "a"}
	g := &group{waiting: []*write{b, a, none, again}, running: 1}
	next := g.next()
	require.Len(t, next, 4)
	for i, want := range []*write{none, a, again, b} {
		require.Same(t, want, next[i])
	}
	require.Empty(t, g.next())
	require.Zero(t, g.running)
}
