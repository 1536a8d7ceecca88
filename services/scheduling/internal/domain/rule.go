package domain

import "time"

// Rule is a weekly hour over a stretch of a series: the same wall-clock time on the same weekday, every week or every
// other. The instants follow from the zone, date by date.
type Rule struct {
	// First is the index of its first occurrence in the series.
	First int
	// Start is the date of that occurrence, Minute the wall-clock minute of the day.
	Start  Date
	Minute int
	// TimeZone is the IANA zone of both.
	TimeZone string
	// Interval is the distance of two occurrences in weeks.
	Interval int
	// Count is how many occurrences there are, those that do not take place included.
	Count int
}

// Date returns the date of the occurrence with the series index.
func (r Rule) Date(index int) Date { return r.Start + Date(7*r.Interval*(index-r.First)) }

// local returns the wall-clock reading of an occurrence as if it were UTC, in microseconds.
func (r Rule) local(index int) int64 {
	return int64(r.Date(index))*dayUS + int64(r.Minute)*minuteUS
}

// zone returns the stretches of the zone that cover the first n occurrences.
func (r Rule) zone(loc *time.Location, n int) []stretch {
	return offsets(loc, r.local(r.First)-2*dayUS, r.local(r.First+n)+2*dayUS)
}

// Span returns bounds of all occurrences that hold in every zone.
func (r Rule) Span() (from, to int64) {
	return r.local(r.First) - 2*dayUS, r.local(r.First+max(r.Count, 1)-1) + 2*dayUS
}

// wall returns the first instant at which the clock shows the local time, as RFC 5545 has it for a time that is shown
// twice. For a time that the clock skips it is the instant of the jump, and false.
func wall(zone []stretch, local int64) (at int64, exists bool) {
	for _, s := range zone {
		if at := local - s.offset; at < s.to {
			return max(at, s.from), at >= s.from
		}
	}
	return local, false
}

// Occurrence is one date of a rule, as the engine judges it.
type Occurrence struct {
	// Index is its position in the series.
	Index int
	Date  Date
	// Start is the instant, or that of the jump for a time which the clock skips.
	Start  int64
	Reason Reason
	// Text says it in words for staff; empty for those that are offered.
	Text string `json:",omitempty"`
}

// occurrences judges the given indexes of the rule, with a provider and a way of meeting, each as it would be judged
// by itself.
func (c *Calendar) occurrences(t *Type, providerID string, loc *time.Location, r Rule, mode Mode, indexes []int) []Occurrence {
	zone := c.zones.of(loc)
	out := make([]Occurrence, len(indexes))
	for i, n := range indexes {
		o := Occurrence{Index: n, Date: r.Date(n), Reason: NonexistentTime}
		var exists bool
		if o.Start, exists = wall(zone, r.local(n)); exists {
			o.Reason = c.Judge(t, providerID, o.Start, mode)
		}
		out[i] = o
	}
	return out
}

// upTo returns the numbers from first on, n of them.
func upTo(first, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = first + i
	}
	return out
}

// inTheWay returns those that are not offered, with their words.
func inTheWay(all []Occurrence, loc *time.Location, minute int) []Occurrence {
	var out []Occurrence
	for _, o := range all {
		switch o.Reason {
		case Offered:
			continue
		case NonexistentTime:
			o.Text = skipped(int64(o.Date)*dayUS+int64(minute)*minuteUS, loc)
		default:
			o.Text = said(o.Start, loc, o.Reason)
		}
		out = append(out, o)
	}
	return out
}
