package domain

import (
	"errors"
	"fmt"
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

// What is made of a profile is made once, until the profile changes, and not of one that stands otherwise with a client.
func TestStoredIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := network(2 * wholeRoster)
	m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone})
	made := 0
	stored := func(own map[string]Place) string {
		seen, err := m.roster.look(t.Context(), testNow())
		require.NoError(t, err)
		listed, _ := m.best(seen, "inquiry", new(couple()), firstShortlist)
		f, err := m.profiles(t.Context(), lookedUp{ClientRecord: ClientRecord{Places: own}, seen: seen}, listed)
		require.NoError(t, err)
		in := Input{Weights: DefaultWeights()}
		in.take(f, own)
		out, err := in.Stored(0, func(t *Therapist) ([]byte, error) {
			made++
			return fmt.Appendf(nil, "%s %d %t", t.DisplayName, t.Reserved, t.Accepting), nil
		})
		require.NoError(t, err)
		return string(out)
	}
	was := stored(nil)
	require.Equal(t, was, stored(nil))
	require.Equal(t, 1, made)
	seen, err := m.roster.look(t.Context(), testNow())
	require.NoError(t, err)
	listed, _ := m.best(seen, "inquiry", new(couple()), firstShortlist)
	f, err := m.profiles(t.Context(), lookedUp{seen: seen}, listed)
	require.NoError(t, err)
	first := f.each[0].ID
	require.Contains(t, stored(map[string]Place{first: {}}), " -1 ", "the place set aside for this client")
	require.Equal(t, was, stored(nil))
	require.Equal(t, 2, made)
	s.rename(first, "Somebody else")
	require.Contains(t, stored(nil), "Somebody else")
	require.Equal(t, 3, made)
	_, err = (&Input{Therapists: []Therapist{{}}}).Stored(0, func(*Therapist) ([]byte, error) { return nil, errMade })
	require.ErrorIs(t, err, errMade)
}

var errMade = errors.New("made nothing")

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
	require.NotEqual(t, "Changed", old.each[0].DisplayName)
	seen, err = m.roster.look(t.Context(), testNow())
	require.NoError(t, err)
	now, err := m.roster.therapists(t.Context(), seen, []string{id})
	require.NoError(t, err)
	require.Equal(t, "Changed", now.each[0].DisplayName)
}

// No more is kept than is allowed.
func TestKeptIsBounded(t *testing.T) {
	t.Parallel()
	r := newRoster(nil, testZone)
	r.kept = map[string]*kept{}
	for i := range keptProfiles + 100 {
		r.keep(sight{}, []*kept{{Therapist: Therapist{ID: strconv.Itoa(i)}}})
	}
	require.Len(t, r.kept, keptProfiles)
}
