package domain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// rowsByID is the model of an occupancy: what is there.
type rowsByID map[string]*Occupied

func (m rowsByID) touching(from, to int64) []Occupied {
	var out []Occupied
	for _, r := range m {
		if r.BlockedStart < to && r.BlockedEnd > from {
			out = append(out, *r)
		}
	}
	return sorted(out)
}

func sorted(rows []Occupied) []Occupied {
	slices.SortFunc(rows, func(a, b Occupied) int { return cmp.Compare(a.ID, b.ID) })
	return rows
}

// around is an instant at which two pages meet.
const around = 1430 * pageCells * cellUS

func drawRow(t *rapid.T, id string) *Occupied {
	// Rows may overlap here, reach over the ends of pages, and lie far from each other.
	begin := around + rapid.Int64Range(-40, 40).Draw(t, "begins")*60*minuteUS +
		rapid.SampledFrom([]int64{0, 0, 1, pageCells * cellUS, -3 * pageCells * cellUS}).Draw(t, "away")
	length := rapid.SampledFrom([]int64{cellUS, 7*minuteUS + 1, 60 * minuteUS, dayUS}).Draw(t, "length")
	r := &Occupied{
		ID: id, Provider: rapid.SampledFrom([]string{"ana", "ben", "cleo"}).Draw(t, "provider"),
		Room: rapid.SampledFrom([]string{"", "blue"}).Draw(t, "room"), TypeID: "t",
		BlockedStart: begin, BlockedEnd: begin + length, Start: begin, End: begin + length,
	}
	if rapid.IntRange(0, 3).Draw(t, "held") == 0 {
		r.HoldExpire = rapid.SampledFrom([]int64{1, 3}).Draw(t, "expires")
	}
	return r
}

// Whatever is replaced, in whatever batches, the occupancy is what would be built anew from the rows, and no state
// before it changes.
func TestOccupancyIsWhatItsRowsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now, model := new(Occupancy), rowsByID{}
		type state struct {
			o     *Occupancy
			model rowsByID
		}
		states := []state{{now, rowsByID{}}}
		for n := range rapid.IntRange(1, 12).Draw(t, "writes") {
			var gone, come []*Occupied
			for i := range rapid.IntRange(0, 6).Draw(t, "rows") {
				ids := slices.Sorted(maps.Keys(model))
				if len(ids) > 0 && rapid.Bool().Draw(t, "known") {
					id := rapid.SampledFrom(ids).Draw(t, "id")
					if slices.Contains(come, model[id]) {
						continue
					}
					gone = append(gone, model[id])
					delete(model, id)
					if rapid.Bool().Draw(t, "goes") {
						continue
					}
					model[id] = drawRow(t, id)
					come = append(come, model[id])
					continue
				}
				id := fmt.Sprint(n, "-", i)
				model[id] = drawRow(t, id)
				come = append(come, model[id])
			}
			now = now.Replace(gone, come)
			states = append(states, state{now, maps.Clone(model)})
		}
		for _, s := range states {
			sameAsNew(t, s.o, s.model)
		}
	})
}

func sameAsNew(t *rapid.T, o *Occupancy, model rowsByID) {
	from := around + rapid.Int64Range(-60, 60).Draw(t, "from")*60*minuteUS
	to := from + rapid.Int64Range(1, 100).Draw(t, "span")*30*minuteUS
	if got, want := sorted(o.Touching(from, to)), model.touching(from, to); !slices.Equal(got, want) {
		t.Fatalf("[%d, %d): %+v, want %+v", from, to, got, want)
	}
	var lapsed []string
	for _, r := range model {
		if r.lapsed(2) && r.touches(from, to) {
			lapsed = append(lapsed, r.ID)
		}
	}
	if got := o.lapsed(from, to, 2); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(lapsed))) {
		t.Fatalf("lapsed: %v, want %v", got, lapsed)
	}
	sameCells(t, &o.providers, model, func(r *Occupied) string { return r.Provider })
	sameCells(t, &o.rooms, model, func(r *Occupied) string { return r.Room })
}

// sameCells checks every bit of every page.
func sameCells(t *rapid.T, l *lanes, model rowsByID, key func(*Occupied) string) {
	for id := range l.index {
		lane := l.of(id)
		var want, got strip
		want.reset(around-5*pageCells*cellUS, around+5*pageCells*cellUS)
		got.reset(around-5*pageCells*cellUS, around+5*pageCells*cellUS)
		got.copy(lane)
		for _, r := range model {
			if key(r) == id && r.HoldExpire == 0 {
				want.set(r.BlockedStart, r.BlockedEnd)
			}
		}
		if !slices.Equal(got.words, want.words) {
			t.Fatalf("the cells of %s are not those of its rows", id)
		}
	}
}

// What is laid over an occupancy stands in place of the rows with the same ids, and the occupancy stays as it was.
func TestOccupancyOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		model := rowsByID{}
		var rows []Occupied
		for i := range rapid.IntRange(0, 8).Draw(t, "rows") {
			rows = append(rows, *drawRow(t, fmt.Sprint(i)))
			model[fmt.Sprint(i)] = &rows[i]
		}
		base := Occupy(rows)
		for i, r := range rows {
			model[r.ID] = &rows[i]
		}
		over, laid := base, maps.Clone(model)
		for range rapid.IntRange(1, 3).Draw(t, "times") {
			ids := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"0", "1", "2", "3", "new"}), rapid.ID[string]).Draw(t, "ids")
			var added []*Occupied
			for _, id := range ids {
				delete(laid, id)
				if rapid.Bool().Draw(t, "stays") {
					laid[id] = drawRow(t, id)
					added = append(added, laid[id])
				}
			}
			over = over.Over(ids, added)
		}
		for _, s := range []struct {
			o     *Occupancy
			model rowsByID
		}{{base, model}, {over, laid}} {
			from := around + rapid.Int64Range(-60, 60).Draw(t, "from")*60*minuteUS
			to := from + rapid.Int64Range(1, 100).Draw(t, "span")*30*minuteUS
			if got, want := sorted(s.o.Touching(from, to)), s.model.touching(from, to); !slices.Equal(got, want) {
				t.Fatalf("[%d, %d): %+v, want %+v", from, to, got, want)
			}
		}
	})
}
