package fhir

import (
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// forms are the precisions R4 knows, each with how long such a value lasts. The last three want an offset.
var forms = []struct {
	layout string
	lasts  func(t time.Time) time.Time
}{
	{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
	{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
	{"2006-01-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
	{"2006-01-02T15:04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04:05", func(t time.Time) time.Time { return t.Add(time.Second) }},
	{"2006-01-02T15:04Z07:00", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04:05Z07:00", func(t time.Time) time.Time { return t.Add(time.Second) }},
}

// parseTime reads a date, dateTime or instant of R4 as the stretch it stands for. Without an offset it is the
// practice's wall clock, which zone is asked for only then.
func parseTime(text string, zone func() (*time.Location, error)) (span, bool, error) {
	if len(text) > 40 {
		return span{}, false, nil
	}
	for _, f := range forms {
		at, err := time.Parse(f.layout, text)
		if err != nil {
			continue
		}
		if !strings.HasSuffix(f.layout, "Z07:00") {
			loc, err := zone()
			if err != nil {
				return span{}, false, err
			}
			at, _ = time.ParseInLocation(f.layout, text, loc)
		}
		if at.Year() < 1970 || at.Year() > 9000 {
			return span{}, false, nil
		}
		return span{from: at.UTC(), to: f.lasts(at).UTC()}, true, nil
	}
	return span{}, false, nil
}

// period reads a date parameter: all of its values hold at once. R4 compares the stretch that a value stands for.
func (p params) period(name string, zone func() (*time.Location, error)) (span, error) {
	var out span
	for _, text := range p[name] {
		// A plus that nobody escaped arrives as a space.
		prefix, rest := "eq", strings.ReplaceAll(text, " ", "+")
		if len(rest) > 2 && rest[0] >= 'a' {
			prefix, rest = rest[:2], rest[2:]
		}
		value, ok, err := parseTime(rest, zone)
		if err != nil {
			return span{}, err
		}
		var bound span
		switch prefix {
		case "eq":
			bound = value
		case "ge":
			bound.from = value.from
		case "gt":
			bound.from = value.to
		case "lt":
			bound.to = value.from
		case "le":
			bound.to = value.to
		default:
			ok = false
		}
		if !ok {
			return span{}, errs.Invalid(errs.Field(name, "must be a date or time of R4 behind eq, ge, gt, le, lt or nothing"))
		}
		if bound.from.After(out.from) {
			out.from = bound.from
		}
		if out.to.IsZero() || !bound.to.IsZero() && bound.to.Before(out.to) {
			out.to = bound.to
		}
	}
	return out, nil
}
