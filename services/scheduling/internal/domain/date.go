package domain

import "time"

// Date is a calendar date without a zone, counted in days since 1970-01-01.
type Date int32

const dayUS = int64(24*time.Hour) / int64(time.Microsecond)

// minuteUS is one minute in microseconds.
const minuteUS = int64(time.Minute) / int64(time.Microsecond)

// ParseDate reads YYYY-MM-DD. It refuses dates that do not exist.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, false
	}
	return Date(floorDiv(t.UnixMicro(), dayUS)), true
}

// String returns YYYY-MM-DD.
func (d Date) String() string { return time.UnixMicro(int64(d) * dayUS).UTC().Format(time.DateOnly) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// DateIn returns the date that a clock in the zone shows at an instant.
func DateIn(loc *time.Location, instant int64) Date {
	t := time.UnixMicro(instant)
	_, offset := t.In(loc).Zone()
	return Date(floorDiv(instant+int64(offset)*int64(time.Second/time.Microsecond), dayUS))
}

// Bounds returns the first instant of the first date and the instant after the last of the last, read in the zone.
// Where midnight does not exist the day begins with its first instant.
func Bounds(loc *time.Location, first, last Date) (from, to int64) {
	return dayStart(loc, first), dayStart(loc, last+1)
}

// week returns the bounds of the ISO week, Monday to Sunday, that the instant lies in.
func week(loc *time.Location, instant int64) (from, to int64) {
	d := DateIn(loc, instant)
	monday := d - Date((int(d.Weekday())+6)%7)
	return Bounds(loc, monday, monday+6)
}

// dayStart returns the first instant that a clock in the zone shows the date d or a later one.
func dayStart(loc *time.Location, d Date) int64 {
	local := int64(d) * dayUS
	zone := offsets(loc, local-2*dayUS, local+2*dayUS)
	for _, s := range zone {
		if at := max(local-s.offset, s.from); at < s.to {
			return at
		}
	}
	return local
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
