package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// at puts openings at a site.
func at(site string, openings map[string][]Opening) map[string][]Opening {
	for _, list := range openings {
		for i := range list {
			list[i].Site = site
		}
	}
	return openings
}

func TestTravel(t *testing.T) {
	t.Parallel()
	near, far, video := fitting("near"), fitting("far"), fitting("video")
	need := couple()
	need.Sites = []string{"north"}
	in := inputFor(need, near, far, video)
	in.Openings = map[string]map[string][]Opening{
		KeyBase:    at("north", openingsFor(InPerson, 1, near)),
		KeyAnySite: at("south", openingsFor(InPerson, 1, near, far, video)),
	}
	for id, list := range openingsFor(Video, 1, video) {
		in.Openings[KeyBase][id] = list // a session by video has no site
	}
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Len(t, out.Ranked, 2)
	require.Equal(t, []Excluded{{far.ID, far.DisplayName, []Reason{{RuleTravel, "Has openings only at sites the client cannot get to."}}}}, out.Excluded)
	require.Contains(t, out.Counterfactuals, Counterfactual{KeyAnySite, "Getting to the other sites as well adds one therapist.", 1, []string{RuleTravel}, nil})
	require.Contains(t, out.Rules, RuleCount{Rule: RuleTravel, Excluded: 1, Alone: 1})
	d := Decision{Engine: EngineVersion, Input: in, Output: out}
	require.NoError(t, Replay(&d))
	changes, err := admitted(&d, far.ID)
	require.NoError(t, err)
	require.Contains(t, changes, "Getting to the other sites as well would bring "+far.DisplayName+" in.")

	// Whoever is offered at another site all the same is not taken there.
	in.Openings[KeyBase] = at("south", openingsFor(InPerson, 1, near))
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Empty(t, out.Ranked)

	// By video alone it does not matter where sites are.
	in.Need.Modes = []Mode{Video}
	queries, err := Queries(&in)
	require.NoError(t, err)
	for _, q := range queries {
		require.NotEqual(t, KeyAnySite, q.Key)
	}
}

func TestTravelIsAsked(t *testing.T) {
	t.Parallel()
	fits, need := fitting("fits"), couple()
	need.Sites = []string{"north", "south"}
	in := inputFor(need, fits)
	queries, err := Queries(&in)
	require.NoError(t, err)
	keys := map[string]RoomWish{}
	for _, q := range queries {
		keys[q.Key] = q.Room
	}
	require.Equal(t, need.Sites, keys[KeyBase].Sites)
	require.Contains(t, keys, KeyAnySite)
	require.Empty(t, keys[KeyAnySite].Sites)
}

func TestMergeOpenings(t *testing.T) {
	t.Parallel()
	opening := func(slot string, minutes int, mode Mode) Opening {
		start := testNow().Add(time.Duration(minutes) * time.Minute)
		return Opening{Slot: slot, Start: start, End: start.Add(50 * time.Minute), Mode: mode}
	}
	north := []Opening{opening("n1", 0, Video), opening("n2", 120, InPerson)}
	south := []Opening{opening("s1", 0, InPerson), opening("s2", 60, InPerson), opening("s3", 150, InPerson), opening("s4", 180, InPerson)}
	var got []string
	for _, o := range MergeOpenings(north, south, []Mode{InPerson, Video}) {
		got = append(got, o.Slot)
	}
	require.Equal(t, []string{"s1", "s2", "n2", "s4"}, got, "none overlap, and in person is better")
	require.Equal(t, north, MergeOpenings(nil, north, nil))
	require.Equal(t, north, MergeOpenings(north, nil, nil))

	hour := func(at string, missing int) WeeklyHour {
		return WeeklyHour{Day: "MONDAY", Time: at, Missing: make([]time.Time, missing)}
	}
	hours := MergeWeekly(nil, hour("10:00", 3))
	hours = MergeWeekly(hours, hour("11:00", 1))
	hours = MergeWeekly(hours, hour("10:00", 1))
	require.Equal(t, []WeeklyHour{hour("10:00", 1), hour("11:00", 1)}, MergeWeekly(hours, hour("11:00", 5)))
}
