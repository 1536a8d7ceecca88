package ics_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/ics"
)

// calendar wraps lines into a calendar; a blank line parts two events.
func calendar(body string, before ...string) []byte {
	var out strings.Builder
	line := func(text string) { out.WriteString(text + "\r\n") }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	for _, b := range before {
		for l := range strings.SplitSeq(strings.TrimSpace(b), "\n") {
			line(strings.TrimSpace(l))
		}
	}
	for event := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		line("BEGIN:VEVENT")
		for l := range strings.SplitSeq(event, "\n") {
			line(strings.TrimSpace(l))
		}
		line("SUMMARY:nobody's business")
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	return []byte(out.String())
}

func window(t testing.TB, from, to, zone string) ics.Window {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	require.NoError(t, err)
	return ics.Window{From: instant(t, from), To: instant(t, to), Zone: loc}
}

func instant(t testing.TB, text string) int64 {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04Z", text)
	require.NoError(t, err)
	return at.UnixMicro()
}

// stretches are the spans in UTC.
func stretches(f ics.Found) []string {
	out := []string{}
	for _, s := range f.Spans {
		const layout = "01-02T15:04"
		out = append(out, time.UnixMicro(s.Start).UTC().Format(layout)+"/"+time.UnixMicro(s.End).UTC().Format(layout))
	}
	return out
}

// outlook is how Outlook defines New York.
const outlook = `BEGIN:VTIMEZONE
	TZID:Eastern Standard Time
	BEGIN:STANDARD
	DTSTART:16010101T020000
	TZOFFSETFROM:-0400
	TZOFFSETTO:-0500
	RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
	END:STANDARD
	BEGIN:DAYLIGHT
	DTSTART:16010101T020000
	TZOFFSETFROM:-0500
	TZOFFSETTO:-0400
	RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
	END:DAYLIGHT
	END:VTIMEZONE`

func TestBusy(t *testing.T) {
	t.Parallel()
	// Around the clocks going forward in New York: 2026-03-08, 02:00 EST becomes 03:00 EDT, 07:00 UTC.
	spring := [2]string{"2026-03-06T00:00Z", "2026-03-11T00:00Z"}
	// And back: 2026-11-01, 02:00 EDT becomes 01:00 EST, 06:00 UTC.
	autumn := [2]string{"2026-10-30T00:00Z", "2026-11-04T00:00Z"}
	for name, c := range map[string]struct {
		window [2]string
		body   string
		zones  string
		want   []string
		doubt  int
	}{
		"UTC":           {spring, "DTSTART:20260307T150000Z\nDTEND:20260307T160000Z", "", []string{"03-07T15:00/03-07T16:00"}, 0},
		"zone before":   {spring, "DTSTART;TZID=America/New_York:20260307T100000\nDTEND;TZID=America/New_York:20260307T110000", "", []string{"03-07T15:00/03-07T16:00"}, 0},
		"zone after":    {spring, "DTSTART;TZID=America/New_York:20260309T100000\nDURATION:PT1H", "", []string{"03-09T14:00/03-09T15:00"}, 0},
		"floating":      {spring, "DTSTART:20260309T100000\nDTEND:20260309T110000", "", []string{"03-09T14:00/03-09T15:00"}, 0},
		"quoted zone":   {spring, "DTSTART;TZID=\"America/New_York\":20260309T100000\nDURATION:PT30M", "", []string{"03-09T14:00/03-09T14:30"}, 0},
		"prefixed zone": {spring, "DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260309T100000\nDURATION:PT30M", "", []string{"03-09T14:00/03-09T14:30"}, 0},
		"Outlook's zone": {
			autumn, "DTSTART;TZID=Eastern Standard Time:20261031T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3", outlook,
			[]string{"10-31T14:00/10-31T15:00", "11-01T15:00/11-01T16:00", "11-02T15:00/11-02T16:00"}, 0,
		},
		"unknown zone": {spring, "DTSTART;TZID=Atlantis:20260309T100000\nDURATION:PT1H", "", []string{"03-09T14:00/03-09T15:00"}, 1},
		"daily over the gap": {
			spring, "DTSTART;TZID=America/New_York:20260101T100000\nDTEND;TZID=America/New_York:20260101T110000\nRRULE:FREQ=DAILY", "",
			[]string{"03-06T15:00/03-06T16:00", "03-07T15:00/03-07T16:00", "03-08T14:00/03-08T15:00", "03-09T14:00/03-09T15:00", "03-10T14:00/03-10T15:00"}, 0,
		},
		// RFC 5545 3.3.5: what does not exist is read with the offset before the gap, what exists twice is the first.
		"inside the gap":  {spring, "DTSTART;TZID=America/New_York:20260308T023000\nDURATION:PT30M", "", []string{"03-08T07:30/03-08T08:00"}, 0},
		"rule to the gap": {spring, "DTSTART;TZID=America/New_York:20260301T023000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY", "", []string{"03-08T07:30/03-08T08:00"}, 0},
		"the hour twice":  {autumn, "DTSTART;TZID=America/New_York:20261101T013000\nDURATION:PT30M", "", []string{"11-01T05:30/11-01T06:00"}, 0},
		"over the change": {autumn, "DTSTART;TZID=America/New_York:20261101T003000\nDTEND;TZID=America/New_York:20261101T033000", "", []string{"11-01T04:30/11-01T08:30"}, 0},
		"whole day":       {spring, "DTSTART;VALUE=DATE:20260308\nDTEND;VALUE=DATE:20260309", "", []string{"03-08T05:00/03-09T04:00"}, 0},
		"one day alone":   {autumn, "DTSTART;VALUE=DATE:20261101", "", []string{"11-01T04:00/11-02T05:00"}, 0},
		"days repeated":   {autumn, "DTSTART;VALUE=DATE:20261031\nRRULE:FREQ=DAILY;UNTIL=20261101", "", []string{"10-31T04:00/11-02T05:00"}, 0},
		"day by length":   {autumn, "DTSTART;TZID=America/New_York:20261031T120000\nDURATION:P1D", "", []string{"10-31T16:00/11-01T17:00"}, 0},
		"free":            {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", "", []string{}, 0},
		"Outlook's free":  {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", "", []string{}, 0},
		"cancelled":       {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nSTATUS:CANCELLED", "", []string{}, 0},
		"no length":       {spring, "DTSTART:20260307T150000Z", "", []string{}, 0},
		"backwards":       {spring, "DTSTART:20260307T150000Z\nDTEND:20260307T140000Z", "", []string{}, 1},
		"our own":         {spring, "UID:x@calendar.firstcall.invalid\nDTSTART:20260307T150000Z\nDURATION:PT1H", "", []string{}, 0},
		"clipped":         {spring, "DTSTART:20260101T000000Z\nDTEND:20270101T000000Z", "", []string{"03-06T00:00/03-11T00:00"}, 0},
		"merged": {
			spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\n\nDTSTART:20260307T160000Z\nDURATION:PT1H\n\nDTSTART:20260307T153000Z\nDURATION:PT10M", "",
			[]string{"03-07T15:00/03-07T17:00"}, 0,
		},
		"without some": {
			spring, "UID:a\nDTSTART;TZID=America/New_York:20260306T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE;TZID=America/New_York:20260307T100000,20260309T100000\nEXDATE:20260310T140000Z", "",
			[]string{"03-06T15:00/03-06T16:00", "03-08T14:00/03-08T15:00"}, 0,
		},
		"without a date": {
			autumn, "DTSTART;TZID=America/New_York:20261031T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE;VALUE=DATE:20261101", "",
			[]string{"10-31T14:00/10-31T15:00"}, 0,
		},
		"one moved": {
			spring, "UID:a\nDTSTART;TZID=America/New_York:20260307T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n\nUID:a\nRECURRENCE-ID;TZID=America/New_York:20260308T100000\nDTSTART;TZID=America/New_York:20260308T170000\nDURATION:PT1H", "",
			[]string{"03-07T15:00/03-07T16:00", "03-08T21:00/03-08T22:00", "03-09T14:00/03-09T15:00"}, 0,
		},
		"one called off": {
			spring, "UID:a\nDTSTART;VALUE=DATE:20260307\nRRULE:FREQ=DAILY;COUNT=3\n\nUID:a\nRECURRENCE-ID;VALUE=DATE:20260308\nDTSTART;VALUE=DATE:20260308\nSTATUS:CANCELLED", "",
			[]string{"03-07T05:00/03-08T05:00", "03-09T04:00/03-10T04:00"}, 0,
		},
		"more dates": {
			spring, "DTSTART;TZID=America/New_York:20260307T100000\nDURATION:PT1H\nRDATE;TZID=America/New_York:20260309T100000", "",
			[]string{"03-07T15:00/03-07T16:00", "03-09T14:00/03-09T15:00"}, 0,
		},
		// 04:30 UTC on the 9th is still the 9th at 00:30 in New York, before ten o'clock.
		"until an instant": {
			spring, "DTSTART;TZID=America/New_York:20260307T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260309T043000Z", "",
			[]string{"03-07T15:00/03-07T16:00", "03-08T14:00/03-08T15:00"}, 0,
		},
		"until a date": {
			spring, "DTSTART;TZID=America/New_York:20260307T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260308", "",
			[]string{"03-07T15:00/03-07T16:00", "03-08T14:00/03-08T15:00"}, 0,
		},
		"within a day":     {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "", []string{"03-07T15:00/03-07T16:00"}, 1},
		"never met":        {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "", []string{"03-07T15:00/03-07T16:00"}, 0},
		"the library's":    {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=53MO", "", []string{"03-07T15:00/03-07T16:00"}, 1},
		"every second":     {spring, "DTSTART:20260307T150000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYSECOND=" + numbers(60) + ";BYMINUTE=" + numbers(60), "", []string{"03-07T15:00/03-07T16:00"}, 1},
		"since long ago":   {spring, "DTSTART:19900306T150000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY", "", []string{"03-10T15:00/03-10T16:00"}, 0},
		"Apple's birthday": {spring, "DTSTART;VALUE=DATE:16040308\nRRULE:FREQ=YEARLY", "", []string{"03-08T05:00/03-09T04:00"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var zones []string
			if c.zones != "" {
				zones = append(zones, c.zones)
			}
			got, err := ics.Busy(t.Context(), calendar(c.body, zones...), window(t, c.window[0], c.window[1], "America/New_York"))
			require.NoError(t, err)
			require.Equal(t, c.want, stretches(got))
			require.Equal(t, c.doubt, got.Unreadable)
		})
	}
}

// numbers is 0,1,2,… as rules list them.
func numbers(n int) string {
	var out []string
	for i := range n {
		out = append(out, string(rune('0'+i/10))+string(rune('0'+i%10)))
	}
	return strings.Join(out, ",")
}

// Alarms, people, attachments and whatever else is in a calendar are left behind before it is parsed.
func TestTheRestIsIgnored(t *testing.T) {
	t.Parallel()
	file := []byte("\xef\xbb\xbfBEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Mine\nBEGIN:VTODO\nDUE:20260307T150000Z\nBEGIN:VALARM\nTRIGGER:-PT1H\nEND:VALARM\nEND:VTODO\n" +
		"begin:vevent\nATTENDEE;CN=\"broken:mailto:x\nATTACH;ENCODING=BASE64;VALUE=BINARY:" + strings.Repeat("QUFB", 100_000) + "\n" +
		"DESCRIPTION:a\n b\n c\nDTST\n ART:20270101T000000Z\nDTSTART;TZID=Amer\n ica/New_York:2026030\n\t9T100000\nDURATION:PT1H\n" +
		"BEGIN:VALARM\nDURATION:PT9H\nEND:VALARM\nend:vevent\nEND:VCALENDAR\n")
	got, err := ics.Busy(t.Context(), file, window(t, "2026-03-06T00:00Z", "2026-03-11T00:00Z", "UTC"))
	require.NoError(t, err)
	require.Equal(t, []string{"03-09T14:00/03-09T15:00"}, stretches(got))
	require.Zero(t, got.Unreadable)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	w := window(t, "2026-03-06T00:00Z", "2026-12-11T00:00Z", "UTC")
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":        {nil, ics.ErrNotCalendar},
		"a page":         {[]byte("<!doctype html><title>Sign in</title>"), ics.ErrNotCalendar},
		"another file":   {[]byte("BEGIN:VCARD\nEND:VCARD\n"), ics.ErrNotCalendar},
		"cut off":        {[]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\n"), ics.ErrNotCalendar},
		"crossed":        {[]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n"), ics.ErrNotCalendar},
		"a parameter":    {calendar("DTSTART;TZID=\"x\"y:20260307T150000Z"), ics.ErrNotCalendar},
		"deep":           {bytes.Repeat([]byte("BEGIN:VCALENDAR\n"), 200_000), ics.ErrNotCalendar},
		"deep, sideways": {bytes.Repeat([]byte("BEGIN;X=1:VCALENDAR\n"), 200_000), ics.ErrNotCalendar},
		"many events":    {calendar(strings.Repeat("UID:a\n\n", 20_001)), ics.ErrTooLarge},
		"many stretches": {calendar("DTSTART:20260306T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYHOUR=" + numbers(24) + ";BYMINUTE=0,30"), ics.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ics.Busy(t.Context(), c.file, w)
			require.ErrorIs(t, err, c.want)
		})
	}
	long := calendar("DTSTART;TZID=" + strings.Repeat("x", 600) + ":20260307T150000\nDURATION:PT1H\n\nDTSTART:20260307T150000Z\nDURATION:PT1H")
	got, err := ics.Busy(t.Context(), long, w)
	require.NoError(t, err)
	require.Equal(t, 1, got.Unreadable, "one event is beyond reading, the other is not")
	require.Len(t, got.Spans, 1)
}

// Many rules that are never met end with the time there is, and not later.
func TestReadingIsBounded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	event := "DTSTART:20260307T150000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n\n"
	begin := time.Now()
	_, err := ics.Busy(ctx, calendar(strings.Repeat(event, 5_000)), window(t, "2026-03-06T00:00Z", "2026-03-11T00:00Z", "UTC"))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Less(t, time.Since(begin), 20*time.Second)
}
