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
