package mail_test

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

// decode reads the calendar of a message with a parser that is not the writer's.
func decode(t *testing.T, data string) (*ical.Calendar, ical.Event) {
	t.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(data)).Decode()
	require.NoError(t, err)
	require.Len(t, cal.Events(), 1)
	return cal, cal.Events()[0]
}

func value(t *testing.T, props ical.Props, name string) string {
	t.Helper()
	text, err := props.Text(name)
	require.NoError(t, err)
	return text
}

func TestEventOfEveryMessage(t *testing.T) {
	t.Parallel()
	for _, m := range everyMessage() {
		r := render(t, m)
		method, status := "REQUEST", "CONFIRMED"
		if strings.HasSuffix(string(m.Kind), "CANCELLED") {
			method, status = "CANCEL", "CANCELLED"
		}
		cal, event := decode(t, r.ics())
		require.Equal(t, method, value(t, cal.Props, ical.PropMethod))
		require.Equal(t, method, r.parts[1].params["method"])
		require.Equal(t, "2.0", value(t, cal.Props, ical.PropVersion))
		require.Equal(t, "Call", value(t, event.Props, ical.PropSummary))
		require.Equal(t, "PRIVATE", value(t, event.Props, ical.PropClass))
		require.Equal(t, "OPAQUE", value(t, event.Props, ical.PropTransparency))
		require.Equal(t, status, value(t, event.Props, ical.PropStatus))
		require.Equal(t, m.UID, value(t, event.Props, ical.PropUID))
		sequence, err := event.Props.Get(ical.PropSequence).Int()
		require.NoError(t, err)
		require.Equal(t, m.Sequence, sequence)
		for name, want := range map[string]time.Time{
			ical.PropDateTimeStart: m.StartTime, ical.PropDateTimeEnd: m.EndTime, ical.PropDateTimeStamp: now,
		} {
			require.True(t, strings.HasSuffix(event.Props.Get(name).Value, "Z"), "%s in UTC", name)
			got, err := event.Props.DateTime(name, nil)
			require.NoError(t, err)
			require.True(t, want.Equal(got), name)
		}
		require.Equal(t, r.ics(), r.parts[2].body, "the file is the same event")
		require.Equal(t, "invite.ics", r.parts[2].fileName)
	}
}

func TestEventHasNothingElse(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{
		"UID": true, "DTSTAMP": true, "DTSTART": true, "DTEND": true, "SEQUENCE": true, "SUMMARY": true, "CLASS": true,
		"TRANSP": true, "STATUS": true, "ORGANIZER": true, "ATTENDEE": true,
	}
	for _, m := range everyMessage() {
		cal, event := decode(t, render(t, m).ics())
		require.Len(t, cal.Props, 3, "VERSION, PRODID, METHOD")
		require.Empty(t, event.Children, "no alarm")
		for name := range event.Props {
			require.True(t, allowed[name], name)
		}
		organizer, attendee := event.Props.Get(ical.PropOrganizer), event.Props.Get(ical.PropAttendee)
		require.Equal(t, "mailto:"+sender, organizer.Value)
		require.Equal(t, "Hudson Office", organizer.Params.Get("CN"))
		require.Equal(t, "mailto:"+m.To, attendee.Value)
		require.Empty(t, attendee.Params.Get("CN"), "nobody's name")
	}
}

func TestEventReadByItsWriter(t *testing.T) {
	t.Parallel()
	m := message(mail.ConsultationMoved)
	cal, err := ics.ParseCalendar(strings.NewReader(render(t, m).ics()))
	require.NoError(t, err)
	require.Len(t, cal.Events(), 1)
	require.Equal(t, m.UID, cal.Events()[0].Id())
	start, err := cal.Events()[0].GetStartAt()
	require.NoError(t, err)
	require.True(t, m.StartTime.Equal(start))
}

func TestEventIsFoldedAndEscaped(t *testing.T) {
	t.Parallel()
	name := "Oficina Peñón, Señora Ñandú; Río: \"Año\" y Compañía del Río 'Hudson'"
	for _, kind := range kinds {
		m := message(kind, func(m *mail.Message) {
			m.PracticeShortName = name
			m.To = strings.Repeat("a", 60) + "@" + strings.Repeat("b", 60) + ".example"
		})
		r := render(t, m)
		for line := range strings.SplitSeq(strings.TrimSuffix(r.ics(), "\r\n"), "\r\n") {
			require.LessOrEqual(t, len(line), 75)
			require.NotContains(t, line, "\n")
		}
		_, event := decode(t, r.ics())
		require.Equal(t, "mailto:"+m.To, event.Props.Get(ical.PropAttendee).Value)
		require.Equal(t, "Oficina Peñón Señora Ñandú Río Año y Compañía del Río ’Hudson’",
			event.Props.Get(ical.PropOrganizer).Params.Get("CN"), "what a parameter cannot hold is left out")
		require.Equal(t, name, r.from.Name)
	}
}
