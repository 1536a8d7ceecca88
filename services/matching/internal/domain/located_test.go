package domain

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Who says nothing of where they are is taken to be where the practice is: the license there counts, and the ranking says to ask.
func TestTakenToBeWhereThePracticeIs(t *testing.T) {
	t.Parallel()
	s := network(3)
	s.all[0].Licenses = []License{{State: "NJ", Title: "LCSW", ExpireDate: "2030-01-01"}}
	m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone, State: "NY"})
	need := couple()
	need.LocationState = ""
	r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Len(t, r.Candidates, 2)
	require.Equal(t, RuleLicense, r.Decision.Output.Excluded[0].Reasons[0].Code)
	require.Equal(t, "LOCATION_ASSUMED", r.Decision.Output.Notes[0].Code)
	require.Contains(t, r.Decision.Output.Notes[0].Text, "taken to be in New York")
	require.True(t, r.Decision.Input.Located)
	require.NoError(t, Replay(&r.Decision))

	p, err := m.asked(t.Context(), "inquiry", &need, "")
	require.NoError(t, err)
	for i, excluded := range []int{1, 0} {
		reasons, _, err := p.again(s.all[i], ClientRecord{}, testNow())
		require.NoError(t, err)
		require.Len(t, reasons, excluded)
	}

	need.LocationState, need.Modes = "NJ", []Mode{Video}
	r, err = m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.False(t, r.Decision.Input.Located)
	require.Equal(t, s.all[0].ID, r.Candidates[0].Therapist)
}

// In person the practice's license counts, by video the client's, and who has one of the two is offered in that way alone.
func TestTheLicenseOfTheSessionCounts(t *testing.T) {
	t.Parallel()
	at := func(therapist *Therapist, states ...string) {
		therapist.Licenses = nil
		for _, state := range states {
			therapist.Licenses = append(therapist.Licenses, License{State: state, Title: "LCSW", ExpireDate: "2030-01-01"})
		}
	}
	here, there, both := fitting("here"), fitting("there"), fitting("both")
	at(&here, "NY")
	at(&there, "NJ")
	at(&both, "NY", "NJ")
	day := testNow().Add(48 * time.Hour)
	offered := []Opening{
		{Slot: "room", Start: day, End: day.Add(50 * time.Minute), Mode: InPerson},
		{Slot: "video", Start: day.Add(time.Hour), End: day.Add(110 * time.Minute), Mode: Video},
	}
	for name, c := range map[string]struct {
		modes []Mode
		slots map[string][]string
		rules map[string]string
	}{
		"in person": {[]Mode{InPerson}, map[string][]string{here.ID: {"room"}, both.ID: {"room"}}, map[string]string{there.ID: "Not licensed in New York, where the practice is."}},
		"by video":  {[]Mode{Video}, map[string][]string{there.ID: {"video"}, both.ID: {"video"}}, map[string]string{here.ID: "Not licensed in New Jersey, where the client will be."}},
		"both":      {[]Mode{InPerson, Video}, map[string][]string{here.ID: {"room"}, there.ID: {"video"}, both.ID: {"room", "video"}}, map[string]string{}},
	} {
		need := couple()
		need.Modes, need.LocationState = c.modes, "NJ"
		m := New(nil, nil, clock.NewFake(testNow()), Rules{Zone: testZone, State: "NY"})
		require.False(t, m.locate(&need))
		in := inputFor(need, here, there, both)
		in.Openings = map[string]map[string][]Opening{KeyBase: {here.ID: offered, there.ID: offered, both.ID: offered}}
		out, err := Rank(&in)
		require.NoError(t, err)
		slots, rules := map[string][]string{}, map[string]string{}
		for _, r := range out.Ranked {
			for _, o := range r.Openings {
				slots[r.Therapist] = append(slots[r.Therapist], o.Slot)
			}
		}
		for _, e := range out.Excluded {
			require.Equal(t, RuleLicense, e.Reasons[0].Code)
			rules[e.Therapist] = e.Reasons[0].Text
		}
		require.Equal(t, c.slots, slots, name)
		require.Equal(t, c.rules, rules, name)
		queries, err := Queries(&in)
		require.NoError(t, err)
		for _, q := range queries {
			if len(c.modes) == 2 && q.Key == KeyBase && q.Therapists[0] != both.ID {
				require.Equal(t, map[string][]Mode{here.ID: {InPerson}, there.ID: {Video}}[q.Therapists[0]], q.Modes)
			}
		}
		v, err := newView(&in)
		require.NoError(t, err)
		for k, refused := range []string{there.ID, here.ID} { // the room, the video
			for i := range in.Therapists {
				reasons := v.unsuited(&in.Therapists[i], offered[k])
				require.Equal(t, in.Therapists[i].ID == refused, slices.ContainsFunc(reasons, func(r Reason) bool { return r.Code == RuleLicense }), "%s %v", name, reasons)
			}
		}
	}
}
