package outcome

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExplored(t *testing.T) {
	t.Parallel()
	cases := some(30, "ADULT", 4, 700_000, 0)
	require.Equal(t, Exploration{Least: 0.1}, Explored(cases), "none of them says")
	for i := range cases {
		cases[i].PairTime = start()
	}
	require.Equal(t, Exploration{Clients: 30, Least: 0.1}, Explored(cases), "of nobody it tells nothing")
	mark := func(learning, drawn int) Exploration {
		for i := range cases {
			cases[i].Facts.Learning, cases[i].Facts.Explored = i < learning, 0
			if i < drawn {
				cases[i].Facts.Explored = 3_000
			}
		}
		return Explored(cases)
	}
	require.Equal(t, Exploration{Clients: 30, LittleKnown: 0.5, Least: 0.1, Drawn: 0.4, Cost: 1_200}, mark(15, 12))
	require.Equal(t, Exploration{Clients: 30, LittleKnown: 1, Least: 0.1, DrawnHidden: true}, mark(30, smallest-1), "a tenth of so many, or what it cost them, would be of few")
	require.Equal(t, Exploration{Clients: 30, LittleKnownHidden: true, Least: 0.1, DrawnHidden: true}, mark(20, 1), "all but ten")
	require.Equal(t, Exploration{Clients: 30, LittleKnownHidden: true, Least: 0.1, Drawn: float64(19) / 30, Cost: 1_900}, mark(1, 19))
	mark(15, 12)
	require.Equal(t, Exploration{Least: 0.1}, Explored(cases[:smallest-1]), "too few to tell")
	require.Equal(t, Exploration{Least: 0.1}, Explored(append(cases[:10:10], cases[:10]...)), "twenty pairings of ten clients")
}
