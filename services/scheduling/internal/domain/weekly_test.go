package domain

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawWeeks draws a practice around a day between 2025 and 2030, mostly one on which the clock changes, over several weeks.
func drawWeeks(t *rapid.T) (w world, weeks int) {
	name, change := drawEra(t)
	loc, err := Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	weeks = rapid.IntRange(1, 4).Draw(t, "weeks")
	first := change - Date(rapid.IntRange(0, 7*weeks).Draw(t, "days before"))
	w = world{memory: newMemory(), types: []Type{{
		ID: "session", Duration: 50 * time.Minute, BufferAfter: 10 * time.Minute, Horizon: 26 * 7 * 24 * time.Hour,
		Step: 30 * time.Minute, Modes: []Mode{InPerson, Video},
	}}}
	w.now = int64(first)*dayUS + int64(rapid.IntRange(0, 95).Draw(t, "quarters"))*15*minuteUS
	w.from, w.to = w.now-2*dayUS, w.now+int64(7*weeks+9)*dayUS
	p := Provider{
		ID: "provider0", Types: []string{"session"}, Schedule: Schedule{TimeZone: name},
		Modes: rapid.SampledFrom([][]Mode{nil, {InPerson}, {Video}}).Draw(t, "modes"),
	}
	for range rapid.IntRange(1, 4).Draw(t, "windows") {
		begin := rapid.IntRange(0, 80).Draw(t, "opens") * 15
		h := Hours{Day: change.Weekday(), Start: begin, End: begin + rapid.IntRange(4, 16).Draw(t, "quarters open")*15}
		if rapid.Bool().Draw(t, "another day") {
			h.Day = time.Weekday(rapid.IntRange(0, 6).Draw(t, "day"))
		}
		h.SiteID = drawSite(t)
		if h.End = min(h.End, 24*60); rapid.IntRange(0, 5).Draw(t, "dated") == 0 {
			until := first + Date(rapid.IntRange(0, 7*weeks).Draw(t, "until"))
			h.To = &until
		}
		p.Schedule.Hours = append(p.Schedule.Hours, h)
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "exceptions") {
		begin := w.now + int64(rapid.IntRange(0, 7*weeks*24).Draw(t, "from"))*60*minuteUS
		p.Schedule.Exceptions = append(p.Schedule.Exceptions, Exception{
			ID: fmt.Sprint(n), Kind: rapid.SampledFrom([]ExceptionKind{TimeOff, ExtraHours}).Draw(t, "kind"),
			Start: begin, End: begin + int64(rapid.IntRange(1, 48).Draw(t, "for"))*60*minuteUS,
		})
	}
	rooms := []Room{{ID: "a", SiteID: drawSite(t)}, {ID: "b", SiteID: drawSite(t)}}[:rapid.IntRange(0, 2).Draw(t, "rooms")]
	if w.catalog, err = NewCatalog(1, loc, w.types, []Provider{p}, rooms); err != nil {
		t.Fatal(err)
	}
	w.fill(t)
	return w, weeks
}

// modelWeekly finds weekly hours day by day: every quarter of an hour of the week, week after week, by package time and
// the plain rule.
func (n naive) modelWeekly(weeks, allowed int, modes []Mode) []string {
	typ, p := n.types[0], n.catalog.providers[0]
	today := time.UnixMicro(n.now).In(p.zone)
	dial := n.memory.dial(p.zone.String())
	var out []string
	for quarter := range 7 * 96 {
		local := time.Date(today.Year(), today.Month(), today.Day()+quarter/96, 0, 15*(quarter%96), 0, 0, time.UTC)
		at, exists := dial.firstShown(local)
		if !exists { // it is past when the jump over it is
			for at = local.Add(-15 * time.Hour); floating(at.In(p.zone)).Before(local); {
				at = at.Add(15 * time.Minute)
			}
		}
		if at.UnixMicro() < n.now {
			local = local.AddDate(0, 0, 7)
		}
		starts := make([]time.Time, weeks)
		for week := range starts {
			starts[week], _ = dial.firstShown(local.AddDate(0, 0, 7*week))
		}
		for _, way := range n.ways(modes) {
			missing := ""
			n.wish.SiteID = way.wish.SiteID
			for week, at := range starts {
				if at.IsZero() || !n.offered(typ, p.Provider, at.UnixMicro(), way.mode) {
					missing += fmt.Sprint(" ", week)
				}
			}
			if len(missing)/2 <= allowed && len(missing)/2 < weeks {
				out = append(out, fmt.Sprint(local.Format("2006-01-02 15:04 "), way.mode, way.wish.SiteID, missing))
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

// ways are the modes, in person once for every site with a room.
func (n naive) ways(modes []Mode) (out []weeklyWay) {
	for _, m := range modes {
		if m != InPerson || len(n.catalog.rooms) == 0 {
			out = append(out, weeklyWay{mode: m})
			continue
		}
		for _, r := range n.catalog.rooms {
			if way := (weeklyWay{m, RoomWish{SiteID: r.SiteID}}); !slices.Contains(out, way) {
				out = append(out, way)
			}
		}
	}
	return out
}

// A weekly hour is found exactly when the plain model finds it, with the same exceptions.
func TestWeeklyHoursAgreeWithTheModel(t *testing.T) {
	t.Parallel()
	many(t, func(t *rapid.T) {
		w, weeks := drawWeeks(t)
		q := WeeklySearch{Weeks: weeks, MaxExceptions: rapid.IntRange(0, 2).Draw(t, "allowed")}
		p := w.catalog.providers[0]
		cal := w.calendar()
		var got []string
		for _, o := range cal.weekly(&w.types[0], p.ID, q, newWishes(p.zone, q.Preferred, w.from, w.to), 0) {
			missing := ""
			for _, e := range o.Exceptions {
				missing += fmt.Sprint(" ", e.Index)
				if e.Reason != NonexistentTime && cal.Wishing(o.Wish).Judge(&w.types[0], p.ID, e.Start, o.Mode) != e.Reason || e.Text == "" {
					t.Fatalf("%+v is not what explain says", e)
				}
			}
			got = append(got, fmt.Sprint(o.Rule.Start, " ", clockTime(o.Rule.Minute), " ", o.Mode, o.Wish.SiteID, missing))
		}
		slices.Sort(got)
		if want := (naive{w}).modelWeekly(weeks, q.MaxExceptions, modesOf(&w.types[0], p.Provider)); !slices.Equal(got, want) {
			t.Fatalf("found %q, model %q", got, want)
		}
	})
}

// The wanted order: preferred windows first, then by time; fewer when only some are asked for.
func TestWeeklyHoursInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, weeks := drawWeeks(t)
		p := w.catalog.providers[0]
		q := WeeklySearch{Weeks: weeks, MaxExceptions: 1, Search: Search{
			Preferred: []Hours{{Day: time.Weekday(rapid.IntRange(0, 6).Draw(t, "wished")), Start: 0, End: 720}},
		}}
		all := w.calendar().weekly(&w.types[0], p.ID, q, newWishes(p.zone, q.Preferred, w.from, w.to), 0)
		if !slices.IsSortedFunc(all, func(a, b WeeklyOpening) int {
			return cmp.Or(order(b.Preferred, a.Preferred), cmp.Compare(a.Rule.local(0), b.Rule.local(0)))
		}) {
			t.Fatal("not in order")
		}
		q.PerProvider, q.OnlyPreferred = 1, true
		one := w.calendar().weekly(&w.types[0], p.ID, q, newWishes(p.zone, q.Preferred, w.from, w.to), 0)
		if len(one) > 1 || len(one) == 1 && (!one[0].Preferred || one[0].Start != all[0].Start) {
			t.Fatalf("%+v", one)
		}
	})
}

// What a series of any shape is written as gives its starts again, and nothing else.
func TestLinesGiveTheStarts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		loc, err := Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		start, _ := ParseDate("2025-01-01")
		rule := Rule{
			First: rapid.IntRange(0, 5).Draw(t, "first"), Start: start + Date(rapid.IntRange(0, 6*365).Draw(t, "day")),
			Minute: rapid.IntRange(0, 95).Draw(t, "quarter") * 15, TimeZone: loc.String(),
			Interval: rapid.IntRange(1, 2).Draw(t, "interval"), Count: rapid.IntRange(1, 30).Draw(t, "count"),
		}
		var starts []int64
		for n := rule.First; n < rule.First+rule.Count; n++ {
			at, exists := wall(rule.zone(loc, rule.Count), rule.local(n))
			switch rapid.IntRange(0, 5).Draw(t, "fate") {
			case 0: // cancelled or never booked
			case 1:
				starts = append(starts, at+int64(rapid.IntRange(1, 100).Draw(t, "moved"))*60*minuteUS+minuteUS)
			default:
				if exists {
					starts = append(starts, at)
				}
			}
		}
		slices.Sort(starts)
		lines := rule.Lines(loc, starts)
		if got := expand(t, rule, loc, lines); !slices.Equal(got, starts) {
			t.Fatalf("%q give %v, want %v", lines, got, starts)
		}
	})
}

// clockTime returns HH:MM of a minute of the day.
func clockTime(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
