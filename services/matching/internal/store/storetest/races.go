package storetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// racers run at the same moment.
const racers = 16

// race runs body on every racer at once.
func race(body func(i int)) {
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range racers {
		group.Go(func() {
			<-start
			body(i)
		})
	}
	close(start)
	group.Wait()
}

func testRace(t *testing.T, w *world) {
	const places = 3
	th, spare := w.therapist(t, "wanted", places), w.therapist(t, "spare", racers)
	var pairings [racers]domain.Pairing
	var proposals [racers]domain.Proposal
	for i := range racers {
		pairings[i] = w.pairing(t, id.New(), th)
		proposals[i] = w.draft(t, id.New(), spare, th)
	}
	var won atomic.Int32
	var failures [racers]error
	race(func(i int) {
		var err error
		if i%2 == 0 {
			_, err = w.store.ReservePairing(t.Context(), &pairings[i], request(pairings[i].ID))
		} else {
			_, err = w.store.BeginProposal(t.Context(), &proposals[i], request(proposals[i].ID))
		}
		switch {
		case err == nil:
			won.Add(1)
		case !errors.Is(err, domain.ErrNoCapacity):
			failures[i] = err
		}
	})
	require.NoError(t, errors.Join(failures[:]...))
	require.EqualValues(t, places, won.Load())
	w.requireCaseload(t, th, 0, places)
}

func testTwins(t *testing.T, w *world) {
	th := w.therapist(t, "one", racers)
	p := w.pairing(t, id.New(), th)
	p.OverrideReason = "the client insists"
	var names [racers]string
	var failures [racers]error
	race(func(i int) {
		twin := p
		twin.ID = id.New()
		got, err := w.store.ReservePairing(t.Context(), &twin, request(p.ID))
		names[i], failures[i] = got.ID, err
	})
	require.NoError(t, errors.Join(failures[:]...))
	for _, name := range names {
		require.Equal(t, names[0], name)
	}
	w.requireCaseload(t, th, 0, 1)
}
