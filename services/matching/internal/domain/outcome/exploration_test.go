package outcome

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExplored(t *testing.T) {
	t.Parallel()
	cases := some(20, "ADULT", 4, 700_000, 0)
	require.Equal(t, Exploration{Least: 0.1}, Explored(cases), "none of them says")
	for i := range cases {
		cases[i].PairTime = start()
	}
	require.Equal(t, Exploration{Clients: 20, Least: 0.1}, Explored(cases))
	cases[0].Facts.Explored, cases[1].Facts.Explored = 20_000, 1_000
	for i := range 5 {
		cases[i].Facts.Learning = true
	}
	require.Equal(t, Exploration{Clients: 20, LittleKnown: 0.25, Least: 0.1, Drawn: 0.1, Cost: 1_050}, Explored(cases))
	require.Equal(t, Exploration{Least: 0.1}, Explored(cases[:smallest-1]), "too few to tell")
	require.Equal(t, Exploration{Least: 0.1}, Explored(append(cases[:10:10], cases[:10]...)), "twenty pairings of ten clients")
}
