package domain

import (
	"cmp"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// seatTries bounds the search for rooms of openings of which no moment has too many, as scheduling bounds its own. Whoever exceeds it is
// left to the commit, which gives nobody a room that is taken. Policy.
const seatTries = 10_000

// seat is an opening in person that a plan gives, with the rooms it could be in.
type seat struct {
	span

	client int
	place  int32
	site   string
	rooms  []string
}

// rooms are those of the opening that an arc stands for.
func (g *graph) rooms(arc int) string { return g.choices[arc].opening.Rooms }

// crowded are the ways in which openings in person keep to the rooms there are: of each group of openings that have too few, one goes.
func (g *graph) crowded(s *assign.Solution) (out [][]without) {
	var seats []seat
	for i, place := range s.Place {
		if place == assign.None {
			continue
		}
		if o := &g.choices[g.arc(i, place)].opening; o.Rooms != "" {
			seats = append(seats, seat{g.starts[place], i, place, o.Site, strings.Fields(o.Rooms)})
		}
	}
	slices.SortFunc(seats, func(a, b seat) int {
		return cmp.Or(cmp.Compare(a.site, b.site), cmp.Compare(a.from, b.from), cmp.Compare(a.client, b.client))
	})
	for from, k, until := 0, 0, int64(0); k < len(seats); k++ {
		until = max(until, seats[k].to)
		if k+1 < len(seats) && seats[k+1].site == seats[k].site && seats[k+1].from < until {
			continue
		}
		if few := unseated(seats[from : k+1]); few != nil {
			out = append(out, g.oneGoes(few))
		}
		from, until = k+1, 0
	}
	return out
}

// oneGoes are the ways in which one of the openings, for all of which there are too few rooms, is not given in person: not to the client, nor to
// another who could be in no other rooms. The latest is the last, so that as many as can be are left, and of those the least pressing client's.
func (g *graph) oneGoes(few []seat) []without {
	slices.SortFunc(few, func(a, b seat) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.client, b.client)) })
	var out []without
	for _, s := range few {
		out = append(out, func(client int, place int32) bool {
			if place != s.place {
				return false
			}
			others := strings.Fields(g.rooms(g.arc(client, place)))
			return len(others) > 0 && !slices.ContainsFunc(others, func(r string) bool { return !slices.Contains(s.rooms, r) })
		})
	}
	return out
}

// unseated are some of the openings, which are in order of time, that cannot all have rooms of their own; nil when all can.
func unseated(seats []seat) []seat {
	for k := range seats {
		if k+1 < len(seats) && seats[k+1].from == seats[k].from {
			continue
		}
		now := slices.DeleteFunc(slices.Clone(seats[:k+1]), func(s seat) bool { return s.to <= seats[k].from })
		if few := unseatedAtOnce(now); few != nil {
			return few
		}
	}
	tries, deepest, in := 0, 0, make([]string, len(seats))
	var try func(n int) bool
	try = func(n int) bool {
		if deepest = max(deepest, n); n == len(seats) {
			return true
		}
		for _, room := range seats[n].rooms {
			if tries++; tries > seatTries {
				return true
			}
			taken := false
			for k := range n {
				taken = taken || in[k] == room && seats[k].overlaps(seats[n].span)
			}
			if in[n] = room; !taken && try(n+1) {
				return true
			}
		}
		return false
	}
	if try(0) {
		return nil
	}
	return slices.Clone(seats[:deepest+1])
}

// unseatedAtOnce is the same for openings that all overlap: who finds no room along an alternating path has, with those met on it, one room too few
// (Hall, "On representatives of subsets", Journal of the London Mathematical Society 10, 1935).
func unseatedAtOnce(seats []seat) []seat {
	holder := map[string]int{}
	for i := range seats {
		met := map[string]bool{}
		var find func(k int) bool
		find = func(k int) bool {
			for _, room := range seats[k].rooms {
				if met[room] {
					continue
				}
				met[room] = true
				if other, taken := holder[room]; !taken || find(other) {
					holder[room] = k
					return true
				}
			}
			return false
		}
		if !find(i) {
			few := []seat{seats[i]}
			for room := range met {
				few = append(few, seats[holder[room]])
			}
			return few
		}
	}
	return nil
}
