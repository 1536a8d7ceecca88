package domain

import "time"

// reading is what a clock on the wall shows: the date as the number yyyymmdd, its weekday, and the minute of the day.
type reading struct {
	date, minute int
	day          time.Weekday
}

func numbered(d Date) int { return read(time.UTC, int64(d)*dayUS).date }

func read(loc *time.Location, instant int64) reading {
	t := time.UnixMicro(instant).In(loc)
	year, month, day := t.Date()
	hour, minute, _ := t.Clock()
	return reading{(year*100+int(month))*100 + day, hour*60 + minute, t.Weekday()}
}

// dial is the clock of a zone. It remembers what package time says it shows, by the day and its minutes.
type dial struct {
	loc   *time.Location
	days  map[int64]*[24 * 60]reading
	today int64
	shown *[24 * 60]reading
}

func newDial(loc *time.Location) *dial {
	return &dial{loc: loc, days: make(map[int64]*[24 * 60]reading)}
}

// at reads the clock at an instant, a whole minute.
func (d *dial) at(instant int64) reading {
	if day := floorDiv(instant, dayUS); d.shown == nil || day != d.today {
		d.today, d.shown = day, d.days[day]
		if d.shown == nil {
			d.shown = new([24 * 60]reading)
			d.days[day] = d.shown
		}
	}
	r := &d.shown[(instant-d.today*dayUS)/minuteUS]
	if r.date == 0 {
		*r = read(d.loc, instant)
	}
	return *r
}

// firstShown returns the first instant at which the clock shows the local time, by trying.
func (d *dial) firstShown(local time.Time) (time.Time, bool) {
	guess := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, d.loc)
	want := read(time.UTC, local.UnixMicro())
	for back := 3 * time.Hour; back >= -3*time.Hour; back -= 15 * time.Minute {
		if at := guess.Add(-back); d.at(at.UnixMicro()) == want {
			return at, true
		}
	}
	return time.Time{}, false
}

// memory is what the plain model keeps of one world so that it need not ask twice.
type memory struct {
	dials   map[string]*dial
	windows map[windowsOf][]*allowed
}

type windowsOf struct{ typeID, provider string }

// answer is that to a question, or that it was not asked yet.
type answer uint8

const (
	unasked answer = iota
	yes
	no
)

func newMemory() *memory {
	return &memory{dials: make(map[string]*dial), windows: make(map[windowsOf][]*allowed)}
}

func (m *memory) dial(zone string) *dial {
	d := m.dials[zone]
	if d == nil {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			panic(err)
		}
		d = newDial(loc)
		m.dials[zone] = d
	}
	return d
}
