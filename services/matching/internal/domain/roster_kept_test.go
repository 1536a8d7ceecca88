package domain

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// What was asked for lately is not read again until it changes.
func TestProfilesAreKept(t *testing.T) {
	t.Parallel()
	s := network(2 * wholeRoster)
	m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone})
	first := func() *Therapist {
		r, err := m.Rank(t.Context(), "inquiry", couple(), "", 0)
		require.NoError(t, err)
		require.Len(t, r.Decision.Input.Therapists, firstShortlist)
		for i := range r.Decision.Input.Therapists {
			if r.Decision.Input.Therapists[i].ID == r.Candidates[0].Therapist {
				return &r.Decision.Input.Therapists[i]
			}
		}
		return nil
	}
	best := first().ID
	require.Len(t, s.read, firstShortlist)
	first()
	require.Len(t, s.read, firstShortlist, "nothing was read again")

	s.rename(best, "Somebody else")
	require.Equal(t, "Somebody else", first().DisplayName)
	require.Equal(t, best, s.read[firstShortlist])
	require.Len(t, s.read, firstShortlist+1, "only who changed")
}

// rename changes a profile, and the next look sees it.
func (s *rosterOf) rename(id, name string) {
	for i := range s.all {
		if s.all[i].ID == id {
			s.all[i].DisplayName = name
			s.changed = append(s.changed, s.all[i])
		}
	}
}

// A profile that was read before a change and arrives after another ranking has seen it is not kept.
func TestOldProfileIsNotKept(t *testing.T) {
	t.Parallel()
	s := network(2 * wholeRoster)
	m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone})
	seen, err := m.roster.look(t.Context(), testNow())
	require.NoError(t, err)
	id := s.all[0].ID
	s.meanwhile = func() {
		s.meanwhile = nil
		s.rename(id, "Changed")
		_, err := m.roster.look(t.Context(), testNow())
		require.NoError(t, err)
	}
	old, err := m.roster.therapists(t.Context(), seen, []string{id})
	require.NoError(t, err)
	require.NotEqual(t, "Changed", old[0].DisplayName)
	seen, err = m.roster.look(t.Context(), testNow())
	require.NoError(t, err)
	now, err := m.roster.therapists(t.Context(), seen, []string{id})
	require.NoError(t, err)
	require.Equal(t, "Changed", now[0].DisplayName)
}

// No more is kept than is allowed.
func TestKeptIsBounded(t *testing.T) {
	t.Parallel()
	r := newRoster(nil, testZone)
	r.kept = map[string]Therapist{}
	for i := range keptProfiles + 100 {
		r.keep(sight{}, []Therapist{{ID: strconv.Itoa(i)}})
	}
	require.Len(t, r.kept, keptProfiles)
}
