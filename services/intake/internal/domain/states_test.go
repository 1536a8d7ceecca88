package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// TestEveryVerbInEveryState is the state machine, written down a second time: what is not listed is refused.
func TestEveryVerbInEveryState(t *testing.T) {
	t.Parallel()
	want := map[Verb]map[State]State{
		Reach: {
			New: Consulted, ConsultationBooked: Consulted, Unreached: Consulted, Consulted: Consulted,
			Proposed: Proposed, Waitlisted: Waitlisted, Paired: Paired,
		},
		Miss: {New: Unreached, ConsultationBooked: Unreached, Unreached: Unreached, Consulted: Unreached},
		Postpone: {
			New: Closed, ConsultationBooked: Closed, Unreached: Closed, Consulted: Closed, Proposed: Closed,
			Waitlisted: Closed,
		},
		Match:   {Consulted: Consulted, Proposed: Proposed, Waitlisted: Waitlisted, Paired: Paired},
		Propose: {Consulted: Proposed, Proposed: Proposed, Waitlisted: Proposed},
		Pair: {
			Consulted: FirstSessionBooked, Proposed: FirstSessionBooked, Waitlisted: FirstSessionBooked,
			Paired: FirstSessionBooked,
		},
		Waitlist: {Consulted: Waitlisted, Proposed: Waitlisted},
		Close: {
			New: Closed, ConsultationBooked: Closed, Unreached: Closed, Consulted: Closed, Proposed: Closed,
			Paired: Closed, FirstSessionBooked: Closed, InCare: Closed, Waitlisted: Closed,
		},
		Reopen:        {Closed: New},
		BookCall:      {New: ConsultationBooked, Unreached: ConsultationBooked},
		WithdrawWish:  {New: Closed},
		LoseCall:      {ConsultationBooked: New},
		LoseSession:   {FirstSessionBooked: Paired},
		LoseProposal:  {Proposed: Consulted},
		AttendSession: {FirstSessionBooked: InCare, Paired: InCare},
	}
	require.Len(t, want, len(Verbs()))
	for _, v := range Verbs() {
		for _, s := range append(States(), Pending) {
			next, ok := Next(v, s)
			expected, allowed := want[v][s]
			require.Equal(t, allowed, ok, "%s in %s", v, s)
			require.Equal(t, expected, next, "%s in %s", v, s)
		}
	}
}
