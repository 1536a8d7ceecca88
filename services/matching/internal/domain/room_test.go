package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRoomOfANeed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		need Need
		want RoomWish
	}{
		"nothing said":        {Need{}, RoomWish{}},
		"one":                 {Need{Format: "INDIVIDUAL"}, RoomWish{Persons: 1}},
		"a couple":            {Need{Format: "COUPLE"}, RoomWish{Persons: 2}},
		"a family":            {Need{Format: "FAMILY"}, RoomWish{Persons: 3}},
		"a family of five":    {Need{Format: "FAMILY", Persons: 5}, RoomWish{Persons: 5}},
		"fewer than a couple": {Need{Format: "COUPLE", Persons: 1}, RoomWish{Persons: 2}},
		"two sites":           {Need{Sites: []string{"north", "south"}}, RoomWish{Sites: []string{"north", "south"}}},
		"a group":             {Need{Format: "GROUP"}, RoomWish{}},
		"steps":               {Need{Access: []Access{"STEP_FREE"}}, RoomWish{Accessible: true}},
		"a wheelchair":        {Need{Access: []Access{"ASL", "WHEELCHAIR"}}, RoomWish{Accessible: true}},
		"nothing of the room": {Need{Access: []Access{"ASL", "CAPTIONS"}}, RoomWish{}},
	} {
		require.Equal(t, test.want, test.need.room(), name)
	}
}

// TestRoomOnlyInPerson: who cannot offer the room is asked for the other ways of meeting, and has no opening in person.
func TestRoomOnlyInPerson(t *testing.T) {
	t.Parallel()
	housed, other := fitting("housed"), fitting("other")
	housed.Access = []Access{"WHEELCHAIR"}
	need := couple()
	need.Access = []Access{"WHEELCHAIR"}
	in := inputFor(need, housed, other)
	asked := func() map[string][]Mode {
		queries, err := Queries(&in)
		require.NoError(t, err)
		out := map[string][]Mode{}
		for _, q := range queries {
			for _, therapist := range q.Therapists {
				if q.Key == KeyBase {
					out[therapist] = q.Modes
				}
			}
		}
		return out
	}
	require.Equal(t, map[string][]Mode{housed.ID: {InPerson, Video}, other.ID: {Video}}, asked())
	in.Need.Modes = nil
	require.Equal(t, map[string][]Mode{housed.ID: nil, other.ID: {Video, Phone}}, asked())
	in.Need.Modes = need.Modes

	out, err := Rank(&in)
	require.NoError(t, err)
	require.Len(t, out.Ranked, 1, "all openings are in person")
	require.Equal(t, []Reason{{NoOpening, "Has no opening by video, and cannot offer the room the client needs."}}, out.Excluded[0].Reasons)
	in.Openings[KeyBase][other.ID][1].Mode = Video
	out, err = Rank(&in)
	require.NoError(t, err)
	require.Len(t, out.Ranked, 2)
	for _, r := range out.Ranked {
		require.Equal(t, r.Therapist == housed.ID, len(r.Openings) == 3)
	}
}

// TestVideoInsteadOfARoom: where only meeting in person was asked for, video is what would change it.
func TestVideoInsteadOfARoom(t *testing.T) {
	t.Parallel()
	other := fitting("other")
	need := couple()
	need.Modes, need.Access = []Mode{InPerson}, []Access{"WHEELCHAIR"}
	in := inputFor(need, other)
	in.Openings["ADD_VIDEO"] = openingsFor(Video, 1, other)
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Empty(t, out.Ranked)
	require.Equal(t, []Counterfactual{{"ADD_VIDEO", "Meeting by video as well adds one therapist.", 1, []string{RuleMode}, nil}}, out.Counterfactuals)
}
