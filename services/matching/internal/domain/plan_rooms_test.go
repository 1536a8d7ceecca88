package domain

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// inRoom is an opening of a therapist, so many half hours on, in one of the rooms.
func inRoom(therapist int32, half int, rooms string) choice {
	start := planTime.Add(24*time.Hour + time.Duration(half)*30*time.Minute)
	return choice{therapist, Opening{Slot: fmt.Sprint(therapist, "-", half), Start: start, End: start.Add(50 * time.Minute), Rooms: rooms}, 500_000}
}

// waits is a waitlist of clients who can have the choices, with as many therapists as these name.
func waits(clients ...[]choice) *waitlist {
	w := &waitlist{weights: DefaultWeights(), zone: "UTC", now: planTime}
	for i, choices := range clients {
		w.clients = append(w.clients, planned{entry: &Waiting{Inquiry: fmt.Sprint(i), Since: planTime.Add(time.Duration(i) * time.Second)}, choices: choices})
		for _, c := range choices {
			for len(w.therapists) <= int(c.therapist) {
				th := Therapist{ID: fmt.Sprint("t", len(w.therapists))}
				th.DisplayName, th.Accepting, th.TargetCaseload = th.ID, true, 10
				w.therapists = append(w.therapists, th)
			}
		}
	}
	return w
}

// TestPlanKeepsToTheRooms: clients who were told of the same room by different answers do not both get it, and go elsewhere if they can.
func TestPlanKeepsToTheRooms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		clients [][]choice
		served  int
	}{
		{"two of one room", [][]choice{{inRoom(0, 0, "a ")}, {inRoom(1, 0, "a ")}}, 1},
		{"two of two rooms", [][]choice{{inRoom(0, 0, "a b ")}, {inRoom(1, 0, "a b ")}}, 2},
		{"three of two rooms", [][]choice{{inRoom(0, 0, "a b ")}, {inRoom(1, 1, "a b ")}, {inRoom(2, 0, "a b ")}}, 2},
		{"one after the other", [][]choice{{inRoom(0, 0, "a ")}, {inRoom(1, 2, "a ")}}, 2},
		{"who can goes later", [][]choice{{inRoom(0, 0, "a "), inRoom(0, 4, "a ")}, {inRoom(1, 0, "a ")}}, 2},
		{"one of them by video", [][]choice{{inRoom(0, 0, "a ")}, {inRoom(1, 0, "")}}, 2},
		{"the accessible room for who needs it", [][]choice{{inRoom(0, 0, "a b ")}, {inRoom(1, 0, "a ")}}, 2},
		{"free at all times, but not for all in turn", [][]choice{{inRoom(0, 0, "a ")}, {inRoom(1, 1, "a b ")}, {inRoom(2, 2, "b ")}}, 2},
	} {
		w := waits(c.clients...)
		p, err := w.solve(t.Context(), nil)
		require.NoError(t, err)
		require.Len(t, p.Assignments, c.served, c.name)
		require.Zero(t, p.Gap, c.name)
		requireLimits(t, w, &p)
	}
}

// TestPlanServesOneBeforeFive: one who is more pressing is served at the cost of as many as one can be in the way of.
func TestPlanServesOneBeforeFive(t *testing.T) {
	t.Parallel()
	w := waits([]choice{inRoom(0, 2, "a ")}, // at a time of two of the therapist's, in a room of two, and the only severe one
		[]choice{inRoom(0, 1, "")}, []choice{inRoom(0, 3, "")}, []choice{inRoom(1, 1, "a ")}, []choice{inRoom(2, 3, "a ")}, []choice{inRoom(0, 8, "")})
	w.therapists[0].SevereClientsMax = 1
	for _, tiers := range [][2]Tier{{"URGENT", "PRIORITY"}, {"PRIORITY", ""}} {
		for i := range w.clients {
			need := &w.clients[i].entry.Need
			if need.Tier = tiers[1]; w.clients[i].choices[0].opening.Start.Equal(inRoom(0, 2, "").opening.Start) {
				need.Tier, need.Severity = tiers[0], "SEVERE"
			}
			if w.clients[i].choices[0].opening.Start.Equal(inRoom(0, 8, "").opening.Start) {
				need.Severity = "SEVERE"
			}
		}
		p, err := w.solve(t.Context(), nil)
		require.NoError(t, err)
		require.Len(t, p.Assignments, 1)
		require.Equal(t, "0", p.Assignments[0].Inquiry)
	}
}

// TestPlanOfOneRoom: where everybody wants the same room at the same times, as many are served as there are hours of it, soon enough.
func TestPlanOfOneRoom(t *testing.T) {
	t.Parallel()
	var clients [][]choice
	for i := range 40 {
		var own []choice
		for half := range 20 {
			c := inRoom(int32(i%8), half, "a ")
			c.score = Micro(1000 * ((i*7 + half*3) % 11))
			own = append(own, c)
		}
		clients = append(clients, own)
	}
	w := waits(clients...)
	p, err := w.solve(t.Context(), nil)
	require.NoError(t, err)
	requireLimits(t, w, &p)
	require.Len(t, p.Assignments, 10, "every other half hour")
	require.Equal(t, p.Dual, p.Primal+p.Gap)
}
