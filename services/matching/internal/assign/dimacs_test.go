package assign_test

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// problem is what a DIMACS file says; flow is what a node has, 1 for the first side of an assignment.
type problem struct {
	nodes int
	flow  map[int]int
	arcs  []flowArc
}

type flowArc struct {
	from, to, room int
	cost           int64
}

// parse reads a DIMACS file and insists that the counts are right.
func parse(t require.TestingT, kind string, file []byte) problem {
	p := problem{flow: map[int]int{}}
	arcs := -1
	for lines := bufio.NewScanner(bytes.NewReader(file)); lines.Scan(); {
		line := lines.Text()
		a := flowArc{room: 1}
		var err error
		var node, flow, low int
		switch {
		case line[0] == 'c':
		case line[0] == 'p':
			_, err = fmt.Sscanf(line, "p "+kind+" %d %d", &p.nodes, &arcs)
		case line[0] == 'n' && kind == "min":
			_, err = fmt.Sscanf(line, "n %d %d", &node, &flow)
			p.flow[node] = flow
		case line[0] == 'n':
			_, err = fmt.Sscanf(line, "n %d", &node)
			p.flow[node] = 1
		case kind == "min":
			_, err = fmt.Sscanf(line, "a %d %d %d %d %d", &a.from, &a.to, &low, &a.room, &a.cost)
			p.arcs = append(p.arcs, a)
		default:
			_, err = fmt.Sscanf(line, "a %d %d %d", &a.from, &a.to, &a.cost)
			p.arcs = append(p.arcs, a)
		}
		require.NoError(t, err, line)
		require.Zero(t, low)
	}
	require.Len(t, p.arcs, arcs)
	for _, a := range p.arcs {
		require.True(t, min(a.from, a.to) > 0 && max(a.from, a.to) <= p.nodes, "%v", a)
	}
	return p
}

// leastCost sends one unit after the other along the cheapest way (Bellman and Ford), and fails if one finds none.
func (p *problem) leastCost(t require.TestingT) (total int64) {
	arcs := slices.Clone(p.arcs)
	for _, a := range p.arcs {
		arcs = append(arcs, flowArc{a.to, a.from, 0, -a.cost})
	}
	for source, flow := range p.flow {
		for range flow { // none for a sink
			cost, by := map[int]int64{source: 0}, map[int]int{}
			for changed := true; changed; {
				changed = false
				for k, a := range arcs {
					at, ok := cost[a.from]
					if known, found := cost[a.to]; ok && a.room > 0 && (!found || at+a.cost < known) {
						cost[a.to], by[a.to], changed = at+a.cost, k, true
					}
				}
			}
			end, best := 0, int64(math.MaxInt64)
			for node, c := range cost {
				if p.flow[node] < 0 && c < best {
					end, best = node, c
				}
			}
			require.NotZero(t, end)
			p.flow[end]++
			total += best
			for v := end; v != source; v = arcs[by[v]].from {
				k := by[v]
				arcs[k].room--
				arcs[(k+len(p.arcs))%len(arcs)].room++
			}
		}
	}
	return total
}

// What is written and read again as a flow has the same optimum.
func TestWriteMin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, rapid.Bool().Draw(t, "slots"))
		var file bytes.Buffer
		require.NoError(t, assign.WriteMin(&file, in))
		p := parse(t, "min", file.Bytes())
		require.Equal(t, brute(in), -p.leastCost(t))
	})
}

// What is written and read again as an assignment has the same optimum; everyone on one side goes to someone on the other.
func TestWriteAsn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, false)
		var file bytes.Buffer
		require.NoError(t, assign.WriteAsn(&file, in))
		p := parse(t, "asn", file.Bytes())
		side := len(p.flow)
		require.Equal(t, p.nodes, 2*side)
		for v := range side {
			p.flow[side+v+1] = -1
		}
		require.Equal(t, brute(in), -p.leastCost(t))
	})
	require.ErrorContains(t, assign.WriteAsn(&bytes.Buffer{}, &assign.Instance{First: []int32{0}, Therapist: []int32{}}), "slots")
}
