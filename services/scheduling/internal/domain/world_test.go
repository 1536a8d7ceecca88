package domain

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// world is a drawn practice: types, providers with hours and exceptions, rooms, rows that occupy time, and now.
type world struct {
	types   []Type
	catalog *Catalog
	// asked is the type that is asked about.
	asked *Type
	rows  []Occupied
	// elsewhere is the providers' busy time in calendars elsewhere.
	elsewhere map[string][]Span
	closures  []Closure
	// wish is what is asked of rooms.
	wish RoomWish
	now  int64
	// from and to bound what is looked at.
	from, to int64
	memory   *memory
}

func drawWorld(t *rapid.T) world {
	w := world{types: DefaultTypes(), memory: newMemory()}
	w.types = append(w.types, Type{
		ID: "odd", Duration: 25 * time.Minute, BufferBefore: 7 * time.Minute, BufferAfter: 3 * time.Minute,
		Notice: time.Hour, Horizon: 96 * time.Hour, Step: 35 * time.Minute, AnyProvider: true, Modes: []Mode{InPerson, Video},
	})
	w.types = append(w.types, Type{
		ID: "packed", Duration: 45 * time.Minute, BufferBefore: 5 * time.Minute, BufferAfter: 10 * time.Minute,
		Notice: time.Hour, Horizon: 96 * time.Hour, Step: 30 * time.Minute, Packed: true, Modes: []Mode{Video, InPerson},
	})
	home, day := drawEra(t)
	w.from, w.to = int64(day-1)*dayUS, int64(day+2)*dayUS
	w.now = w.from - int64(rapid.IntRange(-10, 40).Draw(t, "hours to go"))*60*minuteUS
	var providers []Provider
	for i := range rapid.IntRange(1, 3).Draw(t, "providers") {
		providers = append(providers, drawProvider(t, i, w, home))
	}
	rooms := make([]Room, rapid.IntRange(0, 2).Draw(t, "rooms"))
	for i := range rooms {
		rooms[i] = Room{
			ID: fmt.Sprint("room", i), Accessible: rapid.Bool().Draw(t, "accessible"),
			Capacity: rapid.SampledFrom([]int{0, 1, 2, 4}).Draw(t, "capacity"), SiteID: drawSite(t),
		}
	}
	practice, err := Zone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	if w.catalog, err = NewCatalog(1, practice, w.types, providers, rooms); err != nil {
		t.Fatal(err)
	}
	w.asked = &w.types[rapid.IntRange(0, len(w.types)-1).Draw(t, "asked")]
	w.drawNow(t)
	w.fill(t)
	w.catalog.WithBusy(w.drawElsewhere(t))
	for range rapid.IntRange(0, 3).Draw(t, "closures") - 1 { // mostly open
		first := Date(w.from/dayUS) + Date(rapid.IntRange(0, 3).Draw(t, "closed from"))
		w.closures = append(w.closures, Closure{First: first, Last: first + Date(rapid.IntRange(0, 1).Draw(t, "closed for"))})
	}
	w.catalog.WithClosures(w.closures)
	if rapid.Bool().Draw(t, "wishes") {
		w.wish = RoomWish{
			Persons: rapid.IntRange(0, 4).Draw(t, "persons"), Accessible: rapid.Bool().Draw(t, "steps"), SiteID: drawSite(t),
		}
	}
	return w
}

// drawNow may move the present to where the notice or the horizon of a type ends at a start, or right beside it.
func (w *world) drawNow(t *rapid.T) {
	typ := w.asked
	ahead := rapid.SampledFrom([]time.Duration{0, 0, 0, typ.Notice, typ.Notice, typ.Horizon}).Draw(t, "ahead")
	starts := NewCalendar(w.catalog, w.from-typ.Notice.Microseconds(), w.from, w.to, nil).Open(typ, w.from, w.to)
	if ahead > 0 && len(starts) > 0 {
		w.now = rapid.SampledFrom(starts).Draw(t, "at the limit").At - ahead.Microseconds() +
			rapid.SampledFrom([]int64{-31_000_000, -1, 0, 1, 31_000_000}).Draw(t, "beside it")
	}
}

// drawSite is a site, or none as in most practices.
func drawSite(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "", "north", "south"}).Draw(t, "site")
}

// drawElsewhere says when the providers' calendars elsewhere are busy, which may overlap whatever is here.
func (w *world) drawElsewhere(t *rapid.T) map[string][]Span {
	w.elsewhere = make(map[string][]Span)
	for _, p := range w.catalog.providers {
		for range rapid.IntRange(0, 3).Draw(t, "elsewhere") {
			begin := w.from + int64(rapid.IntRange(0, 3*24*60).Draw(t, "busy from"))*minuteUS
			length := int64(rapid.IntRange(0, 300).Draw(t, "busy for")) * minuteUS
			w.elsewhere[p.ID] = append(w.elsewhere[p.ID], Span{Start: begin, End: begin + length})
		}
	}
	return w.elsewhere
}

func drawProvider(t *rapid.T, i int, w world, home string) Provider {
	p := Provider{
		ID:       fmt.Sprint("provider", i),
		Types:    rapid.SampledFrom([][]string{{"consultation"}, {"first-session", "odd"}, {"consultation", "odd", "packed"}, {"packed", "first-session"}}).Draw(t, "types"),
		Modes:    rapid.SampledFrom([][]Mode{nil, {InPerson}, {Video}, {InPerson, Video}}).Draw(t, "modes"),
		Schedule: Schedule{TimeZone: rapid.SampledFrom(append([]string{home, home, home}, zoneNames[:6]...)).Draw(t, "zone")},
	}
	p.Schedule.Limits = drawLimits(t, p.Types)
	for range 5 - rapid.IntRange(0, 5).Draw(t, "fewer windows") {
		begin := rapid.IntRange(0, 23*60).Draw(t, "opens")
		h := Hours{
			Day: Date(w.from/dayUS + 1 + int64(rapid.IntRange(-1, 3).Draw(t, "day"))).Weekday(), Start: begin,
			End: 24*60 - rapid.IntRange(0, 24*60-begin-1).Draw(t, "closes"),
		}
		if rapid.IntRange(0, 4).Draw(t, "dated") == 0 {
			d := Date(w.from/dayUS) + Date(rapid.IntRange(0, 3).Draw(t, "since"))
			h.From = &d
		}
		if rapid.IntRange(0, 4).Draw(t, "limited") == 0 {
			h.Types = p.Types[:1]
		}
		h.SiteID = drawSite(t)
		p.Schedule.Hours = append(p.Schedule.Hours, h)
	}
	for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
		begin := w.from + int64(rapid.IntRange(0, 3*24*60).Draw(t, "from"))*minuteUS
		e := Exception{
			ID: "e", Kind: rapid.SampledFrom([]ExceptionKind{TimeOff, ExtraHours}).Draw(t, "kind"),
			Start: begin, End: begin + int64(rapid.IntRange(1, 600).Draw(t, "for"))*minuteUS,
		}
		if rapid.IntRange(0, 2).Draw(t, "for some") == 0 {
			e.Types = p.Types[len(p.Types)-1:]
		}
		e.SiteID = drawSite(t)
		p.Schedule.Exceptions = append(p.Schedule.Exceptions, e)
	}
	return p
}

// drawLimits mostly draws none.
func drawLimits(t *rapid.T, types []string) Limits {
	l := Limits{NewClients: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "new clients")}
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "caps") {
		l.Caps = append(l.Caps, Cap{
			Types:  rapid.SampledFrom([][]string{nil, types[:1], types}).Draw(t, "of"),
			PerDay: rapid.IntRange(0, 3).Draw(t, "a day"), PerWeek: rapid.IntRange(1, 4).Draw(t, "a week"),
		})
	}
	return l
}

// fill books and holds some of what is open, so that the rows are such as the schema lets in.
func (w *world) fill(t *rapid.T) {
	earlier := w.now - int64(time.Hour/time.Microsecond)
	for n := range rapid.IntRange(0, 12).Draw(t, "rows") {
		typ := &w.types[rapid.IntRange(0, len(w.types)-1).Draw(t, "type")]
		cal := NewCalendar(w.catalog, earlier, w.from, w.to, Occupy(w.rows))
		starts := cal.Open(typ, w.from, w.to)
		if len(starts) == 0 {
			continue
		}
		at := rapid.SampledFrom(starts).Draw(t, "start")
		claims, _ := cal.Claims(typ, at.Provider, at.At, at.Mode, Claim{})
		a := Appointment{ID: fmt.Sprint("row", n), TypeID: typ.ID}
		a.at(typ, at.At, rapid.SampledFrom(claims).Draw(t, "claim"))
		// Lapsed just now, lapsing next, or a booking.
		a.HoldExpire = rapid.SampledFrom([]int64{0, w.now, w.now + 1}).Draw(t, "hold")
		w.rows = append(w.rows, a.Occupied())
	}
	w.overbook(t)
}

// overbook adds rows by telephone that lie over others of a provider, as the schema lets in what is flagged.
func (w *world) overbook(t *rapid.T) {
	for n := range 2 - rapid.IntRange(0, 2).Draw(t, "fewer overbooked") {
		if len(w.rows) == 0 {
			return
		}
		over := rapid.SampledFrom(w.rows).Draw(t, "over")
		typ := w.types[rapid.IntRange(0, len(w.types)-1).Draw(t, "type")]
		start := over.BlockedStart + int64(rapid.IntRange(-20, 60).Draw(t, "minutes in"))*minuteUS
		a := Appointment{ID: fmt.Sprint("over", n), TypeID: typ.ID, HoldExpire: rapid.SampledFrom([]int64{0, w.now + 1}).Draw(t, "hold")}
		a.at(&typ, start, Claim{Provider: over.Provider, Mode: Phone})
		w.rows = append(w.rows, a.Occupied())
	}
}

func (w world) calendar() *Calendar {
	return NewCalendar(w.catalog, w.now, w.from, w.to, Occupy(w.rows)).Wishing(w.wish)
}

// room returns the room of the id, an empty one for none.
func (w world) room(id string) *Room {
	if i, ok := w.catalog.roomIndex[id]; ok {
		return &w.catalog.rooms[i]
	}
	return &Room{}
}
