package ics_test

import (
	"strings"
	"testing"
	"time"

	arran "github.com/arran4/golang-ical"
	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/ics"
)

func appointments() []domain.Appointment {
	at := func(hour int) int64 { return time.Date(2026, 3, 9, hour, 0, 0, 0, time.UTC).UnixMicro() }
	return []domain.Appointment{
		{
			ID: "first", TypeID: "consultation-canary", State: domain.Booked, ProviderID: "provider-canary", RoomID: "room-canary",
			InquiryID: "inquiry-canary", Start: at(14), End: at(15), Updated: at(1), ProviderName: "Name Canary",
		},
		{ID: "second", State: domain.Completed, Start: at(16), End: at(17), Sequence: 2, Updated: at(2)},
		{ID: "third", State: domain.NoShow, Start: at(18), End: at(19), Updated: at(2)},
		{ID: "fourth", State: domain.Cancelled, Start: at(20), End: at(21), Sequence: 3, Updated: at(3)},
	}
}

const golden = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Firstcall//Firstcall//EN
METHOD:PUBLISH
CALSCALE:GREGORIAN
X-WR-CALNAME:Booked
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VEVENT
UID:%s
DTSTAMP:20260309T010000Z
LAST-MODIFIED:20260309T010000Z
DTSTART:20260309T140000Z
DTEND:20260309T150000Z
SEQUENCE:0
SUMMARY:Booked
CLASS:PRIVATE
ORGANIZER;CN=Calendar:mailto:calendar@firstcall.invalid
TRANSP:OPAQUE
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
`

func TestWriteGolden(t *testing.T) {
	t.Parallel()
	got := string(ics.Write(appointments()[:1]))
	want := strings.ReplaceAll(strings.Replace(golden, "%s", ics.UID("first"), 1), "\n", "\r\n")
	require.Equal(t, want, got)
	require.NotContains(t, strings.ToLower(string(ics.Write(appointments()))), "canary")
	require.NotContains(t, got, "first@", "the identity does not say which appointment it is")
}

// Two parsers that have nothing in common read the same out of a feed.
func TestWriteReadBack(t *testing.T) {
	t.Parallel()
	file := string(ics.Write(appointments()))
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		require.LessOrEqual(t, len(line), 75)
		require.NotContains(t, line, "\n")
	}
	one, err := ical.NewDecoder(strings.NewReader(file)).Decode()
	require.NoError(t, err)
	two, err := arran.ParseCalendar(strings.NewReader(file))
	require.NoError(t, err)
	require.Len(t, one.Events(), 4)
	require.Len(t, two.Events(), 4)
	for name, want := range map[string]string{
		"METHOD": "PUBLISH", "VERSION": "2.0", "REFRESH-INTERVAL": "PT1H", "X-PUBLISHED-TTL": "PT1H",
	} {
		require.Equal(t, want, one.Props.Get(name).Value)
	}
	allowed := "UID DTSTAMP LAST-MODIFIED DTSTART DTEND SEQUENCE SUMMARY CLASS ORGANIZER TRANSP STATUS"
	uids := make(map[string]bool)
	for i, a := range appointments() {
		e, f := one.Events()[i], two.Events()[i]
		for name := range e.Props {
			require.Contains(t, strings.Fields(allowed), name, "and no ATTENDEE")
		}
		require.Empty(t, e.Children)
		uid := e.Props.Get("UID").Value
		require.Equal(t, uid, f.Id())
		require.False(t, uids[uid])
		uids[uid] = true
		start, err := e.DateTimeStart(nil)
		require.NoError(t, err)
		require.Equal(t, a.Start, start.UnixMicro())
		other, err := f.GetStartAt()
		require.NoError(t, err)
		require.True(t, start.Equal(other))
		end, err := f.GetEndAt()
		require.NoError(t, err)
		require.Equal(t, a.End, end.UnixMicro())
		sequence, err := e.Props.Get("SEQUENCE").Int()
		require.NoError(t, err)
		require.Equal(t, a.Sequence, sequence)
		require.Equal(t, "Booked", f.GetProperty(arran.ComponentPropertySummary).Value)
		require.Equal(t, "PRIVATE", f.GetProperty(arran.ComponentPropertyClass).Value)
		require.Equal(t, "mailto:calendar@firstcall.invalid", f.GetProperty(arran.ComponentPropertyOrganizer).Value)
		status := "CONFIRMED"
		if a.State == domain.Cancelled {
			status = "CANCELLED"
		}
		require.Equal(t, status, f.GetProperty(arran.ComponentPropertyStatus).Value)
	}
	// A copy of our own feed in a calendar elsewhere blocks nothing: we know better what is booked.
	found, err := ics.Busy(t.Context(), []byte(file), window(t, "2026-03-06T00:00Z", "2026-03-11T00:00Z", "UTC"))
	require.NoError(t, err)
	require.Empty(t, found.Spans)
}

func TestWriteNothing(t *testing.T) {
	t.Parallel()
	cal, err := ical.NewDecoder(strings.NewReader(string(ics.Write(nil)))).Decode()
	require.NoError(t, err)
	require.Empty(t, cal.Events())
	require.Equal(t, ics.Write(appointments()), ics.Write(appointments()), "the same bytes, so that an ETag says something")
}
