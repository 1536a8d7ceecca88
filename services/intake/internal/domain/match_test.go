package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Matching learns how many come along, and of those who come nothing else.
func TestAskedOfMatching(t *testing.T) {
	t.Parallel()
	i := Inquiry{Details: Details{Need: Need{Format: "FAMILY"}}}
	require.Equal(t, i.Need, i.asked())
	i.Person.Participants = []Participant{{GivenName: "Lou"}, {GivenName: "Max"}, {GivenName: "Mia"}}
	require.Equal(t, Need{Format: "FAMILY", Persons: 4}, i.asked())
	require.Zero(t, i.Need.Persons, "the need itself stays as it was")
	i.Need.Persons = 6
	require.EqualValues(t, 6, i.asked().Persons)
}
