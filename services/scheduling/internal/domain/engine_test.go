package domain

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The engine offers a start exactly when the plain model does, minute by minute, around changes of the clock.
func TestEngineAgreesWithTheModel(t *testing.T) {
	t.Parallel()
	many(t, func(t *rapid.T) {
		w := drawWorld(t)
		cal, model := w.calendar(), naive{w}
		for at := w.from; at < w.to; at += minuteUS {
			for _, p := range w.catalog.providers {
				if got, want := cal.Judge(w.asked, p.ID, at, ModeNone) == Offered, model.offered(*w.asked, p.Provider, at, ModeNone); got != want {
					t.Fatalf("%s at %d: engine %v (%s), model %v", p.ID, at, got, cal.Judge(w.asked, p.ID, at, ModeNone), want)
				}
			}
		}
	})
}

// What is listed is exactly what can be booked, whoever the visitor is; what is not listed is refused with a reason.
func TestListedIsBookable(t *testing.T) {
	t.Parallel()
	many(t, func(t *rapid.T) {
		w := drawWorld(t)
		typ := w.asked
		zone, err := Zone(rapid.SampledFrom(zoneNames).Draw(t, "visitor"))
		if err != nil {
			t.Fatal(err)
		}
		first, last := DateIn(zone, w.from)+1, DateIn(zone, w.to)-1
		from, to := Bounds(zone, first, last)
		cal := w.calendar()
		listed := cal.Open(typ, from, to)
		for _, s := range listed {
			if d := DateIn(zone, s.At); d < first || d > last {
				t.Fatalf("%v is not a day asked for", d)
			}
			claims, r := cal.Wishing(s.Wish).Claims(typ, s.Provider, s.At, s.Mode, Claim{})
			if r != Offered || len(claims) == 0 {
				t.Fatalf("listed and refused: %s", r)
			}
			for _, c := range claims {
				// A start that names no site, where some rooms have none, may be in any room.
				elsewhere := !typ.AnyProvider && s.Wish.SiteID != "" && w.room(c.Room).SiteID != s.Wish.SiteID
				if room := w.room(c.Room); c.Room != "" && (!room.suits(&w.wish) || elsewhere) {
					t.Fatalf("asked for %+v, listed at %q, given %+v", w.wish, s.Wish.SiteID, room)
				}
			}
		}
		if !slices.IsSortedFunc(listed, func(a, b Start) int { return compare(a.At, b.At) }) {
			t.Fatal("not in order")
		}
		for at := from; at < to; at += minuteUS {
			_, in := slices.BinarySearchFunc(listed, at, func(s Start, at int64) int { return compare(s.At, at) })
			reason := cal.Judge(typ, "", at, ModeNone)
			if in != (reason == Offered) {
				t.Fatalf("at %d: listed %v, judged %s", at, in, reason)
			}
			claims, why := cal.Claims(typ, "", at, ModeNone, Claim{})
			if why != reason || (len(claims) > 0) != (reason == Offered) {
				t.Fatalf("at %d: explained %s, booking says %s", at, reason, why)
			}
		}
		if got, want := cal.WhyNone(typ, from, to), (naive{w}).whyNone(*typ, from, to); got != want || len(listed) > 0 && got != FullyBooked {
			t.Fatalf("%d listed, yet %q, model %q", len(listed), got, want)
		}
	})
}

// Claims never overlap what is there: every one of them could be inserted.
func TestClaimsAreFree(t *testing.T) {
	t.Parallel()
	many(t, func(t *rapid.T) {
		w := drawWorld(t)
		typ := w.asked
		cal := w.calendar()
		for _, s := range cal.Open(typ, w.from, w.to) {
			claims, _ := cal.Claims(typ, s.Provider, s.At, ModeNone, Claim{})
			for _, c := range claims {
				a := Appointment{}
				a.at(typ, s.At, c)
				if c.Mode.NeedsRoom() != (c.Room != "") {
					t.Fatalf("%s in room %q", c.Mode, c.Room)
				}
				for _, o := range w.rows {
					if !o.lapsed(w.now) && o.BlockedStart < a.BlockedEnd && o.BlockedEnd > a.BlockedStart &&
						(o.Provider == c.Provider || c.Room != "" && o.Room == c.Room) {
						t.Fatalf("%+v overlaps %+v", a, o)
					}
				}
			}
		}
	})
}

// All openings that are found can be held at once, rooms included.
func TestFoundOpeningsFitTogether(t *testing.T) {
	t.Parallel()
	many(t, func(t *rapid.T) {
		w := drawWorld(t)
		typ := &w.types[1]
		cal := w.calendar()
		first, last := typ.bookable(w.now)
		q := Search{PerProvider: rapid.IntRange(1, 8).Draw(t, "per provider")}
		f := cal.finder(typ, max(first, w.from), min(last, w.to))
		var slots []Slot
		for _, p := range w.catalog.providers {
			for _, s := range f.pick(p.ID, &q, newWishes(p.zone, q.Preferred, w.from, w.to)) {
				slots = append(slots, Slot{TypeID: typ.ID, ProviderID: s.Provider, Start: s.At, Mode: s.Mode, Wish: s.Wish})
			}
		}
		if len(slots) == 0 {
			return
		}
		slots = rapid.Permutation(slots).Draw(t, "order")
		tokens := make([]string, len(slots))
		s := &Scheduler{}
		if _, err := s.placeAll(View{Catalog: w.catalog, Rows: Occupy(w.rows)}, Holding{Slots: tokens}, slots, w.now); err != nil {
			t.Fatal(err)
		}
	})
}
