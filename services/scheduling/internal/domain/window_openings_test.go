package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func drawWindow(t *rapid.T) Hours {
	start := rapid.IntRange(0, 23*60).Draw(t, "window from")
	return Hours{Day: time.Weekday(rapid.IntRange(0, 6).Draw(t, "day")), Start: start, End: rapid.IntRange(start+1, 24*60).Draw(t, "to")}
}

// What is said of each window is what is found when it is looked for as well.
func TestOpenWindowsAreThoseWithOpenings(t *testing.T) {
	t.Parallel()
	many(t, func(t *rapid.T) {
		w := drawWorld(t)
		l := looking{typ: &w.types[1], zone: w.catalog.Practice, from: w.now, to: w.to, search: Search{
			Wish: w.wish, PerProvider: rapid.IntRange(1, 4).Draw(t, "per provider"), OnlyPreferred: true,
			Preferred: rapid.SliceOfN(rapid.Custom(drawWindow), 0, 2).Draw(t, "preferred"),
			Modes:     rapid.SampledFrom([][]Mode{nil, {InPerson}, {InPerson, Video}, {Phone}}).Draw(t, "modes"),
		}}
		for i := range w.catalog.providers {
			l.search.ProviderIDs = append(l.search.ProviderIDs, w.catalog.providers[i].ID)
			if rapid.IntRange(0, 3).Draw(t, "absent") == 0 {
				first := Date(w.from/dayUS) + Date(rapid.IntRange(0, 2).Draw(t, "since"))
				l.search.Absences = append(l.search.Absences, ProviderAbsence{ProviderID: w.catalog.providers[i].ID, First: first, Last: &first})
			}
		}
		windows := rapid.SliceOfN(rapid.Custom(drawWindow), 1, 8).Draw(t, "windows")
		fresh := func() *Calendar { return NewCalendar(w.catalog, w.now, w.now, w.to, Occupy(w.rows)).Wishing(w.wish) }
		l.cal = fresh()
		got := l.openWindows(windows)
		for i := range windows {
			l.cal = fresh()
			f, wishes := l.finder(), l.wishes(append(slices.Clone(l.search.Preferred), windows[i]))
			for k, id := range l.search.ProviderIDs {
				found := f.pick(id, &l.search, wishes)
				if open := got[k]>>i&1 == 1; open != (len(found) > 0) {
					t.Fatalf("provider %d, window %d: said %v, found %v", k, i, open, found)
				}
			}
		}
	})
}

// BenchmarkOpenWindows says of the 21 parts of the week what each would bring, beside finding openings once, half of the
// time being booked; with everybody in person somebody's opening may be in the way of another's.
func BenchmarkOpenWindows(b *testing.B) {
	var windows []Hours
	for day := time.Sunday; day <= time.Saturday; day++ {
		windows = append(windows, Hours{Day: day, Start: 8 * 60, End: 12 * 60}, Hours{Day: day, Start: 12 * 60, End: 17 * 60}, Hours{Day: day, Start: 17 * 60, End: 21 * 60})
	}
	c := benchCatalog(b, 100)
	t := c.types["first-session"]
	o := Occupy(benchRows(c, t, 60))
	l := looking{typ: t, zone: c.Practice, from: benchNow, to: benchNow + t.Horizon.Microseconds() + 1, search: Search{PerProvider: defaultPerProvider, OnlyPreferred: true}}
	l.search.Preferred = windows[20:]
	for i := range c.providers {
		l.search.ProviderIDs = append(l.search.ProviderIDs, c.providers[i].ID)
	}
	for name, do := range map[string]func(){
		"find once": func() {
			f := l.finder()
			w := l.wishes(windows)
			for _, id := range l.search.ProviderIDs {
				f.pick(id, &l.search, w)
			}
		},
		"all at once": func() { l.openWindows(windows) },
		"one by one":  func() { l.tryEach(windows) },
	} {
		b.Run(fmt.Sprintf("%s/providers=%d", name, len(c.providers)), func(b *testing.B) {
			defer onCPU(b)()
			for b.Loop() {
				l.cal = NewCalendar(c, benchNow, l.from, l.to, o)
				do()
			}
		})
	}
}
