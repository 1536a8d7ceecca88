package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTellAll: a visit is brought in line only when the feed has told everything that happened to it.
func TestTellAll(t *testing.T) {
	t.Parallel()
	moved, cancelled := VisitChange{Kind: VisitWasMoved}, VisitChange{Kind: VisitWasCancelled}
	attended, missed := VisitChange{Kind: VisitTookPlace}, VisitChange{Kind: VisitWasMissed}
	for name, test := range map[string]struct {
		sequence int
		state    VisitState
		news     []VisitChange
		want     bool
	}{
		"moved":                          {1, VisitBooked, []VisitChange{moved}, true},
		"moved, not told":                {1, VisitBooked, nil, false},
		"moved twice, told once":         {2, VisitBooked, []VisitChange{moved}, false},
		"cancelled":                      {1, VisitCancelled, []VisitChange{cancelled}, true},
		"cancelled, not told":            {1, VisitCancelled, nil, false},
		"cancelled, an older move told":  {1, VisitCancelled, []VisitChange{moved}, false},
		"moved and cancelled, half told": {2, VisitCancelled, []VisitChange{moved}, false},
		"moved and cancelled":            {2, VisitCancelled, []VisitChange{moved, cancelled}, true},
		"took place":                     {0, VisitCompleted, []VisitChange{attended}, true},
		"took place, not told":           {0, VisitCompleted, nil, false},
		"missed after a move":            {1, VisitNoShow, []VisitChange{moved, missed}, true},
	} {
		before := Visit{State: VisitBooked}
		require.Equal(t, test.want, tellAll(test.news, before, Appointment{State: test.state, Sequence: test.sequence}), name)
	}
}
