package intake

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	arran "github.com/arran4/golang-ical"
	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// invite is what a calendar makes of a letter.
type invite struct {
	uid, method, status string
	sequence            int
	start, stamp        time.Time
}

// parts returns the decoded parts of a MIME message of one type, however deep.
func parts(t *testing.T, contentType, encoding string, body io.Reader, wanted string) (out []string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	require.NoError(t, err)
	if strings.HasPrefix(kind, "multipart/") {
		for inner := multipart.NewReader(body, params["boundary"]); ; {
			part, err := inner.NextRawPart()
			if err == io.EOF {
				return out
			}
			require.NoError(t, err)
			out = append(out, parts(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, wanted)...)
		}
	}
	if kind != wanted {
		return nil
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	return []string{string(text)}
}

// read opens a letter as mail and calendar programs do: two parsers of calendars must agree on all of it.
func read(t *testing.T, letter string) invite {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(letter))
	require.NoError(t, err)
	files := parts(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, "text/calendar")
	require.NotEmpty(t, files)
	for _, f := range files[1:] {
		require.Equal(t, files[0], f, "the attachment is the same event")
	}
	one, err := ical.NewDecoder(strings.NewReader(files[0])).Decode()
	require.NoError(t, err)
	require.Len(t, one.Events(), 1)
	props := one.Events()[0].Props
	got := invite{uid: props.Get("UID").Value, method: one.Props.Get("METHOD").Value, status: props.Get("STATUS").Value}
	got.sequence, err = props.Get("SEQUENCE").Int()
	require.NoError(t, err)
	got.start, err = props.DateTime("DTSTART", nil)
	require.NoError(t, err)
	got.stamp, err = props.DateTime("DTSTAMP", nil)
	require.NoError(t, err)

	two, err := arran.ParseCalendar(strings.NewReader(files[0]))
	require.NoError(t, err)
	require.Len(t, two.Events(), 1)
	event := two.Events()[0]
	require.Equal(t, got.uid, event.Id())
	require.Equal(t, props.Get("SEQUENCE").Value, event.GetProperty(arran.ComponentPropertySequence).Value)
	require.Equal(t, got.status, event.GetProperty(arran.ComponentPropertyStatus).Value)
	start, err := event.GetStartAt()
	require.NoError(t, err)
	require.True(t, got.start.Equal(start))
	i := slices.IndexFunc(two.CalendarProperties, func(p arran.CalendarProperty) bool { return p.IANAToken == "METHOD" })
	require.Equal(t, got.method, two.CalendarProperties[i].Value)
	return got
}

// Through moves and the cancellation a client's calendar gets one event: the same UID, SEQUENCE one more each time,
// REQUEST for what holds and CANCEL for the end. Another call is another event.
func TestInvitesOfOneCall(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		seen := map[string]bool{}
		next := func() invite {
			t.Helper()
			_, err := b.service.intake.SendDue(t.Context())
			require.NoError(t, err)
			var fresh []string
			for _, l := range b.letters() {
				if !seen[l] {
					seen[l] = true
					fresh = append(fresh, l)
				}
			}
			require.Len(t, fresh, 1)
			return read(t, fresh[0])
		}
		url := b.book(0).GetManageUrl()
		got := []invite{next()}
		for n := range 3 {
			b.clock.Advance(time.Minute)
			moved, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
				Token: token(url), RequestId: newRequest(), When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(4 + 3*n)},
			})
			require.NoError(t, err)
			url = moved.GetManageUrl()
			got = append(got, next())
			require.True(t, moved.GetConsultation().GetStartTime().AsTime().Equal(got[n+1].start))
		}
		b.clock.Advance(time.Minute)
		_, err := b.public.CancelConsultation(b.visitor(), &intakev1.CancelConsultationRequest{Token: token(url), RequestId: newRequest()})
		require.NoError(t, err)
		got = append(got, next())
		for n, i := range got {
			require.Equal(t, got[0].uid, i.uid)
			require.Equal(t, n, i.sequence, "dense and rising")
			if n > 0 {
				require.True(t, i.stamp.After(got[n-1].stamp))
			}
			method, status := "REQUEST", "CONFIRMED"
			if n == len(got)-1 {
				method, status = "CANCEL", "CANCELLED"
			}
			require.Equal(t, method, i.method)
			require.Equal(t, status, i.status)
		}
		require.True(t, got[3].start.Equal(got[4].start), "what is cancelled is where it was last")

		b.book(1)
		other := next()
		require.NotEqual(t, got[0].uid, other.uid)
		require.Zero(t, other.sequence)
	})
}
